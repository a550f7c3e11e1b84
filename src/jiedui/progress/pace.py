"""What should be done by a day, and how a target stands against that. Pure functions over figures.

**Expected.** The share of a target due by the close of a day is 0 before the period and 1 at its end. In
between it grows evenly over working days, or, where milestones give shares for days in between, evenly over the
working days from one milestone to the next. A third course, last year's, is in :mod:`jiedui.progress.curves`.

**Status**, in this order (for more-is-better; less-is-better mirrors it):

1. *reached*: value ≥ target.
2. *out of reach*: the period is over; or the target is behind, at least a quarter of its working days are gone,
   even the best calendar month so far, repeated in every month left, would not reach it, and it lies above the
   forecast's range. Where nothing came yet, there is no range: three quarters of the days must be gone.
3. *behind*: value < 95 % of expected, and less than expected rounded down to whole steps of the indicator (so
   that "1 of 1.4 meetings" is not behind).
4. *ahead*: value > 105 % of expected, and more than expected rounded up to whole steps.
5. *on pace*: anything between.

Where less is better, a target is *reached* only when its period is over and was kept; it is *out of reach* as
soon as a flow is over its ceiling, for nothing given can be taken back.

A ratio does not build up: all of it is expected from the first day, and it is
*reached* or *out of reach* only when its period is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache

from jiedui.kernel.periods import Period
from jiedui.kernel.working_days import working_days
from jiedui.progress.enums import Status

TOLERANCE = Decimal("0.05")
EARLY, LATE = Decimal("0.25"), Decimal("0.75")
ZERO, ONE = Decimal(0), Decimal(1)

Point = tuple[date, Decimal]


def share_due(period: Period, on: date, milestones: Sequence[Point] = ()) -> Decimal:
    """The share of a target of ``period`` that should be done by the close of ``on``, 0 to 1.

    ``milestones`` are (day, share); a later one never asks for less than an earlier one.
    """
    return _share_due(period, on, tuple(milestones))


@lru_cache(maxsize=20_000)
def _share_due(period: Period, on: date, milestones: tuple[Point, ...]) -> Decimal:
    if on < period.first:
        return ZERO
    if on >= period.last:
        return ONE
    lower_day, lower = period.first - timedelta(days=1), ZERO
    for day, share in [*_rising(period, milestones), (period.last, ONE)]:
        if on < day:
            return lower + (share - lower) * _elapsed(Period(lower_day + timedelta(days=1), day), on)
        lower_day, lower = day, share
    return ONE


def _rising(period: Period, milestones: Sequence[Point]) -> list[Point]:
    rising: list[Point] = []
    highest = ZERO
    for day, share in sorted(milestones):
        if period.first <= day < period.last:
            highest = max(highest, share)
            rising.append((day, highest))
    return rising


def _elapsed(span: Period, on: date) -> Decimal:
    """The part of the span's working days that is over; of its calendar days where it has no working day."""
    if on < span.first:
        return ZERO
    total = working_days(span.first, span.last)
    if total:
        return Decimal(working_days(span.first, on)) / total
    return Decimal((on - span.first).days + 1) / span.days


def elapsed(period: Period, on: date) -> Decimal:
    """The part of the period's working days that is over by the close of ``on``, 0 to 1."""
    return share_due(period, on)


@dataclass(frozen=True, slots=True)
class Race:
    """The figures a status is judged from, all in the indicator's unit.

    ``baseline`` is where a stock stood before the period (0 for a flow). ``step`` is the smallest difference
    the indicator shows (1 for 0 decimals). ``best_month`` is the largest change in one calendar month so far,
    ``high`` the upper end of the forecast's range, if there is one.
    """

    value: Decimal
    target: Decimal
    baseline: Decimal
    due: Decimal
    elapsed: Decimal
    months_left: Decimal
    best_month: Decimal
    step: Decimal
    high: Decimal | None = None
    less_is_better: bool = False
    stock: bool = False
    ratio: bool = False

    @property
    def expected(self) -> Decimal:
        """What should be there by now."""
        return self.baseline + (self.target - self.baseline) * self.due

    @property
    def over(self) -> bool:
        """Whether the period has come to its end."""
        return self.months_left <= 0

    @property
    def pace(self) -> Decimal | None:
        """Value over expected (or the reverse where less is better); None where nothing is expected yet."""
        top, bottom = (self.expected, self.value) if self.less_is_better else (self.value, self.expected)
        return top / bottom if bottom > 0 else None

    @property
    def needed_per_month(self) -> Decimal | None:
        """What each month left must bring; None where it is reached or over."""
        missing = self.target - self.value
        if self.over or self.ratio or (missing <= 0 and not (self.less_is_better and self.stock)):
            return None
        return missing / self.months_left

    def status(self) -> Status:
        """The status, by the rules at the top of this module."""
        if self.less_is_better:
            return self._status_of_ceiling()
        if self.value >= self.target and (self.over or not self.ratio):
            return Status.REACHED
        if self.over:
            return Status.OUT_OF_REACH
        if self._is_behind(self.value, self.expected):
            return Status.OUT_OF_REACH if self._cannot_catch_up() else Status.BEHIND
        return Status.AHEAD if self._is_ahead(self.value, self.expected) else Status.ON_PACE

    def _is_behind(self, value: Decimal, expected: Decimal) -> bool:
        return value < expected * (ONE - TOLERANCE) and value < _to_step(expected, self.step, ROUND_FLOOR)

    def _is_ahead(self, value: Decimal, expected: Decimal) -> bool:
        return value > expected * (ONE + TOLERANCE) and value > _to_step(expected, self.step, ROUND_CEILING)

    def _cannot_catch_up(self) -> bool:
        if self.ratio:
            return False
        reachable = self.value + max(self.best_month, ZERO) * self.months_left
        if self.high is None:
            return self.elapsed >= LATE and reachable < self.target
        return self.elapsed >= EARLY and max(reachable, self.high) < self.target

    def _status_of_ceiling(self) -> Status:
        within = self.value <= self.target
        if self.over:
            return Status.REACHED if within else Status.OUT_OF_REACH
        if not (within or self.stock or self.ratio):
            return Status.OUT_OF_REACH
        # Spent faster than planned is behind; slower is ahead.
        if self._is_ahead(self.value, self.expected):
            return Status.BEHIND
        return Status.AHEAD if self._is_behind(self.value, self.expected) else Status.ON_PACE


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding) * step
