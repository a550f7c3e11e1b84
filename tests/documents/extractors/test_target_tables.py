"""Tables of figures: merged heads, rows of units, totals, and whose row it is."""

from __future__ import annotations

from jiedui.documents.extractors import targets
from jiedui.documents.figure_tables import read_table
from tests.documents.samples import PLAN, context

TWO_HEADS = """佛山市2021年东西部协作任务分解表
助力凉山州乡村振兴。
责任单位	财政资金（万元）	选派人才（人）		消费帮扶
		党政干部	专业技术人才
单位	万元	人	人	万元
禅城区	6000	6	40	9000
南海区	15,000	12	80	20000
合计	21000	18	120	29000
"""


def test_a_head_of_two_rows_is_read_through_its_merged_cells() -> None:
    [table] = context(TWO_HEADS).document.tables()
    read = read_table(table)
    assert read is not None
    assert [(column.measure, column.unit) for column in read.columns] == [
        ("财政资金", "万元"), ("选派人才党政干部", "人"), ("选派人才专业技术人才", "人"), ("消费帮扶", "万元"),
    ]  # fmt: skip
    assert (read.rows, read.total) == ((3, 4), 5)


def test_each_figure_has_the_district_of_its_row_and_the_total_the_giver() -> None:
    read = context(TWO_HEADS)
    found = [fact.fields for fact in targets.extract(read.document, read)]
    assert [(f["giver"], f["receiver"], f["normalized"], f["normalized_unit"]) for f in found[4:6]] == [
        ("南海区", "凉山州", 150_000_000, "元"),
        ("南海区", "凉山州", 12, "人"),
    ]
    assert [(f["giver"], f["value"], f["parent"]) for f in found[8:]] == [
        ("佛山市", 21000, True), ("佛山市", 18, True), ("佛山市", 120, True), ("佛山市", 29000, True),
    ]  # fmt: skip


def test_merged_names_carry_down_and_counties_receive() -> None:
    read = context(PLAN)
    rows = [fact.fields for fact in targets.extract(read.document, read) if fact.fields.get("table_row")]
    assert [(f["giver"], f["receiver"], f["value"], f["unit"]) for f in rows] == [
        ("浦东新区", "弥渡县", 4200, "万元"),
        ("浦东新区", "福贡县", 5600, "万元"),
        ("闵行区", "昌宁县", 3900, "万元"),
        ("徐汇区", "屏边县", 4100, "万元"),
        ("上海市", "云南省", 17700, "万元"),
    ]
