"""Year on year: each cell exact, February, stocks, means, and what is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.periods import Period
from jiedui.plans.enums import Nature, Rollup
from jiedui.progress.comparing.years import YearRow, Years, years
from tests.progress.conftest import Scene


@pytest.fixture
def two(scene: Scene) -> Scene:
    """A programme of 2019 and 2020: 300 by the end of February 2019, 400 a year later, of which the east 100."""
    scene.world.programme.ends_on = date(2021, 12, 31)
    scene.world.programme.save()
    scene.entry("100", "2019-01-10")
    scene.entry("200", "2019-02-28", giver=scene.world.west)
    scene.entry("50", "2019-03-01")
    scene.entry("100", "2020-01-10")
    scene.entry("200", "2020-02-28", giver=scene.world.west)
    scene.entry("100", "2020-02-29", giver=scene.world.west)
    return scene


def held(scene: Scene, on: date, **narrowed: object) -> Years:
    return years(scene.world.programme, on=on, **narrowed)  # type: ignore[arg-type]


def cells(row: YearRow) -> tuple[Decimal, Decimal | None, Decimal | None, Decimal | None]:
    return row.this.value, row.last.value if row.last else None, row.difference, row.change


def test_this_year_to_the_day_stands_beside_last_year_to_the_same_day(two: Scene) -> None:
    found = held(two, date(2020, 2, 28))
    assert (found.this, found.last) == (
        Period(date(2020, 1, 1), date(2020, 2, 28)),
        Period(date(2019, 1, 1), date(2019, 2, 28)),
    )
    (row,) = found.rows
    assert (row.unit, row.this.entries, row.last and row.last.entries) == (two.world.city, 2, 2)
    assert cells(row) == (300, 300, 0, 0)


def test_29_february_stands_beside_the_28th_and_a_whole_february_beside_one_of_29_days(two: Scene) -> None:
    (row,) = held(two, date(2020, 2, 29)).rows
    assert cells(row) == (400, 300, 100, Decimal(400) / 300 - 1)
    two.entry("80", "2021-02-28")
    (row,) = held(two, date(2021, 2, 28)).rows
    assert cells(row) == (80, 400, -320, Decimal("-0.8"))
    (row,) = held(two, date(2021, 2, 27)).rows
    assert cells(row) == (0, 100, -100, -1)


def test_one_indicator_is_shown_unit_by_unit(two: Scene) -> None:
    rows = held(two, date(2020, 2, 29), indicator=two.purchases).rows
    assert [(row.unit.name, *cells(row)[:2]) for row in rows] == [
        ("海州市", 400, 300), ("东城区", 100, 100), ("西城区", 300, 200),
    ]  # fmt: skip


def test_a_unit_has_its_own_figures_and_a_workstream_its_own_indicators(two: Scene) -> None:
    (row,) = held(two, date(2020, 2, 29), unit=two.world.west).rows
    assert (row.unit, *cells(row)[:2]) == (two.world.west, 300, 200)
    assert held(two, date(2020, 2, 29), workstream=two.world.funds).rows == []


def test_without_a_last_year_nothing_is_compared(two: Scene) -> None:
    found = held(two, date(2019, 2, 28))
    assert found.short
    (row,) = found.rows
    assert (*cells(row), row.last) == (300, None, None, None, None)


def test_nothing_last_year_has_a_difference_and_no_per_cent(two: Scene) -> None:
    other = two.indicator("fairs", unit="场")
    two.entry("3", "2020-01-02", indicator=other)
    assert cells(held(two, date(2020, 3, 1)).rows[1]) == (3, 0, 3, None)


def test_a_stock_is_what_stands_on_either_day(two: Scene) -> None:
    stock = two.indicator("held", nature=Nature.STOCK)
    two.entry("10", "2019-06-01", indicator=stock)
    two.entry("5", "2020-03-01", indicator=stock)
    row = held(two, date(2020, 6, 1)).rows[1]
    assert cells(row) == (15, 10, 5, Decimal("0.5")) and row.is_stock


def test_a_mean_has_points_and_no_per_cent(two: Scene) -> None:
    mean = two.indicator("share", over_time=Rollup.RATIO)
    two.entry("0.5", "2019-01-10", indicator=mean)
    two.entry("0.8", "2020-01-10", indicator=mean)
    assert cells(held(two, date(2020, 2, 1)).rows[1]) == (
        Decimal("0.8"), Decimal("0.5"), Decimal("0.3"), None,
    )  # fmt: skip


def test_headcounts_as_stated_are_left_out_and_counted(two: Scene) -> None:
    two.indicator("placed", unit="人", kind="", measure="", as_stated=True)
    found = held(two, date(2020, 2, 29))
    assert found.stated == 1 and [row.indicator.code for row in found.rows] == ["purchases"]


def test_it_takes_the_same_queries_however_much_there_is(
    two: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        two.entry("1", "2020-01-02", indicator=two.indicator(f"more-{number}"))
    with django_assert_num_queries(3):
        assert len(held(two, date(2020, 2, 29)).rows) == 4
    with django_assert_num_queries(4):
        held(two, date(2020, 2, 29), indicator=two.purchases)
