"""Chinese working days: weekdays less public holidays, plus the weekends made up for them.

The calendar is that of the State Council's yearly notices as kept by ``chinesecalendar``. For years it does not
know (before 2004, or next year before the notice is out) Monday to Friday count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

import chinese_calendar


def is_working_day(day: date) -> bool:
    """Whether people are at work on ``day``; weekdays where the official calendar is not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@lru_cache(maxsize=200)
def _year_totals(year: int) -> tuple[int, ...]:
    """Working days from 1 January up to and including each day of the year."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return tuple(accumulate(int(is_working_day(first + timedelta(days=n))) for n in range(length)))


def _up_to(day: date) -> int:
    return _year_totals(day.year)[day.timetuple().tm_yday - 1]


def working_days(first: date, last: date) -> int:
    """How many working days lie from ``first`` to ``last``, both included; 0 where ``last`` is earlier."""
    if last < first:
        return 0
    years = sum(_year_totals(year)[-1] for year in range(first.year, last.year))
    return years + _up_to(last) - _up_to(first) + int(is_working_day(first))


def next_working_day(day: date) -> date:
    """``day`` itself if people are at work on it, else the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """``day`` itself if people are at work on it, else the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, before it for a negative ``count``; ``day`` itself for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    for _number in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day
