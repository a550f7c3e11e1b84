"""What a forecast says of months, and how often it is right over years whose outcome is known."""

from __future__ import annotations

from decimal import Decimal
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import forecasts
from jiedui.progress.forecasting import Forecast, Month, _student, forecast

AMOUNTS = st.decimals(0, 10_000, places=2)


def even(*done: str) -> list[Month]:
    return [Month(Decimal(one), Decimal(1) / 12) for one in done]


def said(months: list[Month], entries: int = 100, left: int | None = None) -> Forecast:
    value = sum((month.done for month in months), Decimal(0))
    found = forecast(
        value, months, months_left=Decimal(12 - len(months) if left is None else left), entries=entries
    )
    assert found
    return found


def test_the_same_every_month_goes_on_the_same() -> None:
    found = said(even("100", "100", "100"))

    assert found.likely == 1200
    assert found.low and found.high
    assert found.low < 1200 < found.high
    assert (found.low - 300) * (found.high - 300) == pytest.approx(Decimal(900) ** 2, rel=Decimal("0.01"))


def test_the_latest_months_weigh_most() -> None:
    rising, falling = said(even("0", "0", "300")), said(even("300", "0", "0"))

    assert rising.likely > 1200 > falling.likely


def test_a_plan_that_asks_for_most_of_it_late_is_no_slow_work() -> None:
    months = [Month(Decimal(10), Decimal("0.01")), Month(Decimal(20), Decimal("0.02"))]

    assert said(months).likely == 1000


def test_more_months_and_more_entries_narrow_the_range() -> None:
    def width(found: Forecast) -> Decimal:
        assert found.low is not None and found.high is not None
        return found.high - found.low

    assert width(said(even(*["100"] * 9))) < width(said(even(*["100"] * 3)))
    assert width(said(even(*["100"] * 3), entries=400)) < width(said(even(*["100"] * 3), entries=12))


def test_where_hardly_anything_more_may_come_the_range_reaches_to_nothing_and_to_one_more() -> None:
    found = said(even(*["0"] * 5, "100", "0", "0", "100", "0", "0"), entries=2)

    assert found.low == 200
    assert found.high and found.high >= 300


def test_no_range_where_nothing_came_or_nothing_is_left() -> None:
    nothing, over = said(even("0", "0")), said(even(*["100"] * 12))

    assert (nothing.likely, nothing.low, nothing.high) == (0, None, None)
    assert (over.likely, over.low, over.high) == (1200, None, None)


def test_too_early_to_say() -> None:
    assert (
        forecast(Decimal(5), [Month(Decimal(5), Decimal("0.019"))], months_left=Decimal(12), entries=1)
        is None
    )
    assert forecast(Decimal(0), [], months_left=Decimal(12), entries=0) is None


@given(done=st.lists(AMOUNTS, min_size=1, max_size=11), entries=st.integers(0, 10_000))
def test_what_is_done_is_never_taken_back(done: list[Decimal], entries: int) -> None:
    value = sum(done, Decimal(0))
    found = forecast(
        value, even(*map(str, done)), months_left=Decimal(12 - len(done)), entries=entries, decimals=2
    )

    assert found
    assert found.likely >= value
    if found.low is not None and found.high is not None:
        assert value <= found.low <= found.likely <= found.high


@pytest.mark.parametrize(("freedom", "quantile"), [(3, 1.638), (4, 1.533), (8, 1.397), (30, 1.310)])
def test_the_quantiles_of_student(freedom: int, quantile: float) -> None:
    """From the tables; within one per cent."""
    assert _student(0.9, freedom) == pytest.approx(quantile, rel=0.01)


@pytest.fixture(scope="module")
def years() -> list[list[forecasts.Judged]]:
    return forecasts.years(12, "tested")


def test_the_range_holds_what_it_says_over_all_and_more_where_the_effort_is_steady(
    years: list[list[forecasts.Judged]],
) -> None:
    flat = [one for year in years for one in year]

    whole = forecasts.covered(flat)
    assert whole and 0.72 <= whole <= 0.88
    steady = forecasts.covered([one for one in flat if one.course == "steady"])
    assert steady and steady > 0.9
    early, late = (forecasts.wrong_by([one for one in flat if one.month == month]) for month in (3, 11))
    assert early and late and late < early / 4


def test_out_of_reach_is_mostly_right_and_said_in_time(years: list[list[forecasts.Judged]]) -> None:
    found = forecasts.news(years)
    flat = [one for year in years for one in year]

    assert found["said of one that was reached"] < 0.2 * found["reached"]
    assert found["said before the end"] > 0.6 * found["missed"]
    assert found["days before the end, median"] >= 60
    in_autumn = [one.missed for one in flat if one.month == 9 and one.status == "out_of_reach"]
    assert mean(in_autumn) > 0.9


def test_the_same_seed_makes_the_same_years() -> None:
    assert forecasts.years(1, "again") == forecasts.years(1, "again")
