"""League table and workstream pace: the plain mean of capped paces, as-stated figures never in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.progress.standings import Status, league, standings, without_parts, workstream_pace
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


def test_districts_are_ranked_by_the_mean_of_their_capped_paces(scene: Scene) -> None:
    whole = scene.target("1000")
    scene.target("400", scene.world.east, parent=whole)
    scene.target("600", scene.world.west, parent=whole)
    meetings = scene.indicator("meetings", unit="次")
    scene.target("4", scene.world.east, indicator=meetings)
    scene.entry("400", "2019-03-01")
    scene.entry("300", "2019-03-01", giver=scene.world.west)
    rows = {row.unit.name: row for row in league(scene.world.programme, on=ON)}
    east, west = rows["东城区"], rows["西城区"]
    assert east.pace == Decimal("0.6"), "1.33 counts as 1.2, and 0 for the meetings"
    assert (east.rank, east.behind, east.paced) == (2, 1, 2)
    pace = standings(scene.world.programme, on=ON, unit=scene.world.west)[0].pace
    assert (west.rank, west.pace, west.behind) == (1, pace, 1)
    assert list(rows) == ["西城区", "东城区"], "the city and its departments are not ranked"


def test_as_stated_and_unrecorded_targets_move_nobody_in_the_league(scene: Scene) -> None:
    scene.target("400", scene.world.east)
    scene.entry("400", "2019-03-01")
    before = [(row.unit, row.pace, row.rank, row.paced) for row in league(scene.world.programme, on=ON)]
    stated = scene.indicator("placements", as_stated=True, unit="人")
    unrecorded = scene.indicator("fairs", kind="", measure="")
    scene.target("500", scene.world.east, indicator=stated)
    scene.target("5", scene.world.east, indicator=unrecorded)
    scene.entry("1", "2019-03-01", indicator=stated)
    assert [(r.unit, r.pace, r.rank, r.paced) for r in league(scene.world.programme, on=ON)] == before


def test_a_district_with_nothing_to_pace_has_no_rank_and_stands_last(scene: Scene) -> None:
    stated = scene.indicator("placements", as_stated=True, unit="人")
    scene.target("500", scene.world.east, indicator=stated)
    scene.target("5", scene.world.west)
    rows = league(scene.world.programme, on=ON)
    assert [(row.unit.name, row.rank, row.pace) for row in rows] == [
        ("西城区", 1, Decimal(0)),
        ("东城区", None, None),
    ]


def test_equal_paces_share_a_rank(scene: Scene) -> None:
    scene.target("5", scene.world.east)
    scene.target("5", scene.world.west)
    assert [row.rank for row in league(scene.world.programme, on=ON)] == [1, 1]


def test_months_and_receivers_of_a_target_are_not_counted_beside_it(scene: Scene) -> None:
    year = scene.target("1200", scene.world.east)
    scene.target("100", scene.world.east, parent=year, starts_on=date(2019, 9, 1), ends_on=date(2019, 9, 30))
    scene.target("700", scene.world.east, parent=year, receiver=scene.world.county)
    (row,) = league(scene.world.programme, on=ON)
    assert [s.target_value for s in row.standings] == [1200]


def test_a_workstream_is_judged_by_its_programme_wide_targets(scene: Scene) -> None:
    whole = scene.target("1000")
    scene.target("400", scene.world.east, parent=whole)
    scene.entry("1000", "2019-03-01", giver=scene.world.west)
    consumption, funds = workstream_pace(scene.world.programme, on=ON)
    assert (consumption.pace, consumption.behind, consumption.status) == (Decimal("1.2"), 0, Status.REACHED)
    assert consumption.counts == {Status.REACHED: 1}
    assert (funds.workstream, funds.pace, funds.status) == (scene.world.funds, None, Status.NOT_RECORDED)


def test_districts_speak_for_an_indicator_that_has_no_programme_wide_target(scene: Scene) -> None:
    scene.target("400", scene.world.east)
    scene.target("400", scene.world.west)
    scene.entry("400", "2019-03-01", giver=scene.world.west)
    consumption = workstream_pace(scene.world.programme, on=ON)[0]
    assert (consumption.pace, consumption.behind) == (Decimal("0.6"), 1)


def test_figures_for_receivers_and_shorter_times_stand_within_the_total_even_when_untied(
    scene: Scene,
) -> None:
    scene.target("1000")
    scene.target("300", receiver=scene.world.county)
    scene.target("100", starts_on=date(2019, 9, 1), ends_on=date(2019, 9, 30))
    meetings = scene.indicator("meetings", unit="次")
    scene.target("4", indicator=meetings, receiver=scene.world.county)
    scene.target("5", indicator=meetings, receiver=scene.world.other_county)
    rows = standings(scene.world.programme, on=ON)
    assert sorted(s.target_value for s in without_parts(rows)) == [4, 5, 1000]
