"""Spans of days and months. A period holds both its ends."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``first`` to ``last``, both included. Raises ValueError where it would end before it starts."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after the day it starts")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last - self.first).days + 1


def month_of(day: date) -> Period:
    """The calendar month ``day`` lies in."""
    first = day.replace(day=1)
    return Period(first, month_end(first))


def month_end(day: date) -> date:
    """The last day of ``day``'s month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    """The first day of the month after ``day``'s."""
    return month_end(day) + timedelta(days=1)


def month_ends(first: date, last: date) -> Iterator[date]:
    """The ends of the months from ``first`` to ``last``; the last one is ``last`` itself."""
    day = first
    while day <= last:
        yield min(month_end(day), last)
        day = next_month(day)


def months_left(after: date, until: date) -> Decimal:
    """Calendar months from the day after ``after`` to ``until``, both included, parts of months by their days.

    ``months_left(30 September, 31 December)`` is 3; 0 where nothing is left.
    """
    total = Decimal(0)
    day = after + timedelta(days=1)
    while day <= until:
        whole = month_of(day)
        last = min(whole.last, until)
        total += Decimal((last - day).days + 1) / whole.days
        day = next_month(day)
    return total


def year_before(day: date) -> date:
    """The day a year earlier at whose close as much of the year was over; the last of February is always its last.

    What has to be the same length is thus a whole February on both sides, with 28 days or 29.
    """
    if (day.month, day.day) in {(2, 28), (2, 29)} and day == month_end(day):
        return date(day.year - 1, 2, monthrange(day.year - 1, 2)[1])
    return day.replace(year=day.year - 1)


def period_before(period: Period) -> Period:
    """The same days a year earlier. Periods that follow on one another do so there, too."""
    last = year_before(period.last)
    first = year_before(period.first - timedelta(days=1)) + timedelta(days=1)
    return Period(min(first, last), last)
