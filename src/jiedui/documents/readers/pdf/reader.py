"""From the bytes of a PDF file to a document."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from jiedui.documents.blocks import Block, BlockKind, Document, Place, Row
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lines import heading_level
from jiedui.documents.readers.pdf.glyphs import Glyph, glyphs_of
from jiedui.documents.readers.pdf.order import PageLines, in_reading_order, without_running_heads
from jiedui.documents.readers.pdf.paragraphs import WHOLE, Part, joined, margins_of
from jiedui.documents.readers.pdf.rows import Line, lines_of
from jiedui.documents.readers.pdf.tables import Grid, grids_of, inside
from jiedui.documents.readers.text import table_block

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 3000
RUNNING_HEADS = "running_heads"
"""Code of what is left out; :func:`jiedui.documents.readers.describe_repair` has the words."""
PASSWORD_ERROR = 4


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF file with text.

    Raises UnreadableDocumentError: ``encrypted``, ``damaged``, ``too_many_pages``, or ``scanned`` where the pages
    are pictures.
    """
    pages, grids = _opened(data, name)
    if not grids and not any(page.lines for page in pages):
        raise UnreadableDocumentError("scanned", name)
    kept, left_out = without_running_heads(pages)
    assembly = _Assembly({page.number: (page.width, page.height) for page in kept})
    for content in _contents(kept, grids):
        assembly.take(content)
    repairs = (f"{RUNNING_HEADS}:{left_out}",) if left_out else ()
    return Document(name, MEDIA_TYPE, tuple(assembly.blocks), repairs, assembly.places)


def _opened(data: bytes, name: str) -> tuple[list[PageLines], list[Grid]]:
    try:
        opened = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        reason = "encrypted" if getattr(error, "err_code", None) == PASSWORD_ERROR else "damaged"
        raise UnreadableDocumentError(reason, str(error)) from error
    try:
        if len(opened) > MAX_PAGES:
            raise UnreadableDocumentError("too_many_pages", name)
        return _read_pages(opened, data)
    except PdfiumError as error:
        raise UnreadableDocumentError("damaged", str(error)) from error
    finally:
        opened.close()


def _read_pages(opened: Any, data: bytes) -> tuple[list[PageLines], list[Grid]]:
    pages: list[PageLines] = []
    grids: list[Grid] = []
    with pdfplumber.open(BytesIO(data)) as ruled:
        for number, page in enumerate(opened, start=1):
            glyphs = glyphs_of(page)
            found = grids_of(number, ruled.pages[number - 1], glyphs) if _is_ruled(page) else []
            ruled.pages[number - 1].close()
            grids += found
            free = _outside(glyphs, found)
            pages.append(PageLines(number, page.get_width(), page.get_height(), lines_of(number, free)))
            page.close()
    return pages, grids


def _is_ruled(page: Any) -> bool:
    """Whether a page has lines drawn on it: only there it is worth looking for tables."""
    drawn = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)
    return any(True for _ in drawn)


def _outside(glyphs: list[Glyph], grids: list[Grid]) -> Iterator[Glyph]:
    return (glyph for glyph in glyphs if not any(inside(glyph, grid.box) for grid in grids))


def _contents(pages: list[PageLines], grids: list[Grid]) -> Iterator[Part | Grid]:
    """Paragraphs and tables in the order in which they are read; a paragraph may go on over a page."""
    ordered = [(page.number, in_reading_order(page)) for page in pages]
    margins = margins_of([line for _number, lines in ordered for line in lines])
    waiting: list[Line] = []
    for number, lines in ordered:
        own = sorted((grid for grid in grids if grid.page == number), key=lambda grid: grid.box[1])
        for line in lines:
            while own and own[0].box[1] < line.top:
                yield from joined(waiting, margins)
                waiting = []
                yield own.pop(0)
            waiting.append(line)
        if own:
            yield from joined(waiting, margins)
            waiting = []
            yield from own
    yield from joined(waiting, margins)


class _Assembly:
    """Numbers lines and builds blocks of them; a table that goes on over a page is one table."""

    def __init__(self, sizes: dict[int, tuple[float, float]]) -> None:
        self._sizes = sizes
        self._line = 0
        self._last_grid: Grid | None = None
        self.blocks: list[Block] = []
        self.places: dict[int, Place] = {}

    def take(self, content: Part | Grid) -> None:
        if isinstance(content, Grid):
            self._table(content)
        else:
            self._paragraph(content)
            self._last_grid = None

    def _paragraph(self, part: Part) -> None:
        text, breaks = "", []
        for line in part.lines:
            breaks.append((len(text), self._place(line.page, (line.left, line.top, line.right, line.bottom))))
            text += line.text
        level = heading_level(text, WHOLE, whole=True)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        self.blocks.append(Block(len(self.blocks), kind, text, tuple(breaks), level))

    def _table(self, grid: Grid) -> None:
        rows = [self._row(grid, row) for row in grid.rows]
        last = self._last_grid
        if last and last.page + 1 == grid.page and len(last.rows[0]) == len(grid.rows[0]):
            before = self.blocks.pop().rows
            rows = [*before, *(rows[1:] if rows[0].cells == before[0].cells else rows)]
        self.blocks.append(table_block(len(self.blocks), rows))
        self._last_grid = grid

    def _row(
        self, grid: Grid, cells: tuple[tuple[str, tuple[float, float, float, float]] | None, ...]
    ) -> Row:
        boxes = [cell[1] for cell in cells if cell] or [grid.box]
        box = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        return Row(tuple(cell[0] if cell else "" for cell in cells), self._place(grid.page, box))

    def _place(self, page: int, box: tuple[float, float, float, float]) -> int:
        width, height = self._sizes[page]
        self._line += 1
        shares = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        left, top, right, bottom = (round(min(max(share, 0.0), 1.0), 4) for share in shares)
        self.places[self._line] = Place(page, (left, top, right, bottom))
        return self._line
