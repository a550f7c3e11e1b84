"""Workbooks for tests, filled in as a clerk fills them in: with another program than the one that made them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from openpyxl import Workbook, load_workbook

from jiedui.ledger.intake import marks
from jiedui.ledger.intake.columns import sheet_columns
from jiedui.ledger.intake.template import template
from jiedui.ledger.kinds.fields import FieldSpec, Shape
from tests.conftest import World
from tests.ledger import acts

HEADINGS = [
    "采购日期",
    "采购单位",
    "供货方",
    "品名",
    "采购金额（万元）",
    "发票号",
    "凭证类型",
    "销售渠道",
    "产地",
    "帮扶单位",
    "名称",
]


def filled(world: World, kind: str, rows: Sequence[Mapping[str, Any]], language: str = "zh-hans") -> bytes:
    """The person's template with these rows: content as the services take it, units as they are called."""
    with translation.override(language):
        book = load_workbook(io.BytesIO(template(kind, world.programme, world.giver)))
        sheet = book.worksheets[0]
        for at, row in enumerate(rows, start=marks.HEADER_ROW + 1):
            for column, found in enumerate(sheet_columns(kind), start=2):
                value = row.get(found.name, row.get("detail", {}).get(found.name))
                if value is not None:
                    said = f"#{value}" if found.name == "project" else typed(value, found.spec)
                    write(sheet.cell(at, column), said)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write(cell: Any, value: Any) -> None:
    """What is typed stays text, also where it begins like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def typed(value: Any, spec: FieldSpec | None) -> Any:
    """A value as a clerk types it."""
    if spec is not None and spec.shape is Shape.CHOICE and spec.choices is not None:
        return str(spec.choices(value).label)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "\n".join(f"#{item}" if isinstance(item, int) else item for item in value)
    if isinstance(value, Decimal):
        return float(value)
    if spec is not None and spec.shape is Shape.DECIMAL:
        return float(value)
    return value


def purchase(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One purchase as a row: units by name, each with a voucher of its own."""
    detail = {**acts.DETAIL["purchase"], "voucher_number": f"NO.{number:05d}"}
    row: dict[str, Any] = {
        "title": f"食堂采购苹果{number}",
        "occurred_on": date(2019, 7, 3),
        "giver": "东城区",
        "receiver": "云岭县",
        "amount": Decimal("12000.50"),
        "quantity": Decimal("800"),
        "quantity_unit": "kg",
    }
    own = {name: changes.pop(name) for name in list(changes) if name in detail}
    return {**row, **changes, "detail": {**detail, **own}}


def own_ledger(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, *, above: int = 1) -> bytes:
    """A workbook in a unit's own layout, with titles above the header."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "采购"
    for _line in range(above):
        sheet.append(["2019年消费扶贫采购台账"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def own_row(number: int = 1, **changes: Any) -> list[Any]:
    """A row of the unit's own layout."""
    row = {
        "采购日期": "2019.7.3",
        "采购单位": "东城区机关食堂",
        "供货方": "云岭果业合作社",
        "品名": "花牛苹果",
        "采购金额（万元）": 1.20005,
        "发票号": f"NO.{number:05d}",
        "凭证类型": "发票",
        "销售渠道": "单位食堂",
        "产地": "云岭县",
        "帮扶单位": "东城区",
        "名称": f"食堂采购苹果{number}",
    } | changes
    return list(row.values())
