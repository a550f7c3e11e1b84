"""Tables of a page, found by their ruling (pdfplumber); their cells are read from our own characters."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from io import BytesIO
from types import TracebackType
from typing import Any

import pdfplumber

from jiedui.documents.readers.pages.lines import Cell, Grid, Span
from jiedui.documents.readers.pdf.glyphs import Glyph
from jiedui.documents.readers.pdf.rows import lines_of

UNRULED = "unread_tables"
"""Code of pages whose text was read but whose tables were not."""
FEWEST_RULES = 4
MOST_RULES = 4000
"""More is a drawing or a map; looking for tables in it would take minutes."""


class Ruling:
    """The ruled lines of a PDF file. ``unread`` counts the pages whose drawing the library cannot make out."""

    def __init__(self, data: bytes) -> None:
        self.unread = 0
        self._file: Any = None
        with contextlib.suppress(Exception):  # it raises whatever a broken object happens to break
            self._file = pdfplumber.open(BytesIO(data))

    def __enter__(self) -> Ruling:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def grids(self, number: int, glyphs: list[Glyph]) -> list[Grid]:
        """The tables of a page whose characters are ``glyphs``; none where its drawing cannot be made out."""
        try:
            page = self._file.pages[number - 1]
            found = _grids_of(number, page, glyphs)
            page.close()
        except Exception:
            self.unread += 1
            return []
        return found


def _grids_of(number: int, page: Any, glyphs: list[Glyph]) -> list[Grid]:
    if not FEWEST_RULES <= len(page.lines) + len(page.rects) + len(page.curves) <= MOST_RULES:
        return []
    grids = (_grid(number, table, glyphs) for table in page.find_tables())
    return [grid for grid in grids if grid is not None]


def inside(glyph: Glyph, box: Span) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (glyph.left + glyph.right) / 2, glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grid(number: int, table: Any, glyphs: list[Glyph]) -> Grid | None:
    """The table, unless it is but a frame around text (one cell)."""
    within = [glyph for glyph in glyphs if inside(glyph, table.bbox)]
    rows = tuple(
        tuple(Cell(_text(number, within, cell), cell) if cell else None for cell in row.cells)
        for row in table.rows
    )
    cells = [cell for row in rows for cell in row if cell]
    return Grid(number, table.bbox, rows) if len(cells) > 1 and any(cell.text for cell in cells) else None


def _text(number: int, glyphs: Iterable[Glyph], box: Span) -> str:
    lines = lines_of(number, (glyph for glyph in glyphs if inside(glyph, box)))
    return "".join(_joined(line.text) for line in lines).strip()


def _joined(text: str) -> str:
    """Lines of a cell follow one another; a Latin word keeps a blank behind it."""
    return f"{text} " if text[-1:].isascii() and text[-1:].isalpha() else text
