"""Reports of the press: their datelines, their headlines, and that they tell what was done."""

from __future__ import annotations

import pytest

from jiedui.documents.datelines import after_dateline
from jiedui.documents.facts import Fact
from jiedui.documents.reading import read
from tests.documents.samples import context, document

STORY = """甲乙两地协作再上台阶
新华社乌鲁木齐3月2日电 记者从有关部门获悉，东部8个省市向西部10个省区投入财政资金20亿元，帮助30.5万农村劳动力就业。
浙江与四川共建园区12个，落地企业40家。广东携手广西、贵州组建联盟，引导60家企业投资。
今年，江苏还将向陕西投入资金3亿元。
"""
CIRCULAR = """关于调整结对关系的通报
甲报北京5月8日电 调整后的结对关系为：北京市帮扶内蒙古自治区、河北省保定市；\
江苏省帮扶陕西省，苏州市帮扶贵州省铜仁市；上海市帮扶云南省。
"""


def facts(text: str, kind: str) -> list[Fact]:
    return [fact for fact in read(document(text)).facts if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("新华社乌鲁木齐1月14日电 今年", "今年"),
        ("据新华社北京12月7日电（记者某某）近日", "近日"),
        ("本报讯（通讯员某某）记者获悉", "记者获悉"),
        ("甲乙网消息：近日", "近日"),
        ("居民用电（含农业）100万千瓦时", "居民用电（含农业）100万千瓦时"),
        ("截至12月7日，已到位", "截至12月7日，已到位"),
    ],
)
def test_a_dateline_is_told_from_the_story(text: str, rest: str) -> None:
    assert text[after_dateline(text) :] == rest


def test_a_story_tells_what_was_done_by_whom_it_names_and_announces_what_it_says_will_be() -> None:
    told = [
        (fact.kind.value, fact.fields["value"], fact.fields.get("giver"), fact.fields["receiver"])
        for fact in read(document(STORY)).facts
        if fact.kind in ("target", "actual")
    ]
    assert told == [
        ("actual", 20, None, "受援地区"),
        ("actual", 30.5, None, "受援地区"),
        ("actual", 12, "浙江省", "四川省"),
        ("actual", 40, "浙江省", "四川省"),
        ("actual", 60, "广东省", ["广西", "贵州省"]),
        ("target", 3, "江苏省", "陕西省"),
    ]


def test_the_place_and_day_of_the_dateline_are_nobodys() -> None:
    read_context = context(STORY)
    assert read_context.parties.giver is None
    view = read_context.flat(read_context.document.blocks[1]).text
    assert view.startswith("记者从")
    assert not facts(STORY, "milestone")


def test_the_quote_of_a_figure_behind_a_dateline_is_where_it_stands() -> None:
    first = facts(STORY, "actual")[0]
    block = document(STORY).blocks[first.block]
    assert block.text[first.start : first.end] == first.quote == "省区投入财政资金20亿元"


def test_provinces_are_paired_where_a_paper_tells_of_many_givers() -> None:
    pairs = [(fact.fields["giver"], fact.fields["receiver"]) for fact in facts(CIRCULAR, "pairing")]
    assert pairs == [
        ("北京市", "内蒙古自治区"),
        ("北京市", "河北省保定市"),
        ("江苏省", "陕西省"),
        ("苏州市", "贵州省铜仁市"),
        ("上海市", "云南省"),
    ]


def test_a_whole_city_is_paired_where_a_sentence_says_so_and_not_where_work_is_named() -> None:
    head = "佛山市东西部协作工作情况汇报\n"
    assert [
        (fact.fields["giver"], fact.fields["receiver"])
        for fact in facts(head + "2021年，佛山市对口协作黔东南州15个县，已投入2亿元。", "pairing")
    ] == [("佛山市", "黔东南州")]
    assert not facts(head + "佛山市对口协作黔东南州工作组已投入2亿元。", "pairing")


def test_a_programme_named_after_two_provinces_tells_both_sides() -> None:
    story = "苏陕协作再升级\n近日，记者从省发展改革委获悉，2021年两省共建园区40个，我省新选派306名干部。\n"
    told = [(fact.fields["giver"], fact.fields["receiver"]) for fact in facts(story, "actual")]
    assert told == [("江苏省", "陕西省")] * 2


def test_what_stands_in_no_story_of_help_is_no_figure() -> None:
    plan = (
        "贵州省消费帮扶实施意见\n"
        "以全省16个深度贫困县为重点，围绕11项重点任务，蔬菜面积达到20万亩（次）以上。"
        "（省商务厅和14个乡镇人民政府负责）\n"
    )
    found = [(fact.fields["value"], fact.fields["comparator"]) for fact in facts(plan, "target")]
    assert found == [(20, ">=")]


