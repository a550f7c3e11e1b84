"""Targets and actuals in prose: parties, measures, tense, duties, and what is left out."""

from __future__ import annotations

from typing import Any

from jiedui.documents.extractors import targets
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.proposals.measures import is_headcount_of_work
from tests.documents.samples import BULLETIN, PLAN, context

HEAD = "天津市对口支援工作领导小组\n天津市2020年对口支援工作方案\n一、目标\n"


def facts(text: str) -> list[Fact]:
    read = context(text)
    return list(targets.extract(read.document, read))


def told(text: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(fact.fields.get(name) for name in names) for fact in facts(HEAD + text)]


def test_a_list_by_district_gives_each_district_its_share() -> None:
    text = "消费帮扶总额达到5亿元以上，分解如下：滨海新区1.8亿元，津南区、北辰区各0.85亿元，和平区1.5亿元。"
    assert told(text, "giver", "normalized", "comparator", "measure") == [
        ("天津市", 500_000_000, ">=", "消费帮扶总额"),
        ("滨海新区", 180_000_000, "=", "消费帮扶总额"),
        ("津南区", 85_000_000, "=", "消费帮扶总额"),
        ("北辰区", 85_000_000, "=", "消费帮扶总额"),
        ("和平区", 150_000_000, "=", "消费帮扶总额"),
    ]


def test_figures_dealt_out_in_turn_go_to_the_giver_whose_turn_it_is() -> None:
    text = "安排援助资金3亿元，西青区、津南区分别承担1.2亿元、1.8亿元。"
    assert told(text, "giver", "value") == [("天津市", 3), ("西青区", 1.2), ("津南区", 1.8)]


def test_receivers_that_share_a_figure_separately_have_a_record_each() -> None:
    text = "为甘肃和青海分别选派专业技术人才5名。"
    assert told(text, "giver", "receiver", "value") == [("天津市", "甘肃省", 5), ("天津市", "青海省", 5)]


def test_a_count_of_counties_says_of_how_many_a_figure_holds() -> None:
    duties = "（市委组织部牵头，各区负责，前方工作机构配合）"
    text = f"为甘肃选派党政干部32名，其中省直机关2名，10个县各3名，援派时间3年。{duties}"
    read = facts(HEAD + text)
    assert [(fact.fields["value"], fact.fields.get("count"), fact.fields["receiver"]) for fact in read] == [
        (32, None, "甘肃省"),
        (2, None, "甘肃省直机关"),
        (3, 10, "甘肃10个县"),
    ]
    assert {tuple(fact.fields["lead"]) for fact in read} == {("市委组织部",)}
    assert {tuple(fact.fields["responsible"]) for fact in read} == {("各区",)}
    assert {tuple(fact.fields["support"]) for fact in read} == {("前方工作机构",)}
    assert {fact.fields["duration"] for fact in read} == {"3年"}
    assert read[2].quote == "10个县各3名"


def test_a_deadline_in_the_bracket_is_the_deadline_of_the_figure() -> None:
    text = "组织30家企业赴昌都考察对接。（市商务局负责，完成时限：2020年11月底）"
    assert told(text, "value", "receiver", "lead", "deadline", "year") == [
        (30, "昌都市", ["市商务局"], "2020-11-30", 2020)
    ]


def test_an_agency_or_an_enterprise_written_at_the_figure_gives() -> None:
    text = "培训干部1200人次，其中市人社局不少于300人次。蓝天集团投资2500万元建设加工厂。"
    assert told(text, "giver", "value") == [("天津市", 1200), ("市人社局", 300), ("蓝天集团", 2500)]


def test_amounts_per_head_and_shares_of_funds_are_rules_not_targets() -> None:
    text = "给予每个工作站10万元一次性补贴，到县资金50%以上用于产业项目，每人6000元助学金。"
    assert told(text, "value") == []


def test_nothing_is_taken_from_a_passage_outside_scope() -> None:
    assert told("选派党政干部94名，选派民警30名、辅警20名赴藏工作。", "value") == [(94,)]


