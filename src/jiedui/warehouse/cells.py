"""What queries answer, in long form: one row a cell, pivoted by whoever shows it.

``unit``, ``giver`` and ``receiver`` are ids; None gathers what lies at no unit of the level asked for. ``period`` is
its first day; None stands for the whole span.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class UnitCell(NamedTuple):
    """What a unit gave or received."""

    indicator: int
    unit: int | None
    period: date | None
    value: Decimal
    entries: int


class PairCell(NamedTuple):
    """What one unit gave another."""

    indicator: int
    giver: int | None
    receiver: int | None
    period: date | None
    value: Decimal
    entries: int


class TimeCell(NamedTuple):
    """What was given in a period."""

    indicator: int
    period: date | None
    value: Decimal
    entries: int


class TopCell(NamedTuple):
    """A unit's place by value, from 1."""

    indicator: int
    unit: int
    place: int
    value: Decimal
    entries: int


class ShareCell(NamedTuple):
    """A unit's part of the whole."""

    indicator: int
    unit: int | None
    period: date | None
    value: Decimal
    whole: Decimal

    @property
    def share(self) -> Decimal | None:
        """0 to 1; None where there is no whole."""
        return self.value / self.whole if self.whole else None


class YearCell(NamedTuple):
    """A span and the same days a year before."""

    indicator: int
    unit: int | None
    value: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal | None:
        """0.1 for a tenth more; None where there was nothing before."""
        return (self.value - self.before) / self.before if self.before else None


class CountCell(NamedTuple):
    """How many distinct subjects, or the sum of the latest values."""

    indicator: int
    unit: int | None
    period: date | None
    value: Decimal | int


class MeanCell(NamedTuple):
    """The sum of shares and how many there are."""

    indicator: int
    unit: int | None
    period: date | None
    total: Decimal
    entries: int

    @property
    def mean(self) -> Decimal:
        """Their mean."""
        return self.total / self.entries