def test_the_year_of_a_paper_is_neither_since_when_it_tells_nor_that_of_a_paper_it_cites() -> None:
    since = context("援疆工作简报\n自2014年以来，我市选派75名干部。2019年，投入2亿元。\n")
    assert since.year == 2019
    cited = context(
        "贵州省实施意见\n为落实《意见》（国办发〔2018〕129号），结合实际，制定本意见，到2020年完成30万亩种植任务。\n"
    )
    assert cited.year == 2020
    dated = context(
        "京蒙签下投资订单\n2018-04-28 15:41:00来源：某网\n从1996年到2017年，北京投入资金12亿元。\n"
    )
    assert dated.year == 2018
    numbered = context("贵州省实施意见\n黔府办发〔2019〕16号\n种植面积达到30万亩。\n")
    assert numbered.year == 2019


def test_a_zone_named_after_two_places_pairs_neither() -> None:
    story = "本报讯（记者某某）双方共建南宁（深圳）东盟产业合作区，推动结对协作。深圳市与南宁市互访。\n"
    assert not facts(story, "pairing")


def test_each_giver_of_a_list_has_its_own_figures() -> None:
    story = (
        "西藏日喀则援藏项目不断落地\n2018-12-14 14:21:00 来源：某报\n"
        "上海市对口援藏项目15个、资金4亿元；山东省对口援藏项目13个；黑龙江省对口援藏项目3个；吉林省对口援藏项目2个。"
        "地区生产总值从1994年的5.9亿元增长到2017年的216.3亿元。\n"
    )
    told = [
        (fact.kind.value, fact.fields["value"], fact.fields.get("giver"))
        for fact in read(document(story)).facts[1:]
    ]
    assert told == [
        ("actual", 15, "上海市"),
        ("actual", 4, "上海市"),
        ("actual", 13, "山东省"),
        ("actual", 3, "黑龙江省"),
        ("actual", 2, "吉林省"),
        ("actual", 5.9, None),
        ("actual", 216.3, None),
    ]


def test_a_headline_is_the_title_though_it_ends_like_an_agency_and_the_source_dates_it() -> None:
    story = "江苏形成援藏新格局\n发布时间：2021-11-03 10:57:00来源：某社\n江苏省累计选派干部877名。\n"
    (paper,) = facts(story, "document")
    assert (paper.fields["title"], paper.fields["date"]) == ("江苏形成援藏新格局", "2021-11-03")
    assert not facts(story, "org")


def test_a_city_whose_name_is_a_word_is_read_right_after_its_province() -> None:
    told = [
        (fact.fields["giver"], fact.fields["receiver"])
        for fact in facts("青岛市帮扶情况通报\n青岛帮扶贵州安顺、甘肃陇南。安顺社区居民。\n", "pairing")
    ]
    assert told == [("青岛市", "贵州安顺"), ("青岛市", "甘肃陇南")]


def test_where_people_meet_is_not_who_receives() -> None:
    story = "浙川协作启动\n9月2日，浙江协作启动仪式在成都市举行。记者获悉，浙江累计投入资金8.2亿元，助力四川发展。\n"
    assert [fact.fields["receiver"] for fact in facts(story, "actual")] == ["四川省"]


def test_a_masthead_and_its_issue_on_one_line_are_the_title() -> None:
    paper = "“某行动”精准帮扶工作动态第9期\n来源：某处\n[基层动态]\n某县共安排项目231个。\n"
    assert [fact.fields["title"] for fact in facts(paper, "document")] == ["“某行动”精准帮扶工作动态第9期"]
    assert [fact.fields["value"] for fact in facts(paper, "actual")] == [231]


def test_a_table_of_projects_tells_what_each_builds_for_whom_and_when() -> None:
    paper = (
        "北京市对口协作项目计划\n附件：项目表\n"
        "县（市）\t项目名称\t主要建设内容\t协作资金（万元）\t开工时间\t完工时间\t结对区\n"
        "淅川县\t生态隔离带\t造林2600亩\t1800\t2024年3月\t2024年10月\t朝阳区\n"
        "西峡县\t河道治理\t治理河道12公里\t2100\t2024年4月\t2024年11月\t顺义区\n"
        "内乡县\t医院提升\t购置设备36台\t1300\t2024年4月\t2024年9月\t延庆区\n"
    )
    told = {
        (fact.fields["value"], fact.fields["unit"]): (fact.fields["giver"], fact.fields["receiver"])
        for fact in facts(paper, "target")
    }
    assert told == {
        (1800, "万元"): ("朝阳区", "淅川县"),
        (2600, "亩"): ("朝阳区", "淅川县"),
        (2100, "万元"): ("顺义区", "西峡县"),
        (12, "公里"): ("顺义区", "西峡县"),
        (1300, "万元"): ("延庆区", "内乡县"),
        (36, "台"): ("延庆区", "内乡县"),
    }
    dates = [(fact.fields["text"], fact.fields["date"]) for fact in facts(paper, "milestone")]
    assert dates[:2] == [("生态隔离带开工", "2024-03"), ("生态隔离带完工", "2024-10")]
    assert len(dates) == 6
