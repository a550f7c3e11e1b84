"""Named works with their place and sum."""

from jiedui.documents.extractors import tasks
from jiedui.documents.extractors.projects import extract
from tests.documents.extractors.papers import columns, facts


def test_a_work_with_a_place_or_a_sum_is_a_project() -> None:
    found = facts(
        extract,
        "安排资金600万元，新建卡若区第二中学。投资1.2亿元建设果蔬加工厂。实施丁青县人民医院综合楼建设项目。",
    )
    assert columns(found, "name", "place", "normalized") == [
        ("卡若区第二中学", "卡若区", 6000000),
        ("果蔬加工厂", None, 120000000),
        ("丁青县人民医院综合楼建设项目", "丁青县", None),
    ]


def test_examples_of_projects_are_projects() -> None:
    found = facts(extract, "同心实验学校、安居工程等民生类项目投入较大。")
    assert columns(found, "name") == [("同心实验学校",), ("安居工程",)]


def test_projects_in_general_are_none() -> None:
    assert facts(extract, "实施一批重点项目，搭建合作平台，投入资金300万元，建设20个项目。") == []


def test_a_table_of_projects_gives_each_with_its_place_and_sum() -> None:
    table = (
        "序号\t项目名称\t建设地点\t援助资金（万元）\t责任单位\n"
        "1\t第二小学教学楼\t江达县\t1,200\t市教育局\n"
        "2\t公安检查站\t卡若区\t400\t市公安局\n"
        "合计\t\t\t1,600\t"
    )
    found = facts(extract, table)
    assert columns(found, "name", "place", "normalized", "table_row") == [
        ("第二小学教学楼", "江达县", 12000000, True)
    ]
    assert facts(tasks.extract, table) == []
