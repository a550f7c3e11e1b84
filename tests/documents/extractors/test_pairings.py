"""Pairings in tables, lists and sentences."""

from __future__ import annotations

import pytest

from jiedui.documents.extractors import pairings
from tests.documents.samples import PLAN, context

HEAD = "天津市对口支援工作领导小组\n天津市2020年对口支援工作方案\n"


def pairs(text: str) -> list[tuple[str, str, str]]:
    read = context(text)
    found = pairings.extract(read.document, read)
    return [(fact.fields["type"], fact.fields["giver"], fact.fields["receiver"]) for fact in found]


def test_a_table_pairs_row_by_row_and_takes_the_prefecture_from_the_codes() -> None:
    read = context(PLAN)
    found = [fact.fields for fact in pairings.extract(read.document, read)]
    assert [(f["giver"], f["receiver"], f["prefecture"], f["province"]) for f in found] == [
        ("浦东新区", "弥渡县", "大理州", "云南省"),
        ("浦东新区", "福贡县", "怒江州", "云南省"),
        ("闵行区", "昌宁县", "保山市", "云南省"),
        ("徐汇区", "屏边县", "红河州", "云南省"),
    ]


def test_lists_with_dashes_pair_agencies_districts_and_hospitals() -> None:
    text = "市科技局—东丽区；市妇联—滨海新区；西青医院、宝坻区人民医院——卡若区卫生服务中心。"
    assert pairs(HEAD + text) == [
        ("agency-district", "市科技局", "东丽区"),
        ("agency-district", "市妇联", "滨海新区"),
        ("hospital-hospital", "西青医院", "卡若区卫生服务中心"),
        ("hospital-hospital", "宝坻区人民医院", "卡若区卫生服务中心"),
    ]


def test_sentences_pair_districts_and_bodies() -> None:
    text = "落实西青区帮扶于田县产业项目。组织天津市第五中学与于田县第一中学签订结对协议。支援和田地区工作。"
    assert pairs(HEAD + text) == [
        ("district-county", "西青区", "于田县"),
        ("school-school", "天津市第五中学", "于田县第一中学"),
    ]


def test_districts_that_work_with_a_front_office_are_paired_by_implication_once() -> None:
    item = "依托西藏昌都地区的资源优势开展招商。（市援藏前指会同武清区政府、北辰区政府负责）\n"
    assert pairs(HEAD + item + item) == [
        ("district-prefecture", "武清区", "西藏昌都"),
        ("district-prefecture", "北辰区", "西藏昌都"),
    ]


def test_explanations_after_a_dash_are_no_pairings() -> None:
    assert pairs(HEAD + "1.产业扶贫——通过投资兴办企业带动发展；2.消费扶贫——采购农产品。") == []


def test_a_table_headed_by_two_provinces_pairs_their_divisions() -> None:
    text = "福建省2018年闽宁协作结对关系\n\n福建省\t宁夏\n福州市鼓楼区\t原州区\n福州市闽侯县\t隆德县\n"
    assert [(giver, receiver) for _, giver, receiver in pairs(text)] == [
        ("福州市鼓楼区", "原州区"),
        ("福州市闽侯县", "隆德县"),
    ]


def test_chains_pair_one_with_many_and_each_with_its_own() -> None:
    text = "西青区帮扶于田县、策勒县。津南区、宝坻区分别结对策勒县、于田县。武清区与民丰县结对。"
    assert pairs(HEAD + text) == [
        ("district-county", "西青区", "于田县"),
        ("district-county", "西青区", "策勒县"),
        ("district-county", "津南区", "策勒县"),
        ("district-county", "宝坻区", "于田县"),
        ("district-county", "武清区", "民丰县"),
    ]


def test_hospitals_that_help_respectively_are_paired_in_order() -> None:
    text = "1.天津市人民医院、西青医院分别对口帮扶和田县人民医院和于田县人民医院。"
    assert pairs(HEAD + text) == [
        ("hospital-hospital", "天津市人民医院", "和田县人民医院"),
        ("hospital-hospital", "西青医院", "于田县人民医院"),
    ]


