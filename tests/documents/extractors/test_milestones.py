"""Milestones by their dates."""

from jiedui.documents.extractors.milestones import extract
from tests.documents.extractors.papers import columns, facts


def test_a_dated_clause_is_a_milestone() -> None:
    found = facts(extract, "9月中旬，召开全市推进会议，通报进展。各县要在2020年7月底前完成协议签订工作。")
    assert columns(found, "text", "date", "date_from", "date_text") == [
        ("召开全市推进会议，通报进展", "2020-09-20", "2020-09-11", "9月中旬"),
        ("完成协议签订工作", "2020-07-31", None, "2020年7月底前"),
    ]


def test_a_share_to_be_reached_is_kept_with_it() -> None:
    found = facts(extract, "8月底，确保实现任务过半。11月底，实现资金拨付进度达到95%。")
    assert columns(found, "date", "value", "comparator") == [
        ("2020-08-31", "50%", ">="),
        ("2020-11-30", "95%", ">="),
    ]


def test_a_meeting_after_a_dated_sentence_takes_its_date() -> None:
    found = facts(extract, "10月中旬，确保任务过半。召开全市点评会，通报情况。")
    assert columns(found, "date") == [("2020-10-20",), ("2020-10-20",)]


def test_deadlines_of_duties_rhythms_and_the_past_are_no_milestones() -> None:
    found = facts(
        extract,
        "1.建立台账。（市商务局负责，完成时限：6月底）",
        "每月5日前反馈进展。各单位制定方案，4月底前报送市协作办。从5月开始，组织活动。",
        "（一）2020年5月至7月，组织专场活动。",
    )
    assert found == []


def test_numbered_dates_and_several_in_one_sentence() -> None:
    found = facts(
        extract,
        "1.3月底前，召开年度工作会议。",
        "2.6月底前完成人选考察，8月底前完成人员轮换。",
        "3.12月，开展考核评估。",
    )
    assert columns(found, "text", "date") == [
        ("召开年度工作会议", "2020-03-31"),
        ("完成人选考察", "2020-06-30"),
        ("完成人员轮换", "2020-08-31"),
        ("开展考核评估", "2020-12"),
    ]


REPORT = "海州市2020年工作总结\n\n一、主要成效\n\n6月底前完成投资3亿元。\n\n二、2021年工作打算\n\n{}\n"


def test_a_report_has_milestones_in_what_comes_next_and_in_the_year_it_names() -> None:
    found = facts(extract, "3月底前编制完成协作规划，6月底前召开联席会议。", paper=REPORT)
    assert columns(found, "text", "date") == [
        ("编制完成协作规划", "2021-03-31"),
        ("召开联席会议", "2021-06-30"),
    ]


def test_a_schedule_and_what_must_be_reached_after_a_duty_are_milestones() -> None:
    found = facts(
        extract,
        "（一）4月15日前，各区上报名单。",
        "市商务局负责项目实施，确保12月底前支出率不低于90%。",
        "由市数据局负责，9月底前建成1个试点。",
    )
    assert columns(found, "date") == [("2020-04-15",), ("2020-12-31",), ("2020-09-30",)]


def test_the_meeting_that_minutes_are_of_is_no_milestone() -> None:
    assert facts(extract, "2020年5月16日，两市召开联席会议。现将议定事项纪要如下：") == []


def test_each_row_of_a_table_of_times_is_done_by_the_end_of_its_time() -> None:
    table = (
        "时间\t主要工作\t量化要求\n2020年3月至5月\t签订协议\t—\n"
        "2020年6月至11月\t全面实施\t完成9个报告\n2020年12月\t总结评估\t—\n"
    )
    assert columns(facts(extract, "\n\n" + table), "text", "date", "date_text") == [
        ("签订协议", "2020-05-31", "2020年3月至5月"),
        ("全面实施", "2020-11-30", "2020年6月至11月"),
        ("总结评估", "2020-12-31", "2020年12月"),
    ]


def test_a_table_that_gives_duties_is_no_schedule() -> None:
    table = "时间\t工作任务\t牵头单位\n2020年3月至5月\t签订协议\t市教委\n2020年6月至11月\t全面实施\t市教委\n"
    assert facts(extract, "\n\n" + table) == []


def test_a_share_due_by_the_half_year_and_work_within_a_month() -> None:
    found = facts(extract, "财政援助资金上半年拨付80%。聘请第三方于11月对资金使用情况开展审计。")
    assert columns(found, "date", "date_text") == [("2020-06-30", "上半年"), ("2020-11", "11月")]


def test_a_stage_over_months_is_to_be_done_by_the_end_of_the_last() -> None:
    found = facts(extract, "第二阶段（4月—10月）：全面实施各项任务，7月中旬开展中期评估。")
    assert columns(found, "text", "date", "date_text") == [
        ("全面实施各项任务", "2020-10-31", "4月—10月"),
        ("开展中期评估", "2020-07-20", "7月中旬"),
    ]
