"""Cuts paragraphs that are longer than any paper's, so that a rule may look back and forth in a paragraph.

The longest paragraph of the official papers at hand has about 1,500 characters, and a sentence 400. What is
longer is a file without line ends, or no language at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.readers.repairs import CUT
from jiedui.documents.readers.text import table_block

MAX_COLUMNS = 200
"""No official table is wider; a damaged span must not make a row of millions."""
LONGEST = 4000
"""Characters of a paragraph or of a table's cell."""

_ENDS = re.compile(r"[。！？；\n]")


def in_measure(document: Document) -> Document:
    """The document with over-long paragraphs in pieces, cut after a sentence if they have one.

    What a cell has beyond the length follows its table as paragraphs, so that nothing is lost.
    """
    cut = [block for block in document.blocks if _longest(block) > LONGEST]
    if not cut:
        return document
    pieces = [piece for block in document.blocks for piece in _pieces(block)]
    blocks = tuple(replace(piece, index=index) for index, piece in enumerate(pieces))
    return replace(document, blocks=blocks, repairs=(*document.repairs, f"{CUT}:{len(cut)}"))


def _longest(block: Block) -> int:
    if block.kind is BlockKind.TABLE:
        return max((len(cell) for row in block.rows for cell in row.cells), default=0)
    return len(block.text)


def _pieces(block: Block) -> Iterator[Block]:
    if _longest(block) <= LONGEST:
        yield block
    elif block.kind is BlockKind.TABLE:
        rows = [Row(tuple(_first(cell) for cell in row.cells), row.line) for row in block.rows]
        yield table_block(block.index, rows)
        yield from _rest(block)
    else:
        for start, end in _spans(block.text):
            yield _part(block, start, end)


def _first(cell: str) -> str:
    """What of a cell stays in its table."""
    return cell[: next(_spans(cell))[1]]


def _rest(table: Block) -> Iterator[Block]:
    """What the cells of a table have beyond the length, as paragraphs on the lines of their rows."""
    for row in table.rows:
        for cell in row.cells:
            for start, end in islice(_spans(cell), 1, None):
                yield Block(table.index, BlockKind.PARAGRAPH, cell[start:end], ((0, row.line),))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > LONGEST:
        ends = [found.end() for found in _ENDS.finditer(text, start, start + LONGEST)]
        end = ends[-1] if ends else start + LONGEST
        yield start, end
        start = end
    yield start, len(text)


def _part(block: Block, start: int, end: int) -> Block:
    first = max(bisect_right(block.breaks, (start, 1 << 60)) - 1, 0)
    inside = [(offset - start, line) for offset, line in block.breaks if start < offset < end]
    return replace(block, text=block.text[start:end], breaks=((0, block.breaks[first][1]), *inside))
