"""Periods tile the year, and due days fall where the rule and the official calendar say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.periods import Period, month_of
from jiedui.kernel.working_days import is_working_day, working_days, working_days_after
from jiedui.returns.calendar import Due, due_on, period_of, periods_between
from jiedui.returns.enums import Cadence, DueRule, OnHoliday

DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
REPEATED = st.sampled_from([cadence for cadence in Cadence if cadence != Cadence.ONCE])
NEXT, PREVIOUS, STAYS = OnHoliday
FIFTH = Due(DueRule.DAY_OF_NEXT_MONTH, 5)


@given(cadence=REPEATED, day=DAYS)
def test_every_day_lies_in_its_period_and_the_next_one_begins_the_day_after(
    cadence: Cadence, day: date
) -> None:
    period = period_of(cadence, day)

    assert day in period
    assert period_of(cadence, period.first) == period_of(cadence, period.last) == period
    following = period_of(cadence, period.last + timedelta(days=1))
    assert following.first == period.last + timedelta(days=1)


@given(cadence=REPEATED, year=st.integers(2004, 2030))
def test_the_periods_of_a_year_tile_it(cadence: Cadence, year: int) -> None:
    periods = list(periods_between(cadence, date(year, 1, 1), date(year, 12, 31)))

    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(periods))
    if cadence == Cadence.WEEKLY:
        assert len(periods) in {52, 53}
        assert all(period.days == 7 and period.first.weekday() == 0 for period in periods)
        return
    count = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}[cadence]
    assert (len(periods), periods[0].first, periods[-1].last) == (count, date(year, 1, 1), date(year, 12, 31))


def test_what_is_asked_once_has_its_own_period() -> None:
    span = (date(2019, 3, 1), date(2019, 9, 30))

    assert list(periods_between(Cadence.ONCE, *span)) == [Period(*span)]
    with pytest.raises(ValueError, match="asked once"):
        period_of(Cadence.ONCE, span[0])
    assert list(periods_between(Cadence.MONTHLY, span[1], span[0])) == []


@pytest.mark.parametrize(
    ("month", "on_holiday", "expected"),
    [
        (date(2019, 2, 1), NEXT, date(2019, 3, 5)),  # a Tuesday
        (date(2019, 4, 1), NEXT, date(2019, 5, 5)),  # a Sunday that was worked for Labour Day
        (date(2019, 9, 1), NEXT, date(2019, 10, 8)),  # National Day: 1 to 7 October are off
        (date(2019, 9, 1), PREVIOUS, date(2019, 9, 30)),
        (date(2019, 9, 1), STAYS, date(2019, 10, 5)),
        (date(2019, 12, 1), NEXT, date(2020, 1, 6)),  # the 5th is a Sunday
        (date(2026, 1, 1), NEXT, date(2026, 2, 5)),
        (date(2026, 9, 1), NEXT, date(2026, 10, 8)),
    ],
)
def test_the_5th_of_the_next_month_moves_off_holidays(
    month: date, on_holiday: OnHoliday, expected: date
) -> None:
    due = Due(DueRule.DAY_OF_NEXT_MONTH, 5, on_holiday=on_holiday)

    assert due_on(due, month_of(month)) == expected


def test_a_month_that_is_too_short_gives_its_last_day() -> None:
    due = Due(DueRule.DAY_OF_NEXT_MONTH, 31, on_holiday=STAYS)

    assert due_on(due, month_of(date(2019, 1, 1))) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (date(2019, 6, 1), date(2019, 6, 28)),  # the month ends on a Sunday
        (date(2019, 9, 1), date(2019, 9, 30)),
        (date(2019, 1, 1), date(2019, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),  # a Saturday worked for the Spring Festival
    ],
)
def test_the_last_working_day_of_the_period(month: date, expected: date) -> None:
    assert due_on(Due(DueRule.LAST_WORKING_DAY), month_of(month)) == expected


def test_working_days_after_the_week_skip_the_festival() -> None:
    due = Due(DueRule.WORKING_DAYS_AFTER, 1)

    assert due_on(due, period_of(Cadence.WEEKLY, date(2019, 1, 30))) == date(2019, 2, 11)
    assert due_on(due, period_of(Cadence.WEEKLY, date(2019, 9, 18))) == date(2019, 9, 23)


def test_a_fixed_day_takes_the_year_of_the_period() -> None:
    due = Due(DueRule.FIXED_DAY, day=date(2019, 12, 20))

    assert due_on(due, period_of(Cadence.YEARLY, date(2019, 5, 1))) == date(2019, 12, 20)
    assert due_on(due, period_of(Cadence.YEARLY, date(2020, 5, 1))) == date(2020, 12, 21)


@given(cadence=REPEATED, day=DAYS, number=st.integers(1, 31))
def test_due_days_are_working_days_unless_they_stay(cadence: Cadence, day: date, number: int) -> None:
    period = period_of(cadence, day)

    for rule in (DueRule.DAY_OF_NEXT_MONTH, DueRule.LAST_WORKING_DAY, DueRule.WORKING_DAYS_AFTER):
        assert is_working_day(due_on(Due(rule, number), period))
    assert due_on(Due(DueRule.DAY_OF_NEXT_MONTH, number), period) > period.last
    after = due_on(Due(DueRule.WORKING_DAYS_AFTER, number), period)
    assert working_days(period.last + timedelta(days=1), after) == number


@given(day=DAYS, count=st.integers(1, 40))
def test_counting_working_days_back_undoes_counting_them_forward(day: date, count: int) -> None:
    after = working_days_after(day, count)

    assert working_days(day + timedelta(days=1), after) == count
    before = working_days_after(day, -count)
    assert working_days(before, day - timedelta(days=1)) == count
