"""A table as it was handed in, whatever the file: columns of raw cells, and where each cell stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


def column_letters(index: int) -> str:
    """``0`` is A, ``26`` is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``C5``; the row counted from 1, the column from 0, as in a spreadsheet."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class TemplateMark:
    """What the hidden sheet of a template says of it."""

    version: int
    template: str
    programme: str
    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that say something. ``numbers`` are their numbers in the sheet, ``columns`` as long as ``numbers``."""

    sheet: str
    header: tuple[str, ...]
    header_row: int
    numbers: Sequence[int]
    columns: Sequence[Sequence[Any]]
    mark: TemplateMark | None = None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.numbers)

    def address(self, row: int, column: int | None) -> str:
        """Where a cell stands, such as ``采购!C5``; the whole row without a column. ``row`` counts from 0."""
        number = self.numbers[row]
        cell = cell_name(number, column) if column is not None else str(number)
        return f"{self.sheet}!{cell}" if self.sheet else cell
