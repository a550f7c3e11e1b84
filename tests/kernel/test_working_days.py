"""Working days follow the official calendar, and weekdays where it is not known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.working_days import is_working_day, working_days

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
