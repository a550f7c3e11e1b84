"""Months and the parts of months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.periods import Period, month_end, month_ends, month_of, months_left, next_month


def test_a_period_holds_both_its_ends_and_cannot_run_backwards() -> None:
    period = Period(date(2019, 2, 1), date(2019, 2, 28))
    assert period.days == 28
    assert date(2019, 2, 1) in period and date(2019, 2, 28) in period and date(2019, 3, 1) not in period
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2019, 2, 2), date(2019, 2, 1))


def test_months_begin_and_end_where_the_calendar_says() -> None:
    assert month_of(date(2020, 2, 10)) == Period(date(2020, 2, 1), date(2020, 2, 29))
    assert month_end(date(2019, 12, 3)) == date(2019, 12, 31)
    assert next_month(date(2019, 12, 3)) == date(2020, 1, 1)


def test_the_last_month_end_is_the_last_day_itself() -> None:
    assert list(month_ends(date(2019, 11, 15), date(2020, 1, 9))) == [
        date(2019, 11, 30), date(2019, 12, 31), date(2020, 1, 9),
    ]  # fmt: skip
    assert list(month_ends(date(2019, 2, 1), date(2019, 1, 1))) == []


def test_months_left_counts_parts_of_months_by_their_days() -> None:
    assert months_left(date(2019, 9, 30), date(2019, 12, 31)) == 3
    assert months_left(date(2019, 9, 15), date(2019, 10, 31)) == Decimal("1.5")
    assert months_left(date(2019, 12, 31), date(2019, 12, 31)) == 0
