"""The issue as a paper: headings, paragraphs and tables, before it is Word or HTML. Both are made from this."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is 一、 in 黑体, level 2 （一） in 楷体; ``text`` carries its number."""

    level: int
    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``note`` is smaller and belongs to the table above it."""

    text: str
    note: bool = False
    kind: str = "paragraph"


class Align(StrEnum):
    """Where the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; the widths of a table add up to the type area's 156 mm."""

    header: str
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title above it; the header row is repeated on every page."""

    title: str
    columns: tuple[Column, ...]
    rows: list[list[str]]
    kind: str = "table"

    def cells(self) -> list[list[tuple[str, Column]]]:
        """Each row's cells with their columns, for templates."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """One issue ready to be set. ``marks`` stand on every page: draft, synthetic data."""

    masthead: str
    issue: str
    issuer: str
    dated: str
    title: str
    title_lines: list[str]
    language: str
    report_to: str
    copy_to: str
    printed: str
    marks: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
