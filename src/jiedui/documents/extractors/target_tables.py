"""Targets in tables of figures: one row for each district or county, one column for each measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiedui.documents.blocks import Block, Row
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.flat import flatten
from jiedui.documents.numbers import parse_cell, plain
from jiedui.documents.structure import Context

TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总数|全市|全省|总 ?和)$")
_SERIAL = re.compile(r"^(?:序号|编号|No\.?)$", re.IGNORECASE)
_UNIT_ROW = re.compile(r"^(?:计量)?单位$")
_UNIT_IN_HEAD = re.compile(r"[（(](?:单位[:：])?([^（）()]{1,6})[）)]$")
_UNIT_CAPTION = re.compile(r"单位[:：]\s*([\u4e00-\u9fff%]{1,4})")
_LEAD = re.compile(r"^(?:牵头|责任|主责|主办)(?:单位|部门)$")
_SCALE = {"万": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6, "": 1}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its measure and unit, and the year its head names."""

    index: int
    measure: str
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table read as figures: where names stand, which columns hold figures, which rows hold data."""

    names: int
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    total: int | None


def lead_column(block: Block) -> int | None:
    """The column of a task table that names who leads."""
    if not block.rows:
        return None
    heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
    return next((at for at, head in enumerate(heads) if _LEAD.match(head)), None)


def is_figure_table(block: Block) -> bool:
    """Whether a table holds figures by row rather than text."""
    return read_table(block) is not None


def read_table(block: Block) -> FigureTable | None:
    """The table as figures, None where it is none."""
    first = next((at for at, row in enumerate(block.rows) if at and _numbers(row)), None)
    if first is None or len(block.rows) - first < 2:
        return None
    width = max(len(row.cells) for row in block.rows)
    data = range(first, len(block.rows))
    numeric = [at for at in range(width) if _mostly_numbers(block, data, at)]
    heads = [_head(block, first, at) for at in range(width)]
    numeric = [at for at in numeric if not _SERIAL.match(heads[at]) and not _is_serial(block, data, at)]
    if not numeric:
        return None
    names = next((at for at in range(width) if at not in numeric and _names_rows(block, data, at)), None)
    if names is None:
        return None
    columns = tuple(_column(block, first, at, heads[at]) for at in numeric if at > names)
    total = next((at for at in data if TOTAL.match(re.sub(r"\s", "", _cell(block.rows[at], names)))), None)
    rows = tuple(at for at in data if at != total and _cell(block.rows[at], names))
    return FigureTable(names=names, columns=columns, rows=rows, total=total) if columns and rows else None


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _numbers(row: Row) -> int:
    cells = [cell for cell in row.cells[1:] if cell.strip()]
    return sum(parse_cell(cell) is not None for cell in cells) if cells else 0


def _mostly_numbers(block: Block, data: range, at: int) -> bool:
    cells = [_cell(block.rows[row], at) for row in data]
    filled = [cell for cell in cells if cell and cell not in "-—/"]
    return len(filled) >= 2 and sum(parse_cell(cell) is not None for cell in filled) >= len(filled) * 0.8


def _is_serial(block: Block, data: range, at: int) -> bool:
    if at:
        return False
    values = [parse_cell(_cell(block.rows[row], at)) for row in data]
    return [value for value in values if value is not None][:3] == [Decimal(1), Decimal(2), Decimal(3)]


def _names_rows(block: Block, data: range, at: int) -> bool:
    cells = [_cell(block.rows[row], at) for row in data]
    return sum(bool(re.search(r"[\u4e00-\u9fff]", cell)) for cell in cells) >= len(cells) * 0.7


def _head(block: Block, first: int, at: int) -> str:
    """The heading of a column through all header rows; a merged cell to the left speaks for it, too."""
    parts: list[str] = []
    for row in block.rows[:first]:
        if _UNIT_ROW.match(re.sub(r"\s", "", _cell(row, 0))):
            continue
        words = re.sub(r"\s", "", _cell(row, at)) or _merged(row, at)
        if words and words not in parts:
            parts.append(words)
    return "".join(parts)


def _merged(row: Row, at: int) -> str:
    """The nearest filled cell to the left in the same header row."""
    return next(
        (
            re.sub(r"\s", "", row.cells[left])
            for left in range(min(at, len(row.cells)) - 1, 0, -1)
            if row.cells[left]
        ),
        "",
    )


def _column(block: Block, first: int, at: int, head: str) -> Column:
    unit = ""
    for row in block.rows[:first]:
        if _UNIT_ROW.match(re.sub(r"\s", "", _cell(row, 0))):
            unit = _cell(row, at)
    if found := _UNIT_IN_HEAD.search(head):
        unit, head = found[1], head[: found.start()]
    year = re.search(r"(20\d\d)年", head)
    return Column(index=at, measure=head, unit=unit, year=int(year[1]) if year else None)


def table_targets(context: Context, block: Block) -> Iterator[Fact]:
    """One fact for each figure of a table."""
    table = read_table(block)
    if table is None:
        return
    section = context.section(block.index)
    caption = _caption_unit(context, block)
    receivers = section_receivers(context, block)
    for at in (*table.rows, *([table.total] if table.total is not None else [])):
        row = block.rows[at]
        giver, receiver = _parties(context, _cell(row, table.names), total=at == table.total)
        for column in table.columns:
            value = parse_cell(_cell(row, column.index))
            if value is None:
                continue
            unit, scale, base = _unit(column.unit or caption or _guess(column.measure))
            fields = {
                "workstream": section.workstream
                if section.titled
                else context.workstream(block.index, column.measure),
                "measure": column.measure,
                "value": plain(value),
                "unit": unit,
                "normalized": plain(value * scale),
                "normalized_unit": base,
                "comparator": "=",
                "giver": giver or section.giver,
                "receiver": receiver or receivers,
                "year": column.year or section.year,
                "table_row": True,
                **({"parent": True} if at == table.total else {}),
            }
            text = "\t".join(row.cells)
            yield Fact(
                kind=FactKind.TARGET,
                fields={key: value for key, value in fields.items() if value not in (None, "", [])},
                quote=text,
                line=row.line,
                block=block.index,
                start=0,
                end=len(text),
                row=at,
            )


def _parties(context: Context, name: str, *, total: bool) -> tuple[str | None, str | None]:
    """Giver and receiver a row names: a district gives, a county elsewhere receives."""
    if total:
        return None, None
    bare = flatten(name).text
    places = context.parties.mentions(bare)
    if places and places[0].start == 0 and not places[0].giving:
        return None, places[0].label
    return (places[0].label if places and places[0].text == bare else bare), None


def section_receivers(context: Context, block: Block) -> str | list[str] | None:
    """The receivers that the targets of the same paper name, else the section's own."""
    section = context.section(block.index)
    base = section.number.split("-")[0]
    for other in context.document.blocks[: block.index]:
        there = context.section(other.index)
        if (
            other.rows
            or there.number.split("-")[0] != base
            or not re.search(r"目标", "".join(there.headings))
        ):
            continue
        view = context.flat(other).text
        places = [place for place in context.parties.mentions(view) if not place.giving]
        if re.search(r"\d", view) and places:
            return list(dict.fromkeys(place.label for place in places))
    if isinstance(section.receiver, tuple):
        return list(section.receiver)
    return section.receiver


def _caption_unit(context: Context, block: Block) -> str:
    """The unit stated above the table: 单位：万元."""
    for before in reversed(context.document.blocks[max(0, block.index - 2) : block.index]):
        if found := _UNIT_CAPTION.search(context.flat(before).text):
            return found[1]
    return ""


def _guess(head: str) -> str:
    """The unit a heading implies."""
    if re.search(r"人数|人口|人员|干部|人才", head):
        return "人"
    if re.search(r"人次", head):
        return "人次"
    return "个"


def _unit(unit: str) -> tuple[str, int, str]:
    unit = re.sub(r"\s", "", unit)
    found = re.match(r"(百万|[万亿千]?)(.+)", unit)
    scale, base = (found[1], found[2]) if found else ("", unit)
    return unit, _SCALE[scale], "人" if base in ("名", "位") else base
