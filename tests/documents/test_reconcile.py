"""A document held against itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from jiedui.documents import wording
from jiedui.documents.facts import Discrepancy
from jiedui.documents.reconcile import reconcile
from tests.documents.samples import BULLETIN, PLAN, context


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def describe(finding: Discrepancy) -> str:
    return wording.discrepancy(finding.code, finding.params, finding.severity).text


HEAD = "天津市对口支援工作领导小组\n天津市2020年对口支援工作方案\n"


def found(text: str, code: str) -> list[Discrepancy]:
    return [finding for finding in reconcile(context(text)) if finding.code == code]


def test_a_total_row_that_is_not_the_sum_of_its_column_is_an_error_with_both_figures() -> None:
    [finding] = found(PLAN, "table_total")
    assert finding.severity == "error"
    assert finding.params == {
        "table": "上海市各区与云南省贫困县结对关系及2020年援助资金安排表",
        "measure": "援助资金",
        "rows": 4,
        "sum": 17800,
        "total": 17700,
        "difference": 100,
        "unit": "万元",
    }
    assert finding.places[0].line == 20
    assert finding.choices == ("parts", "total", "both")
    assert describe(finding) == (
        "“援助资金”: the 4 rows add up to CNY 178,000,000, the total row states CNY 177,000,000."
    )


def test_parts_that_make_up_their_whole_are_said_to() -> None:
    [finding] = found(PLAN, "parts_whole")
    assert (finding.severity, finding.params["sum"], finding.params["parts"]) == ("ok", 1_500_000_000, 4)
    assert finding.choices == ()
    assert describe(finding) == "4 parts, CNY 1,500,000,000."


@pytest.mark.parametrize(
    ("text", "severity", "difference"),
    [
        ("选派干部20名，其中甘肃12名、青海9名。", "error", 1),
        ("选派干部20名，其中甘肃12名、青海8名。", "ok", 0),
        ("培训不少于100人次，其中市教委不少于60人次，市卫健委不少于50人次。", "warning", 10),
        ("任务20个村分解如下：西青区12个，津南区7个。", "error", -1),
        ("为甘肃选派干部32名。其中省直机关2名，10个县各3名。", "ok", 0),
    ],
)
def test_lists_of_parts_are_added_up(text: str, severity: str, difference: int) -> None:
    [finding] = found(HEAD + text, "parts_whole")
    assert (finding.severity, finding.params["difference"]) == (severity, difference)


def test_a_list_that_is_not_said_to_be_complete_may_fall_short() -> None:
    assert found(HEAD + "选派干部20名，其中甘肃12名、青海5名。", "parts_whole") == []


def test_a_share_is_worked_out_where_the_text_allows_it() -> None:
    [finding] = found(BULLETIN, "share")
    assert (finding.severity, finding.params["exact"]) == ("ok", 75)
    [finding] = found(BULLETIN.replace("75%", "80%"), "share")
    assert (finding.severity, finding.params["stated"]) == ("error", 80)


@pytest.mark.parametrize(("stated", "severity"), [("87.9", "ok"), ("78.9", "error")])
@pytest.mark.parametrize(
    "text",
    [
        "投入资金6617万元，占资金总额7530万元的{}%。",
        "安排资金7530万元，其中6617万元用于民生，占资金总额的{}%。",
    ],
)
def test_a_share_is_held_against_its_figures_wherever_the_whole_stands(
    text: str, stated: str, severity: str
) -> None:
    [finding] = found(HEAD + text.format(stated), "share")
    assert (finding.severity, finding.params["rounded"]) == (severity, 87.9)
    assert finding.places[0].quote.startswith("占资金总额")


def test_a_share_of_something_else_is_held_against_nothing() -> None:
    assert found(HEAD + "选派干部30名，培训农户500户，占总户数的40%。", "share") == []
    assert found(HEAD + "引进企业20家，占地500亩的30%。", "share") == []


def test_a_column_headed_agency_is_no_row_of_units() -> None:
    rows = ("单位\t消费扶贫额（万元）", "和平区\t6000", "河西区\t7000", "合计\t14000")
    [finding] = found(HEAD + "\n".join(rows) + "\n", "table_total")
    assert (finding.severity, finding.params["measure"], finding.params["sum"]) == (
        "error",
        "消费扶贫额",
        13000,
    )


def test_a_row_of_units_is_still_told_from_a_heading() -> None:
    rows = (
        "区\t消费扶贫额\t招聘会",
        "单位\t万元\t场",
        "和平区\t6000\t1",
        "河西区\t7000\t2",
        "合计\t14000\t3",
    )
    units = [finding.params["unit"] for finding in found(HEAD + "\n".join(rows) + "\n", "table_total")]
    assert units == ["万元", "场"]


def test_rates_are_not_added_up() -> None:
    rows = ("区\t援助资金（万元）\t支出率（%）", "和平区\t100\t50", "河西区\t100\t70", "合计\t200\t60")
    [finding] = found(HEAD + "\n".join(rows) + "\n", "table_total")
    assert finding.params["measure"] == "援助资金"


def test_a_county_in_the_wrong_columns_is_put_right_from_the_codes() -> None:
    rows = [
        ("受援省份", "受援地市", "贫困县", "帮扶区"),
        ("甘肃省", "平凉市", "庄浪县", "河西区"),
        ("", "", "卓尼县", "和平区"),
        ("甘南州", "迭部县", "河东区", ""),
    ]
    table = HEAD + "".join("\t".join(row) + "\n" for row in rows)
    first, second = found(table, "displaced_cell")
    assert (first.params["county"], first.params["stated"], first.params["prefecture"]) == (
        "卓尼县",
        "平凉市",
        "甘南州",
    )
    assert (second.params["county"], second.params["prefecture"], second.places[0].line) == (
        "迭部县",
        "甘南州",
        6,
    )
    assert "623022" in describe(first)


def test_a_place_that_does_not_exist_is_named_with_what_is_probably_meant() -> None:
    text = HEAD + "支援青海省黄南州。依托青海省甘南藏族自治州的优势开展合作。"
    [finding] = found(text, "unknown_place")
    assert finding.params["meant"] == "黄南藏族自治州"
    assert describe(finding) == (
        "“青海省甘南藏族自治州”: 甘南藏族自治州 lies in 甘肃省. Probably 黄南藏族自治州 is meant."
    )


@pytest.mark.parametrize(
    ("text", "written", "named"),
    [
        ("和平区与甘肃省天水市麦虚县结对。", "天水市麦虚县", "麦虚县"),
        ("和平区与虚谷县、会宁县结对。", "虚谷县", "虚谷县"),
        ("甘肃省麦虚自治县。", "甘肃省麦虚自治县", "麦虚自治县"),
    ],
)
def test_a_county_no_table_of_divisions_has_is_named(text: str, written: str, named: str) -> None:
    [finding] = found(HEAD + text, "no_such_place")
    assert (finding.params["written"], finding.params["named"]) == (written, named)
    assert finding.places[0].quote == written
    assert describe(finding) == f"“{written}”: the official table of divisions has no {named}."


@pytest.mark.parametrize(
    "text",
    [
        "甘肃省各县、天水市贫困县、昌都地区三个贫困县医院。",
        "淄博市对我县的帮扶。甘肃省县级医院。",
        "和平区与会宁县、庄浪县结对，信阳市支援伊吾县。",
        "结对帮扶县、区县和受援县。",
    ],
)
def test_words_that_are_no_names_of_counties_are_let_pass(text: str) -> None:
    assert found(HEAD + text, "no_such_place") == []


def test_a_county_that_does_not_exist_is_found_in_a_table_of_pairings() -> None:
    rows = ("支援区\t受援县", "和平区\t会宁县", "河西区\t庄浪县", "南开区\t虚谷县")
    [finding] = found(HEAD + "\n".join(rows) + "\n", "no_such_place")
    assert (finding.params["named"], finding.places[0].quote) == ("虚谷县", "南开区\t虚谷县")
