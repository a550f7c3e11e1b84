"""Tables of a page, found by their ruling (pdfplumber); their cells are read from our own characters."""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from types import TracebackType
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from jiedui.documents.readers.pages.lines import Cell, Grid, Span
from jiedui.documents.readers.pdf.glyphs import Glyph, inside
from jiedui.documents.readers.pdf.rows import lines_of

FEWEST_RULES = 4
MOST_RULES = 4000
"""More is a drawing or a map; looking for tables in it would take minutes."""
RAISED = (
    PSException, PdfminerException, MalformedPDFException, struct.error, zlib.error,
    ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What the library raises where the objects it follows are not what they should be."""

Frame = tuple[Span, list[list[Span | None]]]
"""The box of a table and those of its cells, row by row."""


class UnruledError(Exception):
    """The drawing of a page cannot be made out."""


@contextlib.contextmanager
def _drawing() -> Iterator[None]:
    """Around calls of the library, and of nothing else: what is wrong with our own code is not hidden."""
    try:
        yield
    except RAISED as error:
        raise UnruledError from error


class Ruling:
    """The ruled lines of a PDF file. ``unread`` counts the pages whose drawing the library cannot make out."""

    def __init__(self, data: bytes) -> None:
        self.unread = 0
        self._file: Any = None
        with contextlib.suppress(UnruledError), _drawing():
            self._file = pdfplumber.open(BytesIO(data))

    def __enter__(self) -> Ruling:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with contextlib.suppress(UnruledError), _drawing():  # it reads every page in order to close it
                self._file.close()

    def grids(self, number: int, glyphs: list[Glyph]) -> list[Grid]:
        """The tables of a page whose characters are ``glyphs``; none where its drawing cannot be made out."""
        try:
            frames = self._frames(number)
        except UnruledError:
            self.unread += 1
            return []
        grids = (_grid(number, frame, glyphs) for frame in frames)
        return [grid for grid in grids if grid is not None]

    def _frames(self, number: int) -> list[Frame]:
        """The frames of the tables of a page. Raises UnruledError."""
        if self._file is None:
            raise UnruledError
        with _drawing():
            page = self._file.pages[number - 1]
            ruled = FEWEST_RULES <= len(page.lines) + len(page.rects) + len(page.curves) <= MOST_RULES
            tables = page.find_tables() if ruled else []
            frames = [(table.bbox, [row.cells for row in table.rows]) for table in tables]
            page.close()
        return frames


def _grid(number: int, frame: Frame, glyphs: list[Glyph]) -> Grid | None:
    """The table, unless it is but a frame around text (one cell)."""
    box, spans = frame
    within = [glyph for glyph in glyphs if inside(glyph, box)]
    rows = tuple(
        tuple(Cell(_text(number, within, cell), cell) if cell else None for cell in row) for row in spans
    )
    cells = [cell for row in rows for cell in row if cell]
    return Grid(number, box, rows) if len(cells) > 1 and any(cell.text for cell in cells) else None


def _text(number: int, glyphs: Iterable[Glyph], box: Span) -> str:
    lines = lines_of(number, (glyph for glyph in glyphs if inside(glyph, box)))
    return "".join(_joined(line.text) for line in lines).strip()


def _joined(text: str) -> str:
    """Lines of a cell follow one another; a Latin word keeps a blank behind it."""
    return f"{text} " if text[-1:].isascii() and text[-1:].isalpha() else text
