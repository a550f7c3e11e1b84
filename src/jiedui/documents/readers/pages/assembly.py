"""Lines and tables put in order, joined and numbered: the document on some pages."""

from __future__ import annotations

from collections.abc import Iterator

from jiedui.documents.blocks import Block, BlockKind, Document, PageShape, Place, Row
from jiedui.documents.readers.lines import heading_level
from jiedui.documents.readers.pages.lines import Cell, Grid, Line, PageLines, Span
from jiedui.documents.readers.pages.order import in_reading_order, without_running_heads
from jiedui.documents.readers.pages.paragraphs import WHOLE, Part, joined, margins_of
from jiedui.documents.readers.repairs import RUNNING_HEADS
from jiedui.documents.readers.text import table_block


def contents_of(pages: list[PageLines], grids: list[Grid]) -> Iterator[Part | Grid]:
    """Paragraphs and tables in the order in which they are read; a paragraph may go on over a page."""
    ordered = [(page.number, in_reading_order(page)) for page in pages]
    margins = margins_of([(page.width, lines) for page, (_, lines) in zip(pages, ordered, strict=True)])
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


class Assembly:
    """Numbers lines and builds blocks of them; a table that goes on over a page is one table."""

    def __init__(self, sizes: dict[int, tuple[float, float]]) -> None:
        self._sizes = sizes
        self._line = 0
        self._last_grid: Grid | None = None
        self.blocks: list[Block] = []
        self.places: dict[int, Place] = {}

    def take(self, content: Part | Grid) -> None:
        """The next block, in reading order."""
        if isinstance(content, Grid):
            self._table(content)
        else:
            self._paragraph(content)
            self._last_grid = None

    def _paragraph(self, part: Part) -> None:
        text, breaks = "", []
        for line in part.lines:
            box = (line.left, line.top, line.right, line.bottom)
            breaks.append((len(text), self._place(line.page, box, line.confidence)))
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

    def _row(self, grid: Grid, cells: tuple[Cell | None, ...]) -> Row:
        filled = [cell for cell in cells if cell]
        boxes = [cell.box for cell in filled] or [grid.box]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        box = (min(lefts), min(tops), max(rights), max(bottoms))
        sure = min((cell.confidence for cell in filled if cell.text), default=1.0)
        return Row(tuple(cell.text if cell else "" for cell in cells), self._place(grid.page, box, sure))

    def _place(self, page: int, box: Span, confidence: float) -> int:
        width, height = self._sizes[page]
        self._line += 1
        shares = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        left, top, right, bottom = (round(min(max(share, 0.0), 1.0), 4) for share in shares)
        self.places[self._line] = Place(page, (left, top, right, bottom), round(confidence, 3))
        return self._line


def document_of(
    name: str, media_type: str, pages: list[PageLines], grids: list[Grid], repairs: tuple[str, ...] = ()
) -> Document:
    """The document on these pages, without page numbers and running heads."""
    kept, left_out = without_running_heads(pages)
    assembly = Assembly({page.number: (page.width, page.height) for page in kept})
    for content in contents_of(kept, grids):
        assembly.take(content)
    told = (*repairs, f"{RUNNING_HEADS}:{left_out}") if left_out else repairs
    shapes = tuple(
        PageShape(round(page.width, 2), round(page.height, 2), round(page.angle, 2)) for page in kept
    )
    return Document(name, media_type, tuple(assembly.blocks), told, assembly.places, shapes)
