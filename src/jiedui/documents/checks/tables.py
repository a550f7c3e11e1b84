"""Tables: the total row against the columns, and pairing rows against the division codes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiedui.documents.blocks import Block, Row
from jiedui.documents.extractors.target_tables import caption_unit
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.figure_tables import Column, FigureTable, read_table
from jiedui.documents.figures import plain
from jiedui.documents.numbers import parse_cell
from jiedui.documents.pairing_tables import PairingRow, is_pairing_table, pairing_rows
from jiedui.documents.structure import Context


def table_totals(context: Context) -> Iterator[Discrepancy]:
    """One finding for each column of a table that has a total row."""
    for block in context.document.tables():
        table = read_table(block)
        if table is None or table.total is None:
            continue
        for column in table.columns:
            if _adds_up(column) and (found := _column_total(context, block, table, column)):
                yield found


def _adds_up(column: Column) -> bool:
    """Whether the figures of a column have a sum at all; shares and rates have none."""
    return column.unit != "%" and not column.measure.endswith(("率", "占比", "比例"))


def _column_total(context: Context, block: Block, table: FigureTable, column: Column) -> Discrepancy | None:
    rows = [block.rows[at] for at in table.rows]
    values = [value for row in rows if (value := _value(row, column)) is not None]
    last = block.rows[table.total or 0]
    stated = _value(last, column)
    if stated is None or not values:
        return None
    total = sum(values, Decimal(0))
    return Discrepancy(
        code="table_total",
        severity="ok" if total == stated else "error",
        params={
            "table": context.section(block.index).annex,
            "measure": column.measure,
            "rows": len(values),
            "sum": plain(total),
            "total": plain(stated),
            "difference": plain(total - stated),
            "unit": column.unit or caption_unit(context, block),
        },
        places=(Place(last.line, "\t".join(last.cells)), Place(rows[0].line, "\t".join(rows[0].cells))),
        choices=() if total == stated else ("parts", "total", "both"),
    )


def _value(row: Row, column: Column) -> Decimal | None:
    return parse_cell(row.cells[column.index]) if column.index < len(row.cells) else None


def displaced_cells(context: Context) -> Iterator[Discrepancy]:
    """Rows of a pairing table whose prefecture does not fit the county, put right from the codes."""
    for block in context.document.tables():
        if not is_pairing_table(context, block):
            continue
        for row in pairing_rows(context, block):
            if row.displaced:
                yield _displaced(block, row)


def _displaced(block: Block, row: PairingRow) -> Discrepancy:
    return Discrepancy(
        code="displaced_cell",
        severity="warning",
        params={
            "county": row.division.name if row.division else row.receiver,
            "stated": row.stated_prefecture,
            "prefecture": row.prefecture,
            "province": row.province,
            "code": row.division.code if row.division else "",
        },
        places=(Place(row.line, "\t".join(block.rows[row.index].cells).strip("\t")),),
        choices=(),
    )
