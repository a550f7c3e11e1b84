"""Thresholds a programme must keep."""

from jiedui.documents.extractors.rules import extract
from tests.documents.extractors.papers import columns, facts


def test_shares_and_floors_are_rules() -> None:
    found = facts(
        extract,
        "财政援助资金80%以上用于民生项目，县均资金不低于全国平均水平。帮扶时间一年以上的不少于25%，其余均为2个月以上。",
    )
    assert columns(found, "threshold", "unit", "comparator") == [
        (80, "%", ">="),
        ("全国平均水平", None, ">="),
        (25, "%", ">="),
        (2, "个月", ">="),
    ]


def test_a_subsidy_of_a_fixed_sum_is_a_rule_with_its_lead() -> None:
    found = facts(extract, "1.支持建站。给予每个服务站8万元一次性补贴。（市人社局牵头，各区配合）")
    assert columns(found, "normalized", "normalized_unit", "per", "lead", "support") == [
        (80000, "元", "每个服务站", ["市人社局"], ["各区"])
    ]


def test_two_standards_in_one_clause_are_two_rules() -> None:
    found = facts(extract, "限额标准分别高于国家标准的15%、25%。")
    assert columns(found, "threshold") == [(15,), (25,)]


def test_figures_to_be_reached_are_no_rules() -> None:
    assert facts(extract, "完成率达到95%，销售额增长不低于10%，选派医生不少于30名。") == []


def test_a_least_time_for_each_and_a_share_in_tenths() -> None:
    found = facts(extract, "接收医师进修，每人不少于3个月。教师任期不少于2年。服务期满一年的占三成以上。")
    assert columns(found, "threshold", "unit", "comparator") == [
        (3, "个月", ">="),
        (2, "年", ">="),
        (30, "%", ">="),
    ]
