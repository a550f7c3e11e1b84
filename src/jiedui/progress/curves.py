"""How a target is expected to fill: along its milestones, evenly over working days, or as last year went.

**As last year went.** What stood at the close of the same day a year ago, as a share of what last year came to in
the end. Both are of the target's own unit and receiver. Calendar days are held against calendar days, for seasons keep
to them; the last day of February against the last day of February. The curve never falls: where last year did, it is
the least that stood at the end of a later month.

Last year gives no course where it had fewer than ``FEWEST`` entries, came to nothing, began before the programme, or
where the target runs for more than a year. Such a target grows evenly over working days, and its standing says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from jiedui.kernel.periods import Period, month_end, month_ends, period_before, year_before
from jiedui.ledger.series import Series
from jiedui.plans.enums import Course
from jiedui.plans.models import Target
from jiedui.progress.enums import Basis
from jiedui.progress.pace import Point, share_due

FEWEST = 12
"""Entries last year must have had: one a month on average."""
LONGEST = 366
ZERO, ONE = Decimal(0), Decimal(1)


class LastYear:
    """The share of last year's whole that stood at the close of each of its days, from 0 to 1 and never falling."""

    def __init__(self, series: Series, period: Period) -> None:
        self.series, self.period = series, period
        self.baseline = series.before(period.first)
        self.whole = self._stood(period.last)
        self.entries = series.over(period.first, period.last).entries
        self._months: dict[date, list[Decimal]] = {}

    @property
    def followable(self) -> bool:
        """Whether there is enough of it to follow."""
        return self.entries >= FEWEST and self.whole > 0

    def share(self, day: date) -> Decimal:
        """What stood at the close of a day of last year, over the whole."""
        if day < self.period.first:
            return ZERO
        if day >= self.period.last:
            return ONE
        end = min(month_end(day), self.period.last)
        if day == end:
            return self._ends[end]
        return self._month(end)[day.day - max(end.replace(day=1), self.period.first).day]

    def _stood(self, day: date) -> Decimal:
        return self.series.at(self.period.first, day).value - self.baseline

    @cached_property
    def _ends(self) -> dict[date, Decimal]:
        """The share at each month's end."""
        ends = list(month_ends(self.period.first, self.period.last))
        return dict(zip(ends, self._kept([self._stood(day) for day in ends]), strict=True))

    def _month(self, end: date) -> list[Decimal]:
        """The shares of the days of a month, made when first asked for."""
        if end not in self._months:
            first = max(end.replace(day=1), self.period.first)
            days = [first + timedelta(days=n) for n in range((end - first).days + 1)]
            before = self._ends.get(first - timedelta(days=1), ZERO)
            kept = self._kept([self._stood(day) for day in days])
            self._months[end] = [min(max(share, before), self._ends[end]) for share in kept]
        return self._months[end]

    def _kept(self, stood: Sequence[Decimal]) -> list[Decimal]:
        """Each as a share of the whole, and no more than any that comes after it."""
        least = list(accumulate(reversed(stood), min))
        return [min(max(value / self.whole, ZERO), ONE) for value in reversed(least)]


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of a target of ``period`` that should be done by the close of each day."""

    period: Period
    basis: Basis
    points: tuple[Point, ...] = ()
    last_year: LastYear | None = None

    def share(self, on: date) -> Decimal:
        """0 before the period, 1 at its end."""
        if self.last_year is None or not self.period.first <= on < self.period.last:
            return share_due(self.period, on, self.points)
        return self.last_year.share(year_before(on))

    def day(self, share: Decimal) -> date | None:
        """The first day at whose close this share should be done; None for more than the whole."""
        if share > ONE:
            return None
        days = range(self.period.days)
        at = bisect_left(days, share, key=lambda day: self.share(self.period.first + timedelta(days=day)))
        return self.period.first + timedelta(days=min(at, self.period.days - 1))


def curve_of(target: Target, series: Series, milestones: Sequence[Point], since: date = date.min) -> Curve:
    """Milestones come first, then what the indicator says; ``since`` is the programme's first day."""
    period = Period(target.starts_on, target.ends_on)
    if milestones:
        return Curve(period, Basis.MILESTONES, tuple(milestones))
    if target.indicator.course != Course.LAST_YEAR or series.is_ratio:
        return Curve(period, Basis.WORKING_DAYS)
    before = period_before(period)
    if period.days <= LONGEST and before.first >= since:
        last_year = LastYear(series, before)
        if last_year.followable:
            return Curve(period, Basis.LAST_YEAR, last_year=last_year)
    return Curve(period, Basis.UNFOLLOWED)
