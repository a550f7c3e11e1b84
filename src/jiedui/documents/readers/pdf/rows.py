"""Characters gathered into lines: what stands at one height, split where a gap is wider than words need."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from jiedui.documents.readers.pages.lines import Line
from jiedui.documents.readers.pdf.glyphs import Glyph

GAP = 1.25
"""A gap of so many letters parts two columns; those within a justified line are narrower than one."""


def lines_of(page: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a page, from the top down, those of one height from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.left)):
        if rows and _level(rows[-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [
        line for row in rows for run in _runs(sorted(row, key=lambda g: g.left)) if (line := _line(page, run))
    ]


def _level(row: list[Glyph], glyph: Glyph) -> bool:
    """Whether a character stands at the height of a row: it shares half of its height with the last one."""
    last = row[-1]
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    return shared > 0.5 * min(last.height, glyph.height)


def _runs(row: list[Glyph]) -> Iterable[list[Glyph]]:
    """The row cut where a gap is wide."""
    width = median(glyph.em for glyph in row)
    run: list[Glyph] = []
    edge = row[0].left
    for glyph in row:
        if run and glyph.left - edge > GAP * width:
            yield run
            run = []
        if run or not glyph.text.isspace():
            run.append(glyph)
            edge = glyph.right
    if run:
        yield run


def _line(page: int, run: list[Glyph]) -> Line | None:
    text = _spaced(run)
    ink = [glyph for glyph in run if not glyph.text.isspace()]
    if not text or not ink:
        return None
    return Line(
        page,
        text,
        min(g.left for g in ink),
        min(g.top for g in ink),
        max(g.right for g in ink),
        max(g.bottom for g in ink),
        median(g.em for g in ink),
    )


def _spaced(run: list[Glyph]) -> str:
    """The text with the blanks it was typed with; Latin words keep one where it is but seen."""
    pieces = [run[0].text]
    for before, glyph in pairwise(run):
        seen = glyph.left - before.right > 0.25 * before.em
        if seen and before.text.isascii() and glyph.text.isascii():
            pieces.append(" ")
        pieces.append(glyph.text)
    return " ".join("".join(pieces).split())
