"""The order in which the lines of a page are read, and what of them is not part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jiedui.documents.readers.pages.lines import Line, PageLines

EDGE = 0.12
"""Running heads and page numbers stand within this share of the page's height from its edges."""
_DASH = r"[—\-–·\s]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}(?:第\s*)?\d{{1,4}}(?:\s*[/／]\s*\d{{1,4}})?(?:\s*页)?(?:\s*[,，]?\s*共\s*\d{{1,4}}\s*页)?{_DASH}"
)
_DIGITS = re.compile(r"\d+")


def without_running_heads(pages: Sequence[PageLines]) -> tuple[list[PageLines], int]:
    """The pages without page numbers and heads that repeat, and how many lines were left out."""
    seen = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _at_edge(page, line)}
    )
    often = max(3, len(pages) // 2)
    kept, left_out = [], 0
    for page in pages:
        lines = [
            line
            for line in page.lines
            if not (_at_edge(page, line) and (_is_number(line) or seen[_key(line)] >= often))
        ]
        left_out += len(page.lines) - len(lines)
        kept.append(replace(page, lines=lines))
    return kept, left_out


def _at_edge(page: PageLines, line: Line) -> bool:
    return line.middle < page.height * EDGE or line.middle > page.height * (1 - EDGE)


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text))


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def in_reading_order(page: PageLines) -> list[Line]:
    """Columns one after the other where a gutter runs through most of the page; else from the top down.

    Lines that cross the gutter (a title over both columns) part the page into bands.
    """
    gutter = _gutter(page)
    if gutter is None:
        return page.lines
    ordered: list[Line] = []
    band: list[Line] = []
    for line in page.lines:
        if line.left < gutter < line.right:
            ordered += [*_columns(band, gutter), line]
            band = []
        else:
            band.append(line)
    return [*ordered, *_columns(band, gutter)]


def _columns(band: Iterable[Line], gutter: float) -> list[Line]:
    placed = [replace(line, column=2 if line.left >= gutter else 1) for line in band]
    return sorted(placed, key=lambda line: line.column)


def _gutter(page: PageLines) -> float | None:
    """Where a column begins to the right: many lines start there, and as many end before it."""
    right = [line for line in page.lines if page.width * 0.4 < line.left < page.width * 0.7]
    if len(right) < 8 or len(right) < 0.35 * len(page.lines):
        return None
    edge = Counter(round(line.left / 4) for line in right).most_common(1)[0][0] * 4
    gutter = edge - 6.0
    crossing = sum(line.left < gutter < line.right for line in page.lines)
    before = sum(line.right <= gutter for line in page.lines)
    return gutter if crossing <= 0.2 * len(page.lines) and before >= 0.3 * len(page.lines) else None
