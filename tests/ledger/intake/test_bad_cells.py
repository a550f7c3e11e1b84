"""Cells that cannot be taken, told one by one with their address; and those that are understood all the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jiedui.ledger.intake.errors import RowsRefused
from jiedui.ledger.intake.report import Report
from jiedui.ledger.models import Entry, ImportBatch, ImportedRow
from jiedui.ledger.services import check_rows, commit_import
from tests.conftest import World
from tests.ledger.intake.broken import saved, template
from tests.ledger.intake.sheets import HEADINGS, own_ledger, own_row

OUTSIDE = (
    "The day lies outside the programme, 2019-01-01 to 2019-12-31.",
    "日期不在项目期间（2019-01-01 至 2019-12-31）内。",
)
TOO_LARGE = (
    "This number is too large. Use at most 15 digits, and check its unit.",
    "数字过大。最多 15 位，请检查单位。",
)


def checked(world: World, content: bytes) -> tuple[ImportBatch, Report]:
    handed = check_rows(
        actor=world.giver,
        programme=world.programme,
        kind="purchase",
        filename="采购.xlsx",
        content=content,
    )
    return handed.batch, Report.from_record(handed.batch.report)


CASES: dict[str, tuple[str, Any, tuple[str, str]]] = {
    "a day in words": (
        "C5",
        "昨天",
        (
            "“昨天” is not a day. Type for example 2019-07-03 or 2019.7.3.",
            "“昨天”不是日期，请按 2019-07-03 或 2019.7.3 的样式填写。",
        ),
    ),
    "a day with the year last": (
        "C5",
        "7/3/2019",
        (
            "“7/3/2019” is not a day. Type for example 2019-07-03 or 2019.7.3.",
            "“7/3/2019”不是日期，请按 2019-07-03 或 2019.7.3 的样式填写。",
        ),
    ),
    "a day that there is not": (
        "C5",
        "2019-02-30",
        (
            "“2019-02-30” is not a day. Type for example 2019-07-03 or 2019.7.3.",
            "“2019-02-30”不是日期，请按 2019-07-03 或 2019.7.3 的样式填写。",
        ),
    ),
    "the first day of the calendar": ("C5", datetime(1900, 1, 1), OUTSIDE),
    "the first day of the other calendar": ("C5", datetime(1904, 1, 1), OUTSIDE),
    "a negative amount": ("F5", -12000, ("Enter a number greater than 0.", "请填写大于 0 的数。")),
    "nothing": ("F5", 0, ("Enter a number greater than 0.", "请填写大于 0 的数。")),
    "a million million million": ("F5", 10**18, TOO_LARGE),
    "the same as text": ("F5", "1000000000000000000", TOO_LARGE),
    "a third of a cent": ("F5", 12.345, ("Use at most 2 decimal places.", "最多 2 位小数。")),
    "no number": (
        "F5",
        "若干",
        (
            "“若干” is not a number. Type for example 12,000.50 or 1.2亿.",
            "“若干”不是数字，请按 12,000.50 或 1.2亿 的样式填写。",
        ),
    ),
    "yes for a number": (
        "F5",
        True,
        (
            "“TRUE” is not a number. Type for example 12,000.50 or 1.2亿.",
            "“TRUE”不是数字，请按 12,000.50 或 1.2亿 的样式填写。",
        ),
    ),
    "a day for a number": (
        "F5",
        date(2019, 7, 3),
        (
            "This is a day, not a number. Format the cell as a number.",
            "这是日期，不是数字。请将单元格设为数字格式。",
        ),
    ),
    "nothing where something is needed": ("I5", None, ("This is required.", "此项必填。")),
    "blanks where something is needed": ("I5", "   ", ("This is required.", "此项必填。")),
    "an unknown unit": (
        "E5",
        "无此县",
        (
            "There is no unit called “无此县”. Choose from the list.",
            "没有名为“无此县”的单位，请从列表中选择。",
        ),
    ),
    "a choice of one's own": (
        "M5",
        "白条",
        (
            "Choose one of: 发票, 合同, 付款凭证, 平台订单, 结算单.",
            "可选：发票, 合同, 付款凭证, 平台订单, 结算单。",
        ),
    ),
    "a text that is too long": ("B5", "长" * 201, ("Use at most 200 characters.", "最多 200 个字符。")),
    "a number that stands twice": (
        "A5",
        "0001",
        (
            "The row number 0001 stands here a second time; it is in row 4, too.",
            "行编号 0001 重复，与第 4 行相同。",
        ),
    ),
    "a receiver of the giving side": (
        "E5",
        "西城区",
        (
            "The receiver must not be a unit of the giving side, 海州市.",
            "受援方不能是支援方（海州市）的单位。",
        ),
    ),
    "a giver of another's": (
        "D5",
        "西城区",
        (
            "You may not record for this unit. Choose one of your own units.",
            "您不能代该单位填报，请选择本单位。",
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_cell_is_told_with_its_address(case: str, world: World) -> None:
    cell, value, words = CASES[case]

    batch, report = checked(world, template(world, **{cell: value}))

    (found,) = report.errors
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(found.message)
    assert (found.address, tuple(said)) == (f"消费帮扶采购!{cell}", words)
    with pytest.raises(RowsRefused):
        commit_import(actor=world.giver, batch=batch)
    assert (Entry.objects.count(), ImportedRow.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cell", "value", "field", "meant"),
    [
        ("C5", "2019-07-04", "occurred_on", date(2019, 7, 4)),
        ("C5", "2019.7.4", "occurred_on", date(2019, 7, 4)),
        ("C5", "2019年7月4日", "occurred_on", date(2019, 7, 4)),
        ("C5", "２０１９．７．４", "occurred_on", date(2019, 7, 4)),
        ("C5", 20190704, "occurred_on", date(2019, 7, 4)),
        ("C5", datetime(2019, 7, 4, 16, 30), "occurred_on", date(2019, 7, 4)),
        ("F5", "１２，０００．５０", "amount", Decimal("12000.50")),
        ("F5", "1.2万", "amount", Decimal("12000")),
        ("F5", "¥ 12,000.50元", "amount", Decimal("12000.50")),
        ("F5", 0.1 + 0.2, "amount", Decimal("0.30")),
        ("G5", "８００", "quantity", Decimal("800")),
        ("E5", "Yunling", "receiver_id", "county"),
    ],
)
def test_what_can_be_read_only_one_way_is_taken(
    cell: str, value: Any, field: str, meant: Any, world: World
) -> None:
    batch, report = checked(world, template(world, **{cell: value}))

    commit_import(actor=world.giver, batch=batch)

    assert report.errors == ()
    second = Entry.objects.order_by("pk")[1]
    assert getattr(second, field) == (getattr(world, meant).pk if isinstance(meant, str) else meant)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_the_same_in_both_calendars(epoch: datetime | None, world: World) -> None:
    book = Workbook()
    if epoch is not None:
        book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append(own_row(1, 采购日期=date(2019, 7, 3), 销售渠道="食堂采购"))

    batch, _report = checked(world, saved(book))
    commit_import(actor=world.giver, batch=batch)

    assert Entry.objects.get().occurred_on == date(2019, 7, 3)


def test_a_bare_number_is_no_day(world: World) -> None:
    _batch, report = checked(world, own_ledger([own_row(1, 采购日期=43649, 销售渠道="食堂采购")]))

    (found,) = report.errors
    assert (found.address, found.message) == (
        "采购!A3",
        "“43649”是数字，不是日期。请将单元格设为日期格式，或填写如 2019-07-03。",
    )
