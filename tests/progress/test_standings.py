"""Standings: values, expected values, statuses and shares, exactly."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiedui.kernel.periods import month_end
from jiedui.kernel.working_days import working_days
from jiedui.ledger.enums import Verdict
from jiedui.plans.enums import Better, Comparator, Nature, Rollup
from jiedui.plans.models import Milestone, Revision
from jiedui.progress.standings import Standing, Status, standings
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)
FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)


def only(scene: Scene, on: date = ON, **filters: object) -> Standing:
    """The one standing there is."""
    (standing,) = standings(scene.world.programme, on=on, **filters)  # type: ignore[arg-type]
    return standing


def test_a_parent_is_reckoned_over_its_own_subtree_and_never_adds_its_parts(scene: Scene) -> None:
    whole = scene.target("1000")
    scene.target("600", scene.world.east, parent=whole)
    scene.target("400", scene.world.west, parent=whole)
    scene.entry("300", "2019-03-01")
    scene.entry("100", "2019-04-01", giver=scene.world.west)
    scene.entry("50", "2019-04-01", giver=scene.world.commerce)
    values = {s.unit.name: s.value for s in standings(scene.world.programme, on=ON)}
    assert values == {"海州市": Decimal(450), "东城区": Decimal(300), "西城区": Decimal(100)}


def test_only_postings_inside_the_period_and_up_to_the_day_count(scene: Scene) -> None:
    scene.target("100", starts_on=date(2019, 4, 1), ends_on=date(2019, 6, 30))
    for value, day in [("1", "2019-03-31"), ("2", "2019-04-01"), ("4", "2019-06-30"), ("8", "2019-07-01")]:
        scene.entry(value, day)
    assert only(scene).value == 6
    assert only(scene, date(2019, 6, 29)).value == 2


def test_a_target_for_a_receiver_counts_what_went_to_its_subtree(scene: Scene) -> None:
    scene.target("100", receiver=scene.world.province)
    scene.entry("5", "2019-02-01")
    scene.entry("7", "2019-02-01", receiver=scene.world.other_county)
    scene.entry("9", "2019-02-01", receiver=scene.world.west)
    standing = only(scene)
    assert (standing.value, standing.entries, standing.receiver) == (Decimal(12), 2, scene.world.province)


def test_superseded_targets_have_no_standing(scene: Scene) -> None:
    second = Revision.objects.create(programme=scene.world.programme, number=2, title="调整方案")
    scene.target("100", superseded_by=second)
    scene.target("120")
    assert only(scene).target_value == 120


def test_expected_grows_evenly_over_working_days(scene: Scene) -> None:
    scene.target("1000")
    expected = Decimal(1000) * working_days(FIRST, ON) / working_days(FIRST, LAST)
    assert only(scene).expected == expected
    assert only(scene, LAST).expected == 1000
    assert only(scene, date(2018, 12, 31)).expected == 0


def test_expected_follows_the_milestones_of_the_year(scene: Scene) -> None:
    whole = scene.target("1000")
    scene.target("100", starts_on=date(2019, 8, 1), ends_on=date(2019, 8, 31), parent=whole)
    for day, share in [(date(2019, 8, 15), "0.5"), (date(2019, 10, 31), "0.95")]:
        Milestone.objects.create(
            workstream=scene.world.consumption,
            indicator=scene.purchases,
            due_on=day,
            share=Decimal(share),
            text=f"{share}",
            revision=scene.world.revision,
        )
    on = date(2019, 8, 15)
    year, august = sorted(standings(scene.world.programme, on=on), key=lambda s: -s.target_value)
    assert year.expected == 500 and year.by_milestones
    days = working_days(date(2019, 8, 16), ON), working_days(date(2019, 8, 16), date(2019, 10, 31))
    on_end_of_september = {s.target_value: s for s in standings(scene.world.programme, on=ON)}
    between = 1000 * (Decimal("0.5") + Decimal("0.45") * (Decimal(days[0]) / days[1]))
    assert on_end_of_september[Decimal(1000)].expected == between
    part = Decimal(working_days(date(2019, 8, 1), on)) / working_days(date(2019, 8, 1), date(2019, 8, 31))
    assert august.expected == 100 * part and not august.by_milestones


def test_the_milestones_of_the_year_at_their_edges(scene: Scene) -> None:
    """Over half by the middle of August, 95 % by the end of October: by the close of the day, not before."""
    scene.target("1000")
    for day, share in [(date(2019, 8, 15), "0.5"), (date(2019, 10, 31), "0.95")]:
        Milestone.objects.create(
            workstream=scene.world.consumption,
            indicator=scene.purchases,
            due_on=day,
            share=Decimal(share),
            text=share,
            revision=scene.world.revision,
        )
    scene.entry("475", "2019-08-14")
    day_before, on_the_day, after = (only(scene, date(2019, 8, day)) for day in (14, 15, 16))
    assert day_before.expected and on_the_day.expected and after.expected
    assert day_before.expected == Decimal(500) * working_days(FIRST, day_before.on) / working_days(
        FIRST, on_the_day.on
    )
    assert on_the_day.expected == 500 < after.expected
    assert [found.status for found in (day_before, on_the_day, after)] == [
        Status.ON_PACE,
        Status.ON_PACE,
        Status.BEHIND,
    ]
    scene.entry("427", "2019-10-30")
    edges = {day: only(scene, day) for day in (date(2019, 10, 30), date(2019, 10, 31), date(2019, 11, 1))}
    assert [found.status for found in edges.values()] == [Status.ON_PACE, Status.BEHIND, Status.BEHIND]
    assert edges[date(2019, 10, 31)].expected == 950
    left = working_days(date(2019, 11, 1), LAST)
    assert edges[date(2019, 11, 1)].expected == 950 + Decimal(50) / left


@pytest.mark.parametrize(
    ("instant", "expected"),
    [("2019-08-14T15:59:59+00:00", date(2019, 8, 14)), ("2019-08-14T16:00:00+00:00", date(2019, 8, 15))],
)
def test_a_day_begins_at_midnight_in_shanghai(scene: Scene, instant: str, expected: date) -> None:
    programme = scene.world.programme
    programme.reference_date = None
    with mock.patch.object(timezone, "now", return_value=datetime.fromisoformat(instant)):
        assert programme.today == expected


def test_statuses_follow_the_documented_thresholds(scene: Scene) -> None:
    scene.target("1000")
    due = only(scene).expected
    assert due is not None and 740 < due < 760
    first = scene.entry("700", "2019-01-31")
    assert only(scene).status is Status.BEHIND
    scene.entry("40", "2019-02-01")
    assert only(scene).status is Status.ON_PACE
    scene.entry("60", "2019-02-01")
    assert only(scene).status is Status.AHEAD
    scene.entry("200", "2019-02-01")
    assert only(scene).status is Status.REACHED
    scene.reverse(first, "-700")
    # Best month so far is 300 (February): three months of it are 900 and 300 + 900 reaches 1000.
    assert only(scene).status is Status.BEHIND


def test_a_target_is_out_of_reach_when_even_the_best_month_repeated_does_not_reach_it(scene: Scene) -> None:
    scene.target("1000")
    scene.entry("100", "2019-01-31")
    scene.entry("120", "2019-09-30")
    standing = only(scene)
    assert standing.best_month == 120
    assert standing.needed_per_month == 260
    assert standing.status is Status.OUT_OF_REACH
    assert only(scene, date(2019, 2, 28)).status is Status.BEHIND, "too early to say so"
    assert only(scene, LAST).status is Status.OUT_OF_REACH
    assert only(scene, LAST).needed_per_month is None


def test_a_fraction_of_one_meeting_is_not_behind(scene: Scene) -> None:
    scene.target("2")
    scene.entry("1", "2019-05-05")
    assert only(scene).expected == Decimal(2) * working_days(FIRST, ON) / working_days(FIRST, LAST)
    assert only(scene).status is Status.ON_PACE


def test_the_forecast_goes_by_the_rates_of_the_months_the_latest_weighing_most(scene: Scene) -> None:
    scene.target("1000")
    for month in range(1, 10):
        scene.entry("40" if month < 7 else "80", f"2019-{month:02d}-15")
    standing = only(scene)

    shares = [Decimal(working_days(date(2019, m, 1), month_end(date(2019, m, 1)))) for m in range(1, 10)]
    year = Decimal(working_days(FIRST, LAST))
    weights = [
        Decimal(2) ** (Decimal(m - 9) / Decimal("1.5")) * share for m, share in enumerate(shares, start=1)
    ]
    rates = [Decimal(40 if m < 7 else 80) / (share / year) for m, share in enumerate(shares, start=1)]
    rate = sum(w * r for w, r in zip(weights, rates, strict=True)) / sum(weights)
    assert standing.forecast == round(480 + rate * (1 - sum(shares) / year), 0)
    assert (standing.forecast_low, standing.forecast_high) == (Decimal(547), Decimal(1105))
    assert standing.reached_on is None and standing.lands_on is None


def test_the_day_it_was_reached_and_the_day_it_will_be(scene: Scene) -> None:
    scene.target("1000")
    for month in range(1, 10):
        scene.entry("100", f"2019-{month:02d}-15")
    assert only(scene).status is Status.AHEAD
    # About 4.6 a working day of late: 22 days, 19 of them in October.
    assert only(scene).lands_on == date(2019, 11, 5)
    scene.entry("100", "2019-09-17")
    standing = only(scene)
    assert (standing.status, standing.reached_on, standing.lands_on) == (
        Status.REACHED,
        date(2019, 9, 17),
        None,
    )


def test_nothing_is_forecast_before_a_fiftieth_was_due_and_no_range_of_nothing(scene: Scene) -> None:
    scene.target("1000")
    assert only(scene, date(2019, 1, 3)).forecast is None
    later = only(scene)
    assert (later.forecast, later.forecast_low, later.forecast_high) == (0, None, None)


def test_nothing_at_all_is_out_of_reach_only_after_three_quarters(scene: Scene) -> None:
    scene.target("1000")
    assert only(scene, date(2019, 8, 31)).status is Status.BEHIND
    assert only(scene, date(2019, 10, 31)).status is Status.OUT_OF_REACH


def test_as_stated_targets_are_never_paced_ranked_or_scored(scene: Scene) -> None:
    stated = scene.indicator("placements", as_stated=True, unit="人")
    scene.target("11500", indicator=stated)
    scene.entry("20", "2019-05-05", indicator=stated)
    standing = only(scene)
    assert standing.status is Status.AS_STATED
    assert (standing.value, standing.entries, standing.evidenced) == (None, 0, None)
    unpaced = (standing.expected, standing.pace, standing.share, standing.forecast, standing.needed_per_month)
    assert unpaced == (None, None, None, None, None)


def test_an_indicator_without_a_kind_is_not_recorded_rather_than_zero(scene: Scene) -> None:
    scene.target("10", indicator=scene.indicator("fairs", kind="", measure=""))
    standing = only(scene)
    assert (standing.value, standing.status, standing.pace) == (None, Status.NOT_RECORDED, None)


def test_evidenced_and_confirmed_are_shares_of_the_value(scene: Scene) -> None:
    scene.target("1000")
    scene.entry("60", "2019-02-01", evidence=True, verdicts=(Verdict.DISPUTED, Verdict.AGREED))
    scene.entry("20", "2019-02-01", evidence=True, verdicts=(Verdict.AGREED, Verdict.DISPUTED))
    scene.entry("20", "2019-02-01")
    standing = only(scene)
    assert (standing.evidenced, standing.confirmed) == (Decimal("0.8"), Decimal("0.6"))
    assert standing.entries == 3


def test_a_reversed_entry_leaves_no_trace_in_value_shares_or_count(scene: Scene) -> None:
    scene.target("1000")
    wrong = scene.entry("900", "2019-02-01", evidence=True, verdicts=(Verdict.AGREED,))
    scene.entry("100", "2019-02-01")
    scene.reverse(wrong, "-900", "2019-03-01")
    standing = only(scene)
    assert (standing.value, standing.entries) == (Decimal(100), 1)
    assert (standing.evidenced, standing.confirmed) == (Decimal(0), Decimal(0))
    assert only(scene, date(2019, 2, 28)).value == 1000, "before it was taken back it stood"


def test_no_value_has_no_shares(scene: Scene) -> None:
    scene.target("1000")
    standing = only(scene)
    assert (standing.value, standing.evidenced, standing.confirmed) == (Decimal(0), None, None)


def test_distinct_counts_a_subject_once_over_time_and_units(scene: Scene) -> None:
    firms = scene.indicator("firms", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT, unit="家")
    scene.target("10", indicator=firms)
    scene.target("10", scene.world.east, indicator=firms)
    scene.entry("1", "2019-02-01", indicator=firms, subject="甲公司", evidence=True)
    scene.entry("1", "2019-03-01", indicator=firms, subject="甲公司")
    scene.entry("1", "2019-03-01", indicator=firms, subject="甲公司", giver=scene.world.west)
    scene.entry("1", "2019-03-01", indicator=firms, subject="乙公司", giver=scene.world.west)
    gone = scene.entry("1", "2019-04-01", indicator=firms, subject="丙公司")
    scene.reverse(gone, "-1")
    city, east = standings(scene.world.programme, on=ON)
    assert (city.value, east.value) == (Decimal(2), Decimal(1))
    assert (city.evidenced, city.entries) == (Decimal("0.5"), 4)


def test_distinct_over_time_may_still_add_up_over_units(scene: Scene) -> None:
    firms = scene.indicator("firms", over_time=Rollup.DISTINCT, over_units=Rollup.SUM, unit="家")
    scene.target("10", indicator=firms)
    scene.entry("1", "2019-02-01", indicator=firms, subject="甲公司")
    scene.entry("1", "2019-03-01", indicator=firms, subject="甲公司")
    scene.entry("1", "2019-03-01", indicator=firms, subject="甲公司", giver=scene.world.west)
    assert only(scene).value == 2


def test_latest_takes_the_last_value_of_each_unit_and_a_reversal_brings_back_the_one_before(
    scene: Scene,
) -> None:
    staff = scene.indicator("staff", over_time=Rollup.LATEST, nature=Nature.STOCK, unit="人")
    scene.target("50", indicator=staff)
    scene.entry("5", "2018-11-01", indicator=staff)
    scene.entry("9", "2019-03-01", indicator=staff)
    last = scene.entry("20", "2019-06-01", indicator=staff, evidence=True)
    scene.entry("4", "2019-06-01", indicator=staff, giver=scene.world.west)
    standing = only(scene)
    assert (standing.value, standing.evidenced) == (Decimal(24), Decimal(20) / 24)
    scene.reverse(last, "-20")
    assert only(scene).value == 13


def test_a_stock_starts_from_where_it_stood_before_the_period(scene: Scene) -> None:
    villages = scene.indicator("villages", nature=Nature.STOCK, unit="个")
    scene.target("100", indicator=villages)
    scene.entry("40", "2018-06-01", indicator=villages)
    scene.entry("10", "2019-06-01", indicator=villages)
    standing = only(scene)
    due = Decimal(working_days(FIRST, ON)) / working_days(FIRST, LAST)
    assert (standing.value, standing.expected) == (Decimal(50), 40 + 60 * due)
    assert standing.best_month == 10


def test_a_ratio_is_the_mean_of_what_is_posted_and_expected_from_the_first_day(scene: Scene) -> None:
    longer = scene.indicator("year-or-more", over_time=Rollup.RATIO, over_units=Rollup.RATIO, decimals=2)
    scene.target("0.3", indicator=longer)
    assert only(scene).status is Status.NOT_RECORDED
    for value in ("1", "0", "0", "0"):
        scene.entry(value, "2019-05-01", indicator=longer)
    standing = only(scene)
    assert (standing.value, standing.expected, standing.status) == (
        Decimal("0.25"),
        Decimal("0.3"),
        Status.BEHIND,
    )
    assert standing.needed_per_month is None
    scene.entry("1", "2019-05-01", indicator=longer)
    assert only(scene).status is Status.AHEAD
    assert only(scene, LAST).status is Status.REACHED


def test_where_less_is_better_a_ceiling_is_kept_or_broken(scene: Scene) -> None:
    trips = scene.indicator("trips", better=Better.DOWN, unit="次")
    scene.target("40", indicator=trips, comparator=Comparator.AT_MOST)
    scene.entry("20", "2019-05-01", indicator=trips)
    assert only(scene).status is Status.AHEAD
    assert only(scene).pace == only(scene).expected / 20
    scene.entry("15", "2019-05-01", indicator=trips)
    assert only(scene).status is Status.BEHIND
    assert only(scene, LAST).status is Status.REACHED
    scene.entry("6", "2019-05-01", indicator=trips)
    assert only(scene).status is Status.OUT_OF_REACH


def test_filters_choose_targets(scene: Scene) -> None:
    scene.target("1000")
    scene.target("600", scene.world.east, receiver=scene.world.county)
    funds = scene.indicator("funds", workstream=scene.world.funds, kind="transfer")
    scene.target("5", indicator=funds)
    programme = scene.world.programme
    assert [s.target_value for s in standings(programme, on=ON)] == [1000, 600, 5]
    assert [s.target_value for s in standings(programme, on=ON, workstream=scene.world.funds)] == [5]
    assert [s.target_value for s in standings(programme, on=ON, unit=scene.world.east)] == [600]
    assert [s.target_value for s in standings(programme, on=ON, receiver=scene.world.county)] == [600]
    assert [s.target_value for s in standings(programme, on=ON, indicator=funds)] == [5]


def test_the_number_of_queries_does_not_grow_with_targets_or_entries(scene: Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            rows = standings(scene.world.programme, on=ON)
            _ = [(s.unit.name, s.indicator.workstream.name, s.target.revision.title, s.is_part) for s in rows]
        return len(captured)

    whole = scene.target("1000")
    scene.entry("1", "2019-02-01")
    few = queries()
    firms = scene.indicator("firms", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT)
    for unit in (scene.world.east, scene.world.west, scene.world.commerce):
        scene.target("100", unit, parent=whole)
        scene.target("100", unit, indicator=firms)
        for day in range(1, 10):
            scene.entry("1", f"2019-02-{day:02d}", giver=unit)
            scene.entry("1", f"2019-02-{day:02d}", giver=unit, indicator=firms, subject=str(day))
    assert queries() == few == 4
