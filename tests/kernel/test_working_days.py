"""Working days follow the official calendar, and weekdays where it is not known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.working_days import (
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days,
    working_days_after,
)

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_national_day_is_off_and_the_weekend_made_up_for_it_is_on() -> None:
    assert not is_working_day(date(2019, 10, 1))
    assert is_working_day(date(2019, 9, 29)), "a Sunday worked in exchange"
    assert working_days(date(2019, 10, 1), date(2019, 10, 7)) == 0
    assert working_days(date(2019, 1, 1), date(2019, 12, 31)) == 250


def test_outside_the_known_years_monday_to_friday_count() -> None:
    assert working_days(date(1999, 10, 1), date(1999, 10, 7)) == 5
    assert not is_working_day(date(2060, 1, 3))


@given(first=DAYS, length=st.integers(0, 900), cut=st.integers(0, 900))
def test_spans_add_up(first: date, length: int, cut: int) -> None:
    last = first + timedelta(days=length)
    middle = first + timedelta(days=min(cut, length))
    assert working_days(first, middle) + working_days(middle + timedelta(days=1), last) == working_days(
        first, last
    )


def test_nothing_lies_in_a_span_that_ends_before_it_starts() -> None:
    assert working_days(date(2019, 5, 2), date(2019, 5, 1)) == 0


def test_a_day_off_moves_to_the_nearest_day_at_work() -> None:
    assert next_working_day(date(2019, 10, 1)) == date(2019, 10, 8)
    assert previous_working_day(date(2019, 10, 7)) == date(2019, 9, 30)
    assert next_working_day(date(2019, 9, 29)) == previous_working_day(date(2019, 9, 29)) == date(2019, 9, 29)


def test_working_days_are_counted_from_a_day_on() -> None:
    assert working_days_after(date(2019, 9, 30), 1) == date(2019, 10, 8)
    assert working_days_after(date(2019, 10, 8), -2) == date(2019, 9, 29)
    assert working_days_after(date(2019, 10, 3), 0) == date(2019, 10, 3)
