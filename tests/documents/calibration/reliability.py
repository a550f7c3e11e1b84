"""Whether facts shown at 90 % are right nine times in ten: shares in bins, with what was found and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
Z = 1.96
"""For an interval that holds the truth 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of one group in a paper that was left out, and the share that the other papers give them."""

    share: float
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts shown at shares from ``low`` up to ``high``: their mean share, and how many were right."""

    low: float
    high: float
    of: int
    right: int
    shown: float

    @property
    def found(self) -> float:
        """The share that was right."""
        return self.right / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the share that was right."""
        return wilson(self.right, self.of)


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % probability, by so many of so many."""
    share = right / of
    middle = share + Z * Z / (2 * of)
    half = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return (middle - half) / whole, (middle + half) / whole


def bins(told: Iterable[Told]) -> list[Bin]:
    """The shares in bins; empty ones are left out."""
    listed = list(told)
    found = []
    for low, high in pairwise(EDGES):
        inside = [one for one in listed if low <= one.share < high]
        if of := sum(one.right + one.wrong for one in inside):
            shown = sum(one.share * (one.right + one.wrong) for one in inside) / of
            found.append(Bin(low, high, of, sum(one.right for one in inside), shown))
    return found


def gap(found: list[Bin]) -> float:
    """How far shares lie from what was found, on the average of all facts."""
    return sum(one.of * abs(one.shown - one.found) for one in found) / sum(one.of for one in found)
