"""A read document: blocks of text and tables, each with its address in the source.

Every reader under ``readers/`` turns one file format into a :class:`Document`; every extractor under
``extractors/`` takes one. Addresses are 1-based: for text files the physical line, for Word files the
paragraph or table row counted through the body, for PDF files the line counted through all pages, for workbooks
the row counted through all sheets. Where a format has pages, ``places`` leads from an address to the spot on its page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page's width and height."""


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells as written (a cell merged downward repeats as ``""``)."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph (hard-wrapped source lines joined) or a table.

    ``breaks`` holds ``(offset, line)`` pairs in ascending offset: from that offset of ``text`` on, the
    characters stand on that line of the source. ``level`` is the heading level (1 = title of a document or
    annex, 2 = 一、, 3 = （一）, 4 = 1.), 0 for anything else.
    """

    index: int
    kind: BlockKind
    text: str
    breaks: tuple[tuple[int, int], ...]
    level: int = 0
    rows: tuple[Row, ...] = ()

    @property
    def line(self) -> int:
        """The line on which the block begins."""
        return self.breaks[0][1]

    def line_at(self, offset: int) -> int:
        """The source line of the character at ``offset`` of ``text``."""
        at = bisect_right(self.breaks, (offset, 1 << 60)) - 1
        return self.breaks[max(at, 0)][1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its page (or sheet) from 1, and the box around it where the format has one.

    ``confidence``: how sure the recognition of a picture is of its characters, from 0 to 1; 1 where they were typed.
    """

    page: int
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page as its places are meant: its size in any unit, turned ``angle`` degrees clockwise from the file."""

    width: float
    height: float
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader saw it."""

    name: str
    media_type: str
    blocks: tuple[Block, ...]
    repairs: tuple[str, ...] = field(default=())
    """What the reader put right on the way (joined lines, look-alike characters), never silently."""

    places: Mapping[int, Place] = field(default_factory=dict)
    """Where each line stands on its page, for formats that have pages."""

    pages: tuple[PageShape, ...] = field(default=())
    """The pages, in order, where the format has pages that can be shown."""

    def tables(self) -> Iterator[Block]:
        """The table blocks in order."""
        return (block for block in self.blocks if block.kind is BlockKind.TABLE)
