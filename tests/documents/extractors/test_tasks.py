"""Tasks with who leads, who supports and by when."""

import pytest

from jiedui.documents.extractors import targets
from jiedui.documents.extractors.tasks import extract
from tests.documents.extractors.papers import columns, facts
from tests.documents.samples import context


def test_an_item_with_its_bracket_is_one_task() -> None:
    found = facts(
        extract,
        "1. 按照年度计划，选派支医人员12名，期限1年。（市卫健委牵头，各区负责，援藏前指配合，完成时限：6月底前）",
    )
    assert columns(found, "quote", "lead", "responsible", "support", "deadline", "line") == [
        ("选派支医人员12名", ["市卫健委"], ["各区"], ["各区", "援藏前指"], "2020-06-30", 5)
    ]


def test_a_heading_sentence_names_the_task() -> None:
    found = facts(
        extract, "（一）积极筹集物资。发动企业捐助，支持云岭县建设。（责任单位：市民政局、市慈善协会）"
    )
    assert columns(found, "quote", "lead") == [("积极筹集物资", ["市民政局", "市慈善协会"])]
    assert str(found[0]["text"]).startswith("积极筹集物资，")


def test_duties_may_stand_in_other_brackets_or_on_lines_of_their_own() -> None:
    found = facts(
        extract,
        "1.开展推介活动。组织推介会2场。【责任单位：市商务局；配合单位：市工商联】",
        "2.组织招聘活动。举办招聘会30场。",
        "责任单位：市人社局、各区政府",
    )
    assert columns(found, "quote", "lead", "support") == [
        ("开展推介活动", ["市商务局"], ["市工商联"]),
        ("组织招聘活动", ["市人社局", "各区政府"], None),
    ]


def test_each_agency_sentence_is_a_task() -> None:
    found = facts(
        extract,
        "市教育局要推进40所学校结对；市交通局负责协助各区政府保障运输。各单位要提高政治站位。",
    )
    assert columns(found, "quote", "lead", "support") == [
        ("市教育局要推进40所学校结对", ["市教育局"], None),
        ("市交通局负责协助各区政府保障运输", ["市交通局"], ["各区政府"]),
    ]


def test_actors_that_share_the_work_lead_it_together() -> None:
    found = facts(
        extract,
        "（一）组织爱心捐助。捐款由各区党委负责组织，由区红十字会负责接收。（责任单位：市红十字会、各区委）",
    )
    assert columns(found, "lead")[1:] == [(["各区党委", "区红十字会"],)]


def test_an_item_that_begins_with_its_months_runs_over_them() -> None:
    found = facts(extract, "（一）2020年5月至7月，以“山海同心”为主题，组织志愿者开展专场活动，营造氛围。")
    assert columns(found, "start", "deadline") == [("2020-05", "2020-07")]


def test_a_posting_of_police_is_no_task() -> None:
    assert facts(extract, "3. 按照计划，为云岭县选派民警10名。（市公安局负责）") == []


def test_no_person_gets_into_a_task() -> None:
    found = facts(extract, "市商务局负责召开推进会，由李大明同志主持，通报采购进展，推动签订采购协议。")
    assert found
    assert not any("李大明" in str(value) for fact in found for value in fact.values())


def test_rows_of_a_task_list_are_tasks() -> None:
    found = facts(
        extract,
        "序号\t重点任务\t具体措施\t牵头单位\t配合单位\t完成时限\n"
        "1\t推进学校结对\t组织40所学校签订协议\t市教育局\t各区政府 市财政局\t9月底前\n"
        "2\t做好资金拨付\t拨付援助资金\t市财政局\t\t全年\n"
        "3\t加强资金监管\t开展绩效评价\t\t\t年底前",
    )
    assert columns(found, "quote", "number", "lead", "support", "deadline", "table_row") == [
        ("推进学校结对", 1, ["市教育局"], ["各区政府", "市财政局"], "2020-09-30", True),
        ("做好资金拨付", 2, ["市财政局"], None, "持续推进", True),
        ("加强资金监管", 3, ["市财政局"], None, "2020-12-31", True),
    ]


BULLETIN = """海州援藏工作简报

2020年第3期

海州市对口支援昌都工作队

{}
"""


def test_a_bulletin_gives_what_is_announced_not_what_was_done() -> None:
    found = facts(
        extract,
        "上半年，工作队组织医疗队义诊3次，市卫健委选派医生9名。",
        "下一步，工作队将组织青少年交流活动；开展特产推介活动。",
        paper=BULLETIN,
    )
    assert columns(found, "lead") == [(["工作队"],), (["工作队"],)]
    assert [str(fact["text"])[-4:] for fact in found] == ["交流活动", "推介活动"]


def test_two_agencies_in_one_sentence_have_a_task_each() -> None:
    found = facts(extract, "市教育局要选派教师80名，市卫计委要选派医生60名，时间均为6个月以上。")
    assert columns(found, "lead", "quote") == [
        (["市教育局"], "市教育局要选派教师80名"),
        (["市卫计委"], "市卫计委要选派医生60名"),
    ]


def test_a_list_goes_on_after_a_page_break_without_its_header() -> None:
    found = facts(
        extract,
        "序号\t重点任务\t牵头单位\t完成时限\n1\t推进学校结对工作\t市教育局\t9月底前",
        "2\t推进医院结对工作\t市卫健委\t全年",
    )
    assert columns(found, "number", "lead") == [(1, ["市教育局"]), (2, ["市卫健委"])]


def test_the_last_sentence_of_an_item_may_tell_its_duties() -> None:
    found = facts(
        extract,
        "（一）办好项目。8月底前全部开工。由市发展改革委牵头，市财政局配合。",
        "（二）办好教育医疗。继续结对共建。市教育局、市卫生健康委分别牵头。",
    )
    assert columns(found, "quote", "lead", "support") == [
        ("办好项目", ["市发展改革委"], ["市财政局"]),
        ("办好教育医疗", ["市教育局", "市卫生健康委"], None),
    ]


def test_the_line_below_an_item_tells_who_answers_for_its_figures() -> None:
    found = facts(
        targets.extract, "第一，同步教研。建设同步课堂5间。", "责任部门：教务处；协助部门：信息中心"
    )
    assert columns(found, "value", "lead", "support") == [(5, ["教务处"], ["信息中心"])]


@pytest.mark.parametrize("heading", ["四季度安排", "下月工作打算", "明年工作思路", "下一阶段重点工作"])
def test_a_report_tells_tasks_under_what_comes_next(heading: str) -> None:
    paper = (
        "某某市扶贫协作工作简报\n某某市扶贫协作办公室  2022年10月12日\n\n一、整体情况\n\n已完成投资120万元。\n\n"
        f"二、{heading}\n\n1.为两县各培训骨干30名。市教育局牵头，各区落实。\n"
    )
    read = context(paper)
    [task] = [fact.fields for fact in extract(read.document, read)]
    assert (task["lead"], task["support"]) == (["市教育局"], ["各区"])
