"""Periods of a cadence, and the day on which the return for one is due. Pure arithmetic.

Weeks run from Monday to Sunday and are not cut at the year's end; every other period lies within one year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.kernel.periods import Period, month_end, month_of
from jiedui.kernel.working_days import (
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_after,
)
from jiedui.returns.enums import Cadence, DueRule, OnHoliday

MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}
"""Length in months of the periods that are made of months."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a return is due. ``number`` is n of the rule; ``day`` the fixed day, of which a yearly return takes
    month and day and the year of its period."""

    rule: DueRule
    number: int = 0
    day: date | None = None
    on_holiday: OnHoliday = OnHoliday.NEXT


def period_of(cadence: Cadence, day: date) -> Period:
    """The period of the cadence that ``day`` lies in. Raises ValueError for what is asked once."""
    if cadence == Cadence.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    if cadence == Cadence.ONCE:
        raise ValueError("what is asked once has no period but its own")
    length = MONTHS[cadence]
    first = (day.month - 1) // length * length + 1
    return Period(date(day.year, first, 1), month_end(date(day.year, first + length - 1, 1)))


def periods_between(cadence: Cadence, first: date, last: date) -> Iterator[Period]:
    """The periods that end from ``first`` to ``last``, both included; of ``once``, the span itself."""
    if last < first:
        return
    if cadence == Cadence.ONCE:
        yield Period(first, last)
        return
    period = period_of(cadence, first)
    while period.last <= last:
        yield period
        period = period_of(cadence, period.last + ONE_DAY)


def due_on(due: Due, period: Period) -> date:
    """The day by which the return for the period is to be filed."""
    if due.rule == DueRule.LAST_WORKING_DAY:
        return previous_working_day(period.last)
    if due.rule == DueRule.WORKING_DAYS_AFTER:
        return working_days_after(period.last, due.number)
    return _at_work(_named_day(due, period), due.on_holiday)


def _named_day(due: Due, period: Period) -> date:
    """The day the rule names, holiday or not; a month that is too short gives its last day."""
    if due.rule == DueRule.FIXED_DAY:
        assert due.day is not None
        return _day_of(date(period.last.year, due.day.month, 1), due.day.day)
    month = month_of(period.last).last + ONE_DAY
    return _day_of(month, due.number)


def _day_of(month: date, number: int) -> date:
    return month.replace(day=min(number, month_end(month).day))


def _at_work(day: date, on_holiday: OnHoliday) -> date:
    if on_holiday == OnHoliday.STAYS or is_working_day(day):
        return day
    return next_working_day(day) if on_holiday == OnHoliday.NEXT else previous_working_day(day)


NAMED = re.compile(r"(\d{4})(?:-?(?:H([12])|Q([1-4])|W(\d{2}))|-(\d{2}))?")


def period_named(text: str) -> Period:
    """A period as it is written: 2019, 2019H1, 2019Q3, 2019-07, 2019-W31. Raises Invalid."""
    found = NAMED.fullmatch(text.strip().upper())
    try:
        if found is None:
            raise ValueError(text)
        return _named(int(found[1]), *found.groups()[1:])
    except ValueError:
        message = _("“%(text)s” is no period. Write 2019, 2019H1, 2019Q3, 2019-07 or 2019-W31.")
        raise Invalid(message, text=text, address="period") from None


def _named(year: int, half: str | None, quarter: str | None, week: str | None, month: str | None) -> Period:
    if week:
        return period_of(Cadence.WEEKLY, date.fromisocalendar(year, int(week), 1))
    if half:
        return period_of(Cadence.HALF_YEARLY, date(year, int(half) * 6, 1))
    if quarter:
        return period_of(Cadence.QUARTERLY, date(year, int(quarter) * 3, 1))
    if month:
        return month_of(date(year, int(month), 1))
    return period_of(Cadence.YEARLY, date(year, 1, 1))


def name_of(period: Period) -> str:
    """The shortest name :func:`period_named` reads the period from; its two ends where it has none."""
    for cadence in (Cadence.WEEKLY, *MONTHS):
        if period_of(cadence, period.first) == period:
            return _name(cadence, period.first)
    return f"{period.first}…{period.last}"


def _name(cadence: Cadence, day: date) -> str:
    if cadence == Cadence.WEEKLY:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02d}"
    names = {
        Cadence.MONTHLY: f"{day:%Y-%m}",
        Cadence.QUARTERLY: f"{day.year}Q{(day.month + 2) // 3}",
        Cadence.HALF_YEARLY: f"{day.year}H{1 if day.month < 7 else 2}",
        Cadence.YEARLY: f"{day.year}",
    }
    return names[cadence]
