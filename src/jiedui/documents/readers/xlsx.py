"""Reads workbooks (.xlsx): each sheet is a title with the table under it; titles and notes above it are text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from jiedui.documents.blocks import Block, BlockKind, Document, Place, Row
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lines import Layout, heading_level
from jiedui.documents.readers.packages import inspect
from jiedui.documents.readers.repairs import HIDDEN_SHEETS
from jiedui.documents.readers.text import table_block

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELLS = 2_000_000
WHOLE = Layout(width=1000, wrapped=False)


def read_xlsx(data: bytes, name: str) -> Document:
    """The document in a workbook: visible sheets in their order; formulas speak by the values they last had.

    Raises UnreadableDocumentError: ``hostile``, ``damaged``, ``empty``, or ``too_large`` for too many cells.
    """
    inspect(data)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    except CalamineError as error:
        raise UnreadableDocumentError("damaged", str(error)) from error
    shown = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    walk = _Walk()
    for number, title in enumerate(shown, start=1):
        walk.sheet(number, title, _rows(workbook, title, name), several=len(shown) > 1)
    if not walk.blocks:
        raise UnreadableDocumentError("empty", name)
    hidden = len(workbook.sheet_names) - len(shown)
    repairs = (f"{HIDDEN_SHEETS}:{hidden}",) if hidden else ()
    return Document(name, MEDIA_TYPE, tuple(walk.blocks), repairs, walk.places)


def _rows(workbook: CalamineWorkbook, title: str, name: str) -> list[tuple[str, ...]]:
    try:
        sheet = workbook.get_sheet_by_name(title)
    except CalamineError as error:
        raise UnreadableDocumentError("damaged", str(error)) from error
    if sheet.height * sheet.width > MAX_CELLS:
        raise UnreadableDocumentError("too_large", name)
    return [tuple(_said(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False)]


def _said(cell: Any) -> str:
    """A cell as it is read aloud: whole numbers without a point, days as 2019-07-03."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return " ".join(str(cell).split())


class _Walk:
    """Counts the rows through all sheets; the count is their address."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places: dict[int, Place] = {}
        self._line = 0

    def sheet(self, number: int, title: str, rows: list[tuple[str, ...]], *, several: bool) -> None:
        """A sheet's blocks; its name speaks where there are several."""
        if not any(any(row) for row in rows):
            return
        if several:
            self._text(number, title, level=1)
        table: list[Row] = []
        for cells in [*rows, ()]:
            filled = [cell for cell in cells if cell]
            if len(filled) > 1:
                table.append(Row(cells, self._next(number)))
                continue
            self._close(table)
            table = []
            if filled:
                self._text(number, filled[0])
            elif cells:
                self._next(number)

    def _close(self, rows: list[Row]) -> None:
        if rows:
            self.blocks.append(table_block(len(self.blocks), list(_without_empty_columns(rows))))

    def _text(self, number: int, words: str, level: int | None = None) -> None:
        found = heading_level(words, WHOLE, whole=True) if level is None else level
        kind = BlockKind.HEADING if found else BlockKind.PARAGRAPH
        self.blocks.append(Block(len(self.blocks), kind, words, ((0, self._next(number)),), found))

    def _next(self, number: int) -> int:
        self._line += 1
        self.places[self._line] = Place(number)
        return self._line


def _without_empty_columns(rows: list[Row]) -> Iterator[Row]:
    used = [n for n in range(len(rows[0].cells)) if any(row.cells[n] for row in rows)]
    return (Row(tuple(row.cells[n] for n in used), row.line) for row in rows)
