"""Tables of figures: merged heads, rows of units, totals, and whose row it is."""

from __future__ import annotations

from jiedui.documents.extractors import targets, tasks
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


def test_units_above_a_table_go_to_the_columns_they_fit() -> None:
    head = "佛山市2021年东西部协作情况\n助力凉山州。\n单位：万元、人、%\n"
    rows = "区\t财政资金\t支出率\t就业人数\n禅城区\t6000\t42.5\t40\n南海区\t9000\t51\t80\n"
    read = context(head + rows)
    found = [fact.fields for fact in targets.extract(read.document, read) if fact.fields.get("table_row")]
    assert [(f["normalized"], f["normalized_unit"]) for f in found[:3]] == [
        (60_000_000, "元"), (42.5, "%"), (40, "人"),
    ]  # fmt: skip


def test_a_merged_cell_of_who_leads_holds_below_and_the_first_column_names_the_field() -> None:
    rows = (
        "序号\t类别\t工作任务\t牵头单位\t配合单位\t完成时限",
        "1\t消费帮扶\t设立体验馆2个\t县商务委\t县供销社\t6月底",
        "2\t\t组织推介活动4次\t\t县妇联\t8月底",
        "3\t\t举办直播带货6场\t\t\t9月底",
    )
    read = context("石柱县2023年鲁渝协作任务清单\n淄博市帮扶石柱县。\n" + "\n".join(rows) + "\n")
    found = [*tasks.extract(read.document, read), *targets.extract(read.document, read)]
    told = {
        (f.fields["lead"][0], *f.fields["support"], f.fields["workstream"], f.row) for f in found if f.row
    }
    assert told == {
        ("县商务委", "县供销社", "消费扶贫", 1),
        ("县商务委", "县妇联", "消费扶贫", 2),
        ("县商务委", "县妇联", "消费扶贫", 3),
    }


def test_a_hospital_of_a_receiving_county_receives_whatever_its_column_is_called() -> None:
    head = "南京市第一医院集团帮扶商洛市县级医院\n2022年第三季度进展通报\n南京市支援商洛市洛南县、丹凤县。\n二、各院\n"
    rows = "成员\t去处\t手术（台）\n南京市江北医院\t洛南县医院\t214\n集团宿迁医院\t丹凤县医院\t73\n"
    read = context(head + rows)
    found = [fact.fields for fact in targets.extract(read.document, read) if fact.fields.get("table_row")]
    assert [(f["giver"], f["receiver"], f["value"]) for f in found] == [
        ("南京市江北医院", "洛南县医院", 214),
        ("集团宿迁医院", "丹凤县医院", 73),
    ]
