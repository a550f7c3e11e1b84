"""Small cells: in everything public, figures of one to four people are not told, nor what would give them away.

A cell is hidden when it is small. Where its row or column has a total, a single hidden cell could be reckoned from the
others; so in each such line at least two cells are hidden, and together they are no small cell themselves. Whoever
publishes a total publishes it over the true values.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

LEAST = 5
"""The smallest figure of people that may be told; nothing (0) may."""


def is_small(value: Decimal) -> bool:
    """Whether a figure of people could point at persons; a negative one, left by reversals, as well as a positive."""
    return 0 < abs(value) < LEAST


def hidden(cells: Mapping[tuple[R, C], Decimal]) -> frozenset[tuple[R, C]]:
    """The cells of a table that may not be told, where rows and columns have totals.

    Beside the small ones the least valuable others, until no line gives a hidden one away. A line too short for that is
    hidden whole; then its total may not be told either (:func:`hidden_totals`).
    """
    out = {place for place, value in cells.items() if is_small(value)}
    while more := next(_wanted(cells, out), None):
        out.add(more)
    return frozenset(out)


def hidden_totals(
    cells: Mapping[tuple[R, C], Decimal], out: frozenset[tuple[R, C]]
) -> tuple[frozenset[R], frozenset[C]]:
    """The rows and the columns whose totals may not be told: they are small, or would give away what is hidden."""
    rows = {row for row, _column in cells if _tells(_line(cells, 0, row), cells, out)}
    columns = {column for _row, column in cells if _tells(_line(cells, 1, column), cells, out)}
    return frozenset(rows), frozenset(columns)


def _line(cells: Mapping[tuple[R, C], Decimal], axis: int, key: Hashable) -> list[tuple[R, C]]:
    return [place for place in cells if place[axis] == key]


def _wanted(cells: Mapping[tuple[R, C], Decimal], out: set[tuple[R, C]]) -> Iterator[tuple[R, C]]:
    """In a line that gives something away, the cell to hide next."""
    for axis in (0, 1):
        for key in {place[axis]: None for place in cells}:
            line = _line(cells, axis, key)
            told = [place for place in line if place not in out and cells[place]]
            if told and _tells(line, cells, out):
                yield min(told, key=lambda place: abs(cells[place]))


def _tells(
    line: list[tuple[R, C]],
    cells: Mapping[tuple[R, C], Decimal],
    out: frozenset[tuple[R, C]] | set[tuple[R, C]],
) -> bool:
    """Whether the line's total, less what is told, gives a hidden cell away."""
    kept = [cells[place] for place in line if place in out]
    return bool(kept) and (len(kept) < 2 or abs(sum(kept, start=Decimal(0))) < LEAST)