def test_a_table_without_counties_pairs_prefectures() -> None:
    text = "结对市\t结对地区\t到位资金（万元）\n杭州市\t广元市\t500\n宁波市\t凉山州\t700\n合计\t—\t1200"
    assert pairs("浙江省驻四川省工作队\n浙川协作工作简报\n\n" + text) == [
        ("district-prefecture", "杭州市", "广元市"),
        ("district-prefecture", "宁波市", "凉山州"),
    ]


@pytest.mark.parametrize("row", ["闵行区\t，", "，\t昌宁县", "，\t，", "、\t", "闵行区\t昌宁县、"])
def test_a_row_that_names_one_side_only_pairs_nobody(row: str) -> None:
    text = f"上海市2020年对口支援结对关系\n\n支援区\t受援县\n浦东新区\t弥渡县\n浦东新区\t福贡县\n{row}\n"
    whole = [("浦东新区", "弥渡县"), ("浦东新区", "福贡县")]
    found = [(giver, receiver) for _, giver, receiver in pairs(text)]
    assert found[:2] == whole
    assert all(giver.strip("，、") and receiver.strip("，、") for giver, receiver in found)
    assert (("闵行区", "昌宁县") in found) == ("昌宁县、" in row)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "东丽区与于田县、津南区与策勒县等2对结对关系持续巩固。",
            [("东丽区", "于田县"), ("津南区", "策勒县")],
        ),
        ("东丽区累计向于田县投入帮扶资金1亿元。", [("东丽区", "于田县")]),
        ("8月1日，东丽区与于田县召开联席会议。", [("东丽区", "于田县")]),
        ("东丽区安排800万元支持于田县建设加工园。", [("东丽区", "于田县")]),
        ("东丽区12所学校与于田县12所学校结成对子。", [("东丽区", "于田县")]),
        ("东丽区协助于田县举办招聘会。", [("东丽区", "于田县")]),
        (
            "东丽区、津南区各200万元，分别用于于田县、策勒县。",
            [("东丽区", "于田县"), ("津南区", "策勒县")],
        ),
        (
            "东丽区帮扶于田县，津南区帮扶策勒县，海河新区帮扶民丰县。",
            [("东丽区", "于田县"), ("津南区", "策勒县"), ("海河新区", "民丰县")],
        ),
        ("东丽区开展大讨论，于田县也在增收。", []),
    ],
)
def test_what_a_district_does_for_a_county_pairs_them(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((giver, receiver) for _, giver, receiver in pairs(HEAD + sentence)) == sorted(expected)


def test_a_table_whose_receivers_stand_first_is_told_by_its_cells() -> None:
    text = "2021年鲁渝协作情况表\n\n区县\t结对市\t资金（万元）\n武隆区\t济南市\t540\n石柱县\t淄博市\t520\n"
    found = [(giver, receiver) for _, giver, receiver in pairs("山东省2021年鲁渝协作简报\n\n" + text)]
    assert found == [("济南市", "武隆区"), ("淄博市", "石柱县")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "三镇结对：大寺镇与克里阳乡、李七庄街道与先拜巴扎镇继续结对。",
            [("大寺镇", "克里阳乡"), ("李七庄街道", "先拜巴扎镇")],
        ),
        ("新增大寺镇结对先拜巴扎镇。", [("大寺镇", "先拜巴扎镇")]),
        ("市教育局对口和田地区教育局，市农业局对口和田地区农业局。", [
            ("市教育局", "和田地区教育局"), ("市农业局", "和田地区农业局"),
        ]),
        ("天津一中、西青医院依次对口支援和田县第二中学、于田县人民医院。", [
            ("天津一中", "和田县第二中学"), ("西青医院", "于田县人民医院"),
        ]),
        ("西青医院托管帮扶于田县人民医院妇产科。", [("西青医院", "于田县人民医院")]),
        ("我市结对帮扶于田县。", [("天津市", "于田县")]),
        ("各镇与贫困村结对。市人社局与市财政局签订协议。", []),
    ],
)  # fmt: skip
def test_bodies_are_paired_item_by_item(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(pair[1:] for pair in pairs(HEAD + sentence)) == sorted(expected)


def test_cells_with_a_dash_are_pairs_and_columns_of_dates_are_none() -> None:
    dashed = "\n结对县区\t乡镇结对\n西青区—于田县\t大寺镇—先拜巴扎镇\n\t王稳庄镇—加依乡\n"
    assert {pair[1:] for pair in pairs(HEAD + dashed)} == {
        ("西青区", "于田县"), ("大寺镇", "先拜巴扎镇"), ("王稳庄镇", "加依乡"),
    }  # fmt: skip
    dated = "\n受援方\t支援方\t协助单位\t结对时间\n于田县\t西青区\t高新区\t2020年7月\n策勒县\t津南区\t\t2020年7月\n"
    assert [pair[1:] for pair in pairs(HEAD + dated)] == [("西青区", "于田县"), ("津南区", "策勒县")]


def test_bodies_are_paired_by_a_bare_preposition_where_they_are_of_one_kind() -> None:
    assert pairs(HEAD + "天津市第一中心医院对夏河县人民医院，天津市教育局对夏河县人民医院。") == [
        ("hospital-hospital", "天津市第一中心医院", "夏河县人民医院")
    ]


def test_a_body_helps_every_county_of_its_list() -> None:
    text = "东丽区工商联挂钩临潭县、卓尼县，和平区总商会、北辰区总商会共同挂钩舟曲县。"
    assert [pair[1:] for pair in pairs(HEAD + text)] == [
        ("东丽区工商联", "临潭县"),
        ("东丽区工商联", "卓尼县"),
        ("和平区总商会", "舟曲县"),
        ("北辰区总商会", "舟曲县"),
    ]


def test_a_table_whose_heads_name_no_side_pairs_by_what_its_columns_hold() -> None:
    rows = "区\t挂钩县\t投入（万元）\n东丽区\t临潭县\t20\n和平区、北辰区\t舟曲县\t30\n合计\t—\t50\n"
    assert [pair[1:] for pair in pairs(HEAD + "各区投入如下：\n\n" + rows)] == [
        ("东丽区", "临潭县"),
        ("和平区", "舟曲县"),
        ("北辰区", "舟曲县"),
    ]


def test_a_school_speaks_of_itself_and_a_zone_heads_its_own_paper() -> None:
    school = "天津市耀华中学\n天津市耀华中学帮扶临潭县第一中学工作计划\n由我校托管帮扶临潭县第一中学。\n"
    assert [pair[1:] for pair in pairs(school)] == [("天津市耀华中学", "临潭县第一中学")]
    zone = (
        "苏州工业园区管理委员会\n关于2021年东西部协作工作任务的通知\n"
        "园区继续与贵州省松桃苗族自治县（以下简称“松桃县”）开展东西部协作。\n"
    )
    assert [pair[1:] for pair in pairs(zone)] == [("苏州工业园区", "贵州省松桃苗族自治县")]


def test_territories_that_help_in_turn_are_paired_one_by_one() -> None:
    text = "西青区、武清区、北辰区依次帮扶和田县、于田县、策勒县。"
    assert pairs(HEAD + "支援新疆和田地区。\n" + text) == [
        ("district-county", "西青区", "和田县"),
        ("district-county", "武清区", "于田县"),
        ("district-county", "北辰区", "策勒县"),
    ]


def test_a_county_that_a_district_helps_no_longer_is_not_paired_with_it() -> None:
    text = "西青区由帮扶和田县调整为帮扶于田县。"
    assert pairs(HEAD + "支援新疆和田地区。\n" + text) == [("district-county", "西青区", "于田县")]


def test_hospitals_that_each_help_their_own_are_not_all_paired_with_the_first() -> None:
    text = "西青医院、武清区人民医院、天津市第一中心医院分别组团式帮扶和田县医院、于田县医院、策勒县医院。"
    assert pairs(HEAD + "支援新疆和田地区。\n" + text) == [
        ("hospital-hospital", "西青医院", "和田县医院"),
        ("hospital-hospital", "武清区人民医院", "于田县医院"),
        ("hospital-hospital", "天津市第一中心医院", "策勒县医院"),
    ]


def test_a_county_that_has_become_a_district_gives_in_a_table() -> None:
    head = "南通市2021年东西部协作工作方案\n南通市支援陕西省汉中市。\n"
    rows = "县（市、区）\t结对县区\t备注\n海门区\t洋县\t\n如皋市\t城固县\t\n启东市\t西乡县\t\n"
    assert [pair[1:] for pair in pairs(head + rows)][-3:] == [
        ("海门区", "洋县"),
        ("如皋市", "城固县"),
        ("启东市", "西乡县"),
    ]
