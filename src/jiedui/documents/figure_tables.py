"""Tables of figures: which columns hold names, which figures of what, which rows hold data and which the total.

Headers may have several rows, a row of units and merged cells; names may be merged downward.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from jiedui.documents.blocks import Block, Row
from jiedui.documents.numbers import parse_cell

TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总数|全市|全省|总和)$")
_SERIAL = re.compile(r"^(?:序号|编号|No\.?)$", re.IGNORECASE)
_UNIT_ROW = re.compile(r"^(?:计量)?单位$")
"""What begins a row of units; 单位 also heads the column of the agencies, over measures and not over units."""
_UNIT_IN_HEAD = re.compile(r"[（(](?:单位[:：])?([^（）()]{1,6})[）)]")
_YEAR = re.compile(r"(20\d\d)年")
_NO_FIGURE = "-—/／"
_UNITS = re.compile(
    r"^(?:[百千万亿]*(?:元|人|人次|名|个|家|所|场|次|期|亩|户|吨|台|套|例|件|册|项|平方米|公里)|%)$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its measure and unit, and the year its head names."""

    index: int
    measure: str
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table read as figures; ``names`` are the columns with the names of a row."""

    names: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    total: int | None


def read_table(block: Block) -> FigureTable | None:
    """The table as figures, None where it is none."""
    first = next((at for at, row in enumerate(block.rows) if at and _numbers(row)), None)
    if first is None or len(block.rows) - first < 2:
        return None
    data = range(first, len(block.rows))
    width = max(len(row.cells) for row in block.rows)
    columns = [_column(block, first, at) for at in range(width) if _holds_figures(block, data, at)]
    columns = [column for column in columns if not _SERIAL.match(column.measure) and column.measure]
    columns = [column for column in columns if not (column.index == 0 and _counts_up(block, data, 0))]
    if not columns:
        return None
    names = tuple(at for at in range(columns[0].index) if _holds_names(block, data, at))
    rows = tuple(
        at for at in data if not is_total(block.rows[at]) and any(cell_of(block.rows[at], n) for n in names)
    )
    totals = [at for at in data if is_total(block.rows[at])]
    if not names or not rows:
        return None
    return FigureTable(names, tuple(columns), rows, totals[-1] if len(totals) == 1 else None)


def cell_of(row: Row, at: int) -> str:
    """The cell in a column, "" where the row is shorter."""
    return row.cells[at].strip() if at < len(row.cells) else ""


def figure_in(cell: str) -> Decimal | None:
    """The number of a cell, a share with its sign included (58.5%)."""
    return parse_cell(cell.rstrip("%％"))


def is_total(row: Row) -> bool:
    """Whether a row adds up the others."""
    return any(TOTAL.match(re.sub(r"\s", "", cell)) for cell in row.cells[:3])


def _numbers(row: Row) -> int:
    return sum(figure_in(cell) is not None for cell in row.cells[1:] if cell.strip())


def _holds_figures(block: Block, data: range, at: int) -> bool:
    cells = [cell for row in data if (cell := cell_of(block.rows[row], at)) and cell not in _NO_FIGURE]
    return len(cells) >= 2 and sum(figure_in(cell) is not None for cell in cells) >= len(cells) * 0.8


def _holds_names(block: Block, data: range, at: int) -> bool:
    """Whether a column holds words; merged cells leave gaps in it."""
    cells = [cell for row in data if (cell := cell_of(block.rows[row], at)) and not is_total(block.rows[row])]
    return bool(cells) and all(re.search(r"[\u4e00-\u9fff]", cell) and len(cell) <= 30 for cell in cells)


def _counts_up(block: Block, data: range, at: int) -> bool:
    """Whether a first column without a heading only numbers the rows."""
    values = [parse_cell(cell_of(block.rows[row], at)) for row in data]
    return [value for value in values if value is not None][:3] == [Decimal(1), Decimal(2), Decimal(3)]


def _column(block: Block, first: int, at: int) -> Column:
    """The column with its heading read through all header rows."""
    heads = [row for row in block.rows[:first] if not _is_unit_row(row)]
    unit = next((cell_of(row, at) for row in block.rows[:first] if _is_unit_row(row)), "")
    parts: list[str] = []
    for depth, row in enumerate(heads):
        words = re.sub(r"\s", "", cell_of(row, at))
        below = any(cell_of(lower, at) for lower in heads[depth + 1 :])
        words = words or (_left_of(row, at) if below else "")
        for found in _UNIT_IN_HEAD.finditer(words):
            if _UNITS.match(found[1]):
                unit, words = found[1], words.replace(found.group(), "")
        if words and words not in parts:
            parts.append(words)
    if not unit and _in_per_cent(block, first, at):
        unit = "%"
    measure = "".join(parts)
    year = _YEAR.search(measure)
    return Column(
        index=at, measure=measure, unit=re.sub(r"\s", "", unit), year=int(year[1]) if year else None
    )


def _in_per_cent(block: Block, first: int, at: int) -> bool:
    """Whether the cells of a column have their own sign."""
    return any(cell_of(row, at).endswith(("%", "％")) for row in block.rows[first:])


def _is_unit_row(row: Row) -> bool:
    first, *others = (re.sub(r"\s", "", cell) for cell in row.cells)
    told = [cell for cell in others if cell]
    return bool(_UNIT_ROW.match(first)) and sum(bool(_UNITS.match(cell)) for cell in told) * 2 > len(told)


def _left_of(row: Row, at: int) -> str:
    """The nearest filled cell to the left: the merged cell that covers this column."""
    return next(
        (words for left in range(at - 1, -1, -1) if (words := re.sub(r"\s", "", cell_of(row, left)))), ""
    )
