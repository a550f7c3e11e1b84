"""The sentences of the bulletin say what the figures say, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.plans.models import Revision, Target
from jiedui.publications import wording
from jiedui.publications.compose import compose
from jiedui.publications.paper import Heading, Paragraph, Table
from jiedui.publications.services import content_of
from tests.publications.conftest import Desk


def paragraphs(desk: Desk) -> list[str]:
    """The running text of the draft."""
    blocks = compose(content_of(desk.bulletin), draft=True).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.django_db
def test_a_workstream_is_told_from_its_figures(desk: Desk) -> None:
    text = next(p for p in paragraphs(desk) if p.startswith("消费帮扶金额"))
    assert text == (
        "消费帮扶金额累计7.00亿元［1］，为年度目标11.00亿元的63.6%；9月新增1.80亿元。"
        "按进度应达8.27亿元，尚差1.27亿元，进度滞后，余下各月月均须完成1.33亿元。"
        "完成值中附有凭证的占74.3%，经受援方确认的占74.3%。进度滞后的有：西城区（48%）。"
    )


@pytest.mark.django_db
def test_stated_headcounts_are_told_as_stated_without_share_status_or_rank(desk: Desk) -> None:
    texts = paragraphs(desk)
    assert "文件载明转移就业人数11,500人［2］，仅作记载，不计进度、不排名。" in texts
    assert "招聘会［3］尚未登记数据。" in texts
    assert not [t for t in texts if "转移就业" in t and ("%" in t or "滞后的有" in t)]


@pytest.mark.django_db
def test_the_summary_counts_only_what_is_paced(desk: Desk) -> None:
    assert paragraphs(desk)[0] == (
        "截至9月30日，列入进度管理的总体指标1项，其中滞后于进度1项。另有1项指标尚未登记数据。"
        "文件载明的人数类指标1项仅作记载，不计进度、不排名、不评分。"
    )


@pytest.mark.django_db
def test_the_sources_name_entries_shares_and_the_plan_of_every_figure(desk: Desk) -> None:
    desk.scene.world.revision.doc_number = "海协办发〔2019〕7号"
    desk.scene.world.revision.save()
    quotes = {desk.scene.purchases.targets.first().pk: "消费扶贫 不少于11亿元。"}
    blocks = compose(content_of(desk.bulletin, quotes=quotes), draft=True).blocks
    assert Paragraph("各项目标均出自《海州市2019年实施方案》（海协办发〔2019〕7号）。") in blocks
    assert [b for b in blocks if isinstance(b, Table)][-1].rows == [
        ["1", "消费帮扶金额：700,000,000元", "2", "74.3%", "74.3%", "“消费扶贫不少于11亿元。”"],
        ["2", "转移就业人数：文件载明11,500人", "—", "—", "—", "—"],
        ["3", "招聘会：未登记", "—", "—", "—", "—"],
    ]


@pytest.mark.django_db
def test_targets_of_several_plans_name_each_its_own(desk: Desk) -> None:
    second = Revision.objects.create(programme=desk.scene.world.programme, number=2, title="《调整方案》")
    desk.scene.target("5", indicator=desk.scene.indicator("车间", kind="", measure=""))
    Target.objects.filter(indicator__code="车间").update(revision=second)
    tables = [b for b in compose(content_of(desk.bulletin), draft=True).blocks if isinstance(b, Table)]
    assert [row[-1] for row in tables[-1].rows] == [
        "《海州市2019年实施方案》：全年消费帮扶11亿元",
        "《海州市2019年实施方案》",
        "《海州市2019年实施方案》",
        "《调整方案》",
    ]


@pytest.mark.django_db
def test_figures_for_receivers_say_for_whom(desk: Desk) -> None:
    doctors = desk.scene.indicator("医疗人员", unit="人")
    for county in (desk.scene.world.county, desk.scene.world.other_county):
        desk.scene.target("9", indicator=doctors, receiver=county)
    texts = paragraphs(desk)
    assert [t[:14] for t in texts if t.startswith("医疗人员")] == [
        "医疗人员（对云岭县）累计0人",
        "医疗人员（对石泉县）累计0人",
    ]


@pytest.mark.django_db
def test_headings_are_numbered_and_league_and_stories_have_their_place(desk: Desk) -> None:
    blocks = compose(content_of(desk.bulletin), draft=False).blocks
    headings = [b.text for b in blocks if isinstance(b, Heading)]
    assert headings == [
        "一、主要指标", "二、分领域进展",
        "（一）消费扶贫（海州市商务局牵头）", "（二）资金支持（海州市合作交流办牵头）",
        "三、进度排名", "四、工作动态", "五、数据来源",
    ]  # fmt: skip
    league = [b for b in blocks if isinstance(b, Table)][1]
    assert [(row[0], row[1], row[4]) for row in league.rows] == [("1", "东城区", "0"), ("2", "西城区", "1")]


@pytest.mark.django_db
def test_generated_data_and_drafts_are_marked(desk: Desk) -> None:
    content = content_of(desk.bulletin)
    assert compose(content, draft=True).marks == ["草稿（未发布）"]
    synthetic = content.model_copy(update={"synthetic": True})
    assert compose(synthetic, draft=False).marks == [wording.SYNTHETIC]


def test_numerals_are_those_of_official_headings() -> None:
    assert [wording.numeral(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_dates_have_no_leading_zeros() -> None:
    assert wording.long_date(date(2019, 9, 5)) == "2019年9月5日"


def test_a_default_title_does_not_say_the_year_twice() -> None:
    assert wording.default_title("海州市2019年计划", date(2019, 9, 1)) == "海州市2019年计划9月进展情况"
    assert wording.default_title("海州市计划", date(2019, 9, 1)) == "海州市计划2019年9月进展情况"


def test_a_long_title_breaks_by_sense() -> None:
    title = "海州市2019年东西部扶贫协作和支援合作实施计划9月进展情况"
    assert wording.title_lines(title) == ["海州市2019年东西部扶贫协作", "和支援合作实施计划9月进展情况"]


WORDS = st.sampled_from(["海州市", "年", "计划", "2019", "、", "进展", "Haizhou ", "9"])


@given(st.lists(WORDS, max_size=40).map("".join))
def test_breaking_a_title_loses_nothing(title: str) -> None:
    assert "".join(wording.title_lines(title)) == title


@given(st.lists(st.sampled_from(["海", "州", "计划", "年", "、"]), min_size=1, max_size=60).map("".join))
def test_every_line_of_a_title_fits(title: str) -> None:
    assert max(len(line) for line in wording.title_lines(title)) <= wording.TITLE_WIDTH


def test_a_title_without_a_place_to_break_is_broken_anyway() -> None:
    assert [len(line) for line in wording.title_lines("A" * 60)] == [30, 30]
