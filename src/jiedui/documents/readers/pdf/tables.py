"""Tables of a page, found by their ruling (pdfplumber); their cells are read from our own characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jiedui.documents.readers.pages.lines import Cell, Grid, Span
from jiedui.documents.readers.pdf.glyphs import Glyph
from jiedui.documents.readers.pdf.rows import lines_of

FEWEST_RULES = 4


def grids_of(number: int, page: Any, glyphs: list[Glyph]) -> list[Grid]:
    """The tables of a pdfplumber page whose characters are ``glyphs``."""
    if len(page.lines) + len(page.rects) + len(page.curves) < FEWEST_RULES:
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
