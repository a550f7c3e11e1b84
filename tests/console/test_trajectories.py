"""The way of a target: what was done, what was expected, where it is going, and by which days shares are due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.console.trajectories import Trajectory, trajectories
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Milestone
from jiedui.progress.standings import overview, standings
from tests.progress.conftest import Scene, scene

__all__ = ["scene"]

ON = date(2019, 9, 30)


@pytest.fixture
def way(scene: Scene) -> Trajectory:
    """A target of 1,200 with a milestone in October, of which 100 a month came."""
    scene.target("1200")
    for month in range(1, 10):
        scene.entry("100", f"2019-{month:02}-15")
    Milestone.objects.create(
        workstream=scene.world.consumption,
        indicator=scene.purchases,
        due_on=date(2019, 10, 15),
        text="过八成",
        share=Decimal("0.8"),
        revision=scene.world.revision,
    )
    (made,) = trajectories(scene.world.programme, standings(scene.world.programme, on=ON), on=ON)
    return made


def test_it_goes_from_where_it_stands_to_its_forecast(way: Trajectory) -> None:
    at = {moment.day: moment for moment in way.moments}
    here, end = at[ON], at[date(2019, 12, 31)]

    assert (here.value, here.likely, here.low, here.high) == (900, 900, 900, 900)
    assert (end.value, end.likely) == (None, way.standing.forecast)
    assert (end.low, end.high) == (way.standing.forecast_low, way.standing.forecast_high)
    for earlier, later in zip(way.moments, way.moments[1:], strict=False):
        if later.day > ON and earlier.day >= ON:
            assert later.low >= earlier.low  # type: ignore[operator]
            assert later.low <= later.likely <= later.high  # type: ignore[operator]
    assert all(moment.likely is None for moment in way.moments if moment.day < ON)


def test_a_milestone_stands_on_its_day_at_what_it_asks_for(way: Trajectory) -> None:
    (asked,) = [moment for moment in way.moments if moment.due is not None]

    assert (asked.day, asked.due, asked.expected) == (date(2019, 10, 15), Decimal("0.8"), 960)
    assert [value for value in way.chart["due"] if value is not None] == [960]
    assert len(way.chart["days"]) == len(way.chart["likely"]) == len(way.chart["high"]) == 13


def test_a_year_that_is_over_has_nothing_ahead(scene: Scene) -> None:
    scene.target("1200")
    scene.entry("100", "2019-03-01")
    last = date(2019, 12, 31)
    (made,) = trajectories(scene.world.programme, standings(scene.world.programme, on=last), on=last)

    assert not made.is_forecast
    assert made.moments[-1].value == 100


def test_what_is_known_already_draws_the_same(way: Trajectory, scene: Scene) -> None:
    known = overview(scene.world.programme, on=ON)
    (made,) = trajectories(scene.world.programme, known.rows, on=ON, known=known)
    assert made.moments == way.moments


def test_headcounts_kept_as_stated_have_no_way(scene: Scene) -> None:
    stated = scene.indicator("placed", unit="人", kind="", measure="", as_stated=True)
    scene.target("3000", indicator=stated)
    assert trajectories(scene.world.programme, standings(scene.world.programme, on=ON), on=ON) == []


def test_what_is_expected_in_the_chart_is_what_the_standing_expects(scene: Scene) -> None:
    """Of a stock from where it stood before the period, of a mean all of it from the first day."""
    stock = scene.indicator("held", nature=Nature.STOCK)
    mean = scene.indicator("share", over_time=Rollup.RATIO)
    scene.entry("100", "2018-06-01", indicator=stock)
    scene.entry("1", "2019-02-01", indicator=mean)
    scene.target("300", indicator=stock)
    scene.target("0.8", indicator=mean)
    ways = trajectories(scene.world.programme, standings(scene.world.programme, on=ON), on=ON)
    for way in ways:
        at = {moment.day: moment.expected for moment in way.moments}
        assert at[ON] == way.standing.expected
    assert [way.moments[-1].expected for way in ways] == [300, Decimal("0.8")]
