"""Invariants of the pace: between 0 and 1, never falling, through every milestone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.periods import Period
from jiedui.progress.pace import share_due

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
SHARES = st.decimals(0, 1, places=4)


@given(first=DAYS, length=st.integers(1, 800), points=st.lists(st.tuples(DAYS, SHARES), max_size=5))
def test_the_share_due_never_falls_and_stays_between_zero_and_one(
    first: date, length: int, points: list[tuple[date, Decimal]]
) -> None:
    period = Period(first, first + timedelta(days=length))
    days = [first + timedelta(days=n) for n in range(-1, length + 2)]
    shares = [share_due(period, day, points) for day in days]
    assert shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] == shares[-2] == 1


@given(offset=st.integers(1, 363), share=SHARES)
def test_the_share_due_on_a_milestone_is_its_share(offset: int, share: Decimal) -> None:
    period = Period(date(2019, 1, 1), date(2019, 12, 31))
    day = period.first + timedelta(days=offset)
    assert share_due(period, day, [(day, share)]) == share


def test_a_period_without_a_working_day_goes_by_the_calendar() -> None:
    weekend = Period(date(2019, 8, 3), date(2019, 8, 4))
    assert share_due(weekend, date(2019, 8, 3)) == Decimal("0.5")


def test_a_later_milestone_never_asks_for_less() -> None:
    period = Period(date(2019, 1, 1), date(2019, 12, 31))
    points = [(date(2019, 6, 30), Decimal("0.6")), (date(2019, 9, 30), Decimal("0.5"))]
    assert share_due(period, date(2019, 9, 30), points) == Decimal("0.6")