def test_a_bulletin_tells_actuals_and_its_outlook_targets() -> None:
    read = facts(BULLETIN)
    assert [
        (fact.kind, fact.fields["value"], fact.fields["giver"], fact.fields["receiver"]) for fact in read
    ] == [
        (FactKind.ACTUAL, 4, "杭州市", "恩施州"),
        (FactKind.ACTUAL, 156, "杭州市", "恩施州"),
        (FactKind.ACTUAL, 3, "杭州市", "恩施州"),
        (FactKind.ACTUAL, 75, "杭州市", "恩施州"),
        (FactKind.ACTUAL, 5000, "上城区", "鹤峰县"),
        (FactKind.ACTUAL, 1200, "上城区", "鹤峰县"),
        (FactKind.TARGET, 5000, "杭州市", "恩施州"),
        (FactKind.TARGET, 10, "杭州市", "恩施州"),
    ]


def test_a_quote_is_copied_from_the_source_and_stands_at_its_span() -> None:
    read = context(PLAN)
    for fact in targets.extract(read.document, read):
        block = read.document.blocks[fact.block]
        source = block.text if fact.row is None else "\t".join(block.rows[fact.row].cells)
        assert source[fact.start : fact.end] == fact.quote


def test_a_task_table_gives_its_figures_the_lead_and_the_deadline_of_their_row() -> None:
    table = (
        "序号\t任务\t工作内容\t牵头单位\t完成时限\n"
        "1\t财政援助\t安排财政援助资金3亿元支持宁夏发展，其中西青区1亿元、津南区2亿元\t市财政局\t6月底\n"
    )
    assert told(table, "giver", "receiver", "value", "lead", "deadline") == [
        ("天津市", "宁夏", 3, ["市财政局"], "2020-06-30"),
        ("西青区", "宁夏", 1, ["市财政局"], "2020-06-30"),
        ("津南区", "宁夏", 2, ["市财政局"], "2020-06-30"),
    ]


def test_a_year_in_the_clause_is_the_year_of_its_target() -> None:
    assert told("支持和田地区，计划安排2021年资金6亿元，新建学校4所。", "value", "year") == [
        (6, 2021),
        (4, 2020),
    ]


def test_what_was_reached_is_stated_and_what_is_to_be_reached_is_a_minimum() -> None:
    done = facts(BULLETIN.replace("已到位财政帮扶资金4亿元", "已到位财政帮扶资金达到4亿元"))[0]
    assert (done.kind, done.fields["comparator"]) == (FactKind.ACTUAL, "=")
    assert told("财政帮扶资金达到4亿元。", "comparator") == [(">=",)]


def test_a_list_after_a_colon_counts_what_the_colon_announces() -> None:
    text = "下半年消费帮扶任务：西青区800万元；津南区950万元。支持10个村建设，每村安排资金200万元。"
    assert told(text, "giver", "value", "measure")[:2] == [
        ("西青区", 800, "消费帮扶任务"),
        ("津南区", 950, "消费帮扶任务"),
    ]
    assert told(text, "value", "per")[2:] == [(10, None), (200, "每村")]


def test_duties_told_by_the_sentence_go_with_its_figures() -> None:
    text = "由市教委牵头，市财政局、各区配合，选派教师40名。"
    assert told(text, "value", "lead", "support") == [(40, ["市教委"], ["市财政局", "各区"])]


def test_a_part_takes_the_verb_of_the_total_and_shares_its_group() -> None:
    text = "选派专业技术人才50名，其中教师30名、医生20名。"
    found = told(text, "measure", "value", "parent", "group")
    assert [one[:3] for one in found] == [
        ("选派专业技术人才", 50, True),
        ("选派教师", 30, None),
        ("选派医生", 20, None),
    ]
    assert len({one[3] for one in found}) == 1
    assert found[0][3]


def test_a_date_of_the_sentence_is_the_deadline_of_its_figures() -> None:
    text = "到2020年底，建成车间12个，新增岗位300个。10月底前引进企业8家。"
    assert told(text, "value", "deadline") == [
        (12, "2020-12-31"),
        (300, "2020-12-31"),
        (8, "2020-10-31"),
    ]


def test_money_in_general_is_named_by_what_it_serves() -> None:
    assert told("安排资金2000万元，完善敬老院配套设施建设。", "measure", "value") == [
        ("敬老院配套设施资金", 2000)
    ]


def test_a_column_of_target_values_is_read_with_the_task_beside_it() -> None:
    table = (
        "重点任务\t目标值\t责任单位\t配合单位\t完成时间\n"
        "举办招聘活动\t80场以上\t市人社局\t各区\t2020年12月\n"
        "建设车间\t≥25个\t市工信局\t—\t2020年9月底"
    )
    assert told("\n" + table, "measure", "value", "comparator", "lead", "deadline") == [
        ("举办招聘活动", 80, ">=", ["市人社局"], "2020-12"),
        ("建设车间", 25, ">=", ["市工信局"], "2020-09-30"),
    ]


def test_people_put_to_work_are_called_so_whatever_else_the_name_says() -> None:
    text = (
        "帮助农村劳动力来津就业4000人，其中脱贫人口1500人。解决300人就业。吸纳脱贫劳动力近80人就业。"
        "输转劳动力1326人（其中脱贫劳动力705人、残疾人12人）。培训务工人员90人。"
    )
    found = told(text, "measure", "value", "unit", "workstream")
    assert [one[1] for one in found] == [4000, 1500, 300, 80, 1326, 705, 12, 90]
    stated = [one[1] for one in found if is_headcount_of_work(one[0], one[2], one[3])]
    assert stated == [4000, 1500, 300, 80, 1326, 705, 12]


def test_a_plan_tells_what_an_earlier_year_did_and_a_report_what_should_have_been() -> None:
    text = "2019年投入资金6亿元，实施项目211个。2020年安排资金7亿元。"
    assert [(str(fact.kind), fact.fields["value"]) for fact in facts(HEAD + text)] == [
        ("actual", 6),
        ("actual", 211),
        ("target", 7),
    ]
    head = "天津市扶贫协作简报\n第3期\n2020年10月8日\n各区各部门：\n"
    report = f"{head}应选派干部60人，实际选派62人。完成投资5亿元，占计划的91.1%。"
    assert [(str(fact.kind), fact.fields["value"]) for fact in facts(report)] == [
        ("target", 60),
        ("actual", 62),
        ("actual", 5),
        ("actual", 91.1),
    ]


def test_what_follows_a_list_of_pairs_is_about_them_all() -> None:
    text = "甘肃省：西青区帮扶景泰县，津南区帮扶会宁县，年内建成工作室10个。全市新增企业20家。"
    found = told(text, "giver", "receiver", "value")
    assert [(giver, value) for giver, _, value in found] == [("天津市", 10), ("天津市", 20)]
    assert all(receiver not in ("景泰县", "会宁县") for _, receiver, _ in found)


def test_who_opens_the_sentence_acts_in_its_later_clauses() -> None:
    text = "西青区与景泰县召开会议，签订协议5份。西青区人民医院到景泰县人民医院帮扶，实施手术30台。"
    assert told(text, "giver", "value") == [("西青区", 5), ("西青区人民医院", 30)]


def test_a_district_no_table_knows_has_its_share_in_a_list() -> None:
    text = "消费帮扶任务为：西青区4200万元，津南区4100万元，海河园区3500万元。"
    assert told(text, "giver", "value") == [("西青区", 4200), ("津南区", 4100), ("海河园区", 3500)]


def test_those_named_before_so_many_are_not_all_who_act() -> None:
    text = "西青区、津南区等7个区与甘肃省结对，52个街道开展帮扶。"
    assert told(text, "giver", "value")[-1] == ("天津市", 52)


def test_receivers_dealt_out_in_turn_have_each_their_own_figure() -> None:
    text = "西青区、津南区各200万元，分别用于景泰县、会宁县。景泰县、会宁县支出率分别为48.3%和51.6%。"
    assert told(text, "giver", "receiver", "value") == [
        ("西青区", "景泰县", 200),
        ("津南区", "会宁县", 200),
        ("天津市", "景泰县", 48.3),
        ("天津市", "会宁县", 51.6),
    ]


def test_a_grant_for_each_is_a_rule_and_batches_are_no_figure() -> None:
    assert told("资助学生300名，每生每年资助3000元，教师40名分四批学习。", "value") == [(300,), (40,)]


def test_people_counted_by_their_kind_are_named_with_what_they_do() -> None:
    assert told("带动1.2万贫困人口脱贫。", "measure", "normalized") == [("带动贫困人口脱贫", 12000)]
