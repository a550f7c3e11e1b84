"""Following last year: what stood on the same day, its edges, and when there is nothing to follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.periods import Period, period_before, year_before
from jiedui.kernel.working_days import is_working_day, working_days
from jiedui.ledger import outbox
from jiedui.ledger.rows import Row
from jiedui.ledger.series import series_of
from jiedui.plans.enums import Better, Course, Nature, Rollup
from jiedui.plans.models import Indicator, Milestone
from jiedui.progress.curves import FEWEST, LastYear
from jiedui.progress.enums import Basis
from jiedui.progress.standings import Standing, Status, overview, standings
from tests.progress.conftest import Scene

YEAR = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}


@pytest.fixture
def season(scene: Scene) -> Scene:
    """A programme of 2018 to 2021 whose purchases follow last year: 100 a month in 2019, 1,200 in July; 2020 is a
    leap year."""
    scene.world.programme.starts_on, scene.world.programme.ends_on = date(2018, 1, 1), date(2021, 12, 31)
    scene.world.programme.save()
    scene.purchases.course = Course.LAST_YEAR
    scene.purchases.save()
    for month in range(1, 13):
        scene.entry("1200" if month == 7 else "100", f"2019-{month:02}-20")
    return scene


def only(scene: Scene, on: date) -> Standing:
    (standing,) = standings(scene.world.programme, on=on)
    return standing


def expected(scene: Scene, on: str) -> Decimal:
    """Expected of a target of 2,300 for 2020: as much as stood in 2019."""
    found = only(scene, date.fromisoformat(on)).expected
    assert found is not None
    return round(found, 12)


def test_the_share_that_stood_on_the_same_day_of_last_year_is_expected(season: Scene) -> None:
    season.target("4600", **YEAR)
    days = ["2020-01-19", "2020-01-20", "2020-07-19", "2020-07-20", "2020-12-19", "2020-12-31"]
    assert [expected(season, day) for day in days] == [0, 200, 1200, 3600, 4400, 4600]
    standing = only(season, date(2020, 7, 20))
    assert standing.basis == Basis.LAST_YEAR and not standing.by_milestones


def test_the_cockpit_expects_the_same(season: Scene) -> None:
    season.target("4600", **YEAR)
    programme, on = season.world.programme, date(2020, 7, 20)
    outbox.note_begun()  # what is reckoned is kept once changes are noted
    assert overview(programme, on=on).rows == overview(programme, on=on).rows == standings(programme, on=on)


def test_milestones_come_before_last_year(season: Scene) -> None:
    season.target("1000", **YEAR)
    Milestone.objects.create(
        workstream=season.world.consumption,
        indicator=season.purchases,
        due_on=date(2020, 6, 30),
        share=Decimal("0.5"),
        text="过半",
        revision=season.world.revision,
    )
    standing = only(season, date(2020, 6, 30))
    assert (standing.expected, standing.basis) == (500, Basis.MILESTONES)


def test_by_default_working_days_count_whatever_last_year_was(season: Scene) -> None:
    Indicator.objects.update(course=Course.WORKING_DAYS)
    season.target("1000", **YEAR)
    standing = only(season, date(2020, 6, 30))
    first, last = YEAR.values()
    assert standing.expected == Decimal(1000) * working_days(first, standing.on) / working_days(first, last)
    assert standing.basis == Basis.WORKING_DAYS


def test_too_few_entries_last_year_fall_back_to_working_days_and_say_so(season: Scene) -> None:
    season.target("1000", season.world.west, **YEAR)
    for day in range(1, FEWEST):
        season.entry("10", f"2019-03-{day:02}", giver=season.world.west)
    first, last = YEAR.values()
    on = date(2020, 3, 31)
    standing = only(season, on)
    assert standing.basis == Basis.UNFOLLOWED
    assert standing.expected == Decimal(1000) * working_days(first, on) / working_days(first, last)
    season.entry("10", "2019-12-31", giver=season.world.west)
    standing = only(season, on)
    assert standing.basis == Basis.LAST_YEAR
    assert standing.expected == Decimal(1000) * (Decimal(110) / 120)


def test_a_year_that_was_not_wholly_the_programmes_is_not_followed(season: Scene) -> None:
    season.world.programme.starts_on = date(2019, 1, 2)
    season.world.programme.save()
    season.target("1000", **YEAR)
    assert only(season, date(2020, 3, 31)).basis == Basis.UNFOLLOWED


def test_a_target_of_several_years_has_no_last_year(season: Scene) -> None:
    season.target("1000", starts_on=date(2019, 1, 1), ends_on=date(2020, 12, 31))
    assert only(season, date(2020, 3, 31)).basis == Basis.UNFOLLOWED


def test_what_was_taken_back_never_counted(season: Scene) -> None:
    """A reversal stands on the day of what it takes back."""
    season.reverse(season.entry("5000", "2019-03-01"), "-5000")
    season.target("2300", **YEAR)
    assert [expected(season, day) for day in ("2020-03-01", "2020-03-20", "2020-05-31")] == [200, 300, 500]


def test_where_last_year_fell_no_more_is_expected_than_stayed(season: Scene) -> None:
    stock = season.indicator("held", nature=Nature.STOCK, course=Course.LAST_YEAR)
    for month, value in enumerate((10, 20, 80, 40, 50, 60, 70, 80, 90, 100, 100, 100), start=1):
        before = (0, 10, 20, 80, 40, 50, 60, 70, 80, 90, 100, 100)[month - 1]
        season.entry(str(value - before), f"2019-{month:02}-01", indicator=stock)
    season.target("200", indicator=stock, **YEAR)
    days = ("2020-02-29", "2020-03-15", "2020-04-30", "2020-05-31", "2020-12-31")
    assert [expected(season, day) for day in days] == [120, 140, 140, 150, 200]


def test_the_last_of_february_stands_against_the_last_of_february(season: Scene) -> None:
    season.entry("100", "2019-02-28")
    season.target("2400", **YEAR)
    assert [expected(season, day) for day in ("2020-02-27", "2020-02-28", "2020-02-29", "2020-03-01")] == [
        200, 300, 300, 300,
    ]  # fmt: skip


def test_the_year_after_a_leap_year_has_its_29_february_with_the_28th(season: Scene) -> None:
    for day in range(1, 13):
        season.entry("10", f"2020-06-{day:02}")
    season.entry("120", "2020-02-29")
    season.target("240", starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31))
    assert [expected(season, day) for day in ("2021-02-27", "2021-02-28", "2021-06-01")] == [0, 120, 130]


def test_a_february_follows_the_whole_february_before(season: Scene) -> None:
    for day in range(18, 30):
        season.entry("10", f"2020-02-{day:02}")
    season.target("120", starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 28))
    assert [expected(season, day) for day in ("2021-02-17", "2021-02-18", "2021-02-27", "2021-02-28")] == [
        0, 10, 100, 120,
    ]  # fmt: skip


def test_calendar_days_are_followed_whether_people_work_on_them_or_not(season: Scene) -> None:
    """12 October 2019 was a Saturday that was worked, 12 October 2020 a Monday; 1 October is a holiday in both."""
    assert is_working_day(date(2019, 10, 12)) and not is_working_day(date(2019, 10, 1))
    season.entry("100", "2019-10-12")
    season.entry("100", "2019-10-01")
    season.target("2500", **YEAR)
    days = ("2020-09-30", "2020-10-01", "2020-10-11", "2020-10-12")
    assert [expected(season, day) for day in days] == [2000, 2100, 2100, 2200]


@pytest.mark.parametrize(
    ("instant", "value"), [("2020-07-19T15:59:59+00:00", 600), ("2020-07-19T16:00:00+00:00", 1800)]
)
def test_the_day_is_that_of_china(season: Scene, instant: str, value: int) -> None:
    season.world.programme.reference_date = None
    season.target("2300", **YEAR)
    with mock.patch.object(timezone, "now", return_value=datetime.fromisoformat(instant)):
        assert expected(season, season.world.programme.today.isoformat()) == value


def test_forecast_and_landing_go_by_the_same_curve(season: Scene) -> None:
    """As much as last year by the end of June, most of which is still to come: likely the same in the end."""
    season.target("2300", **YEAR)
    for month in range(1, 7):
        season.entry("100", f"2020-{month:02}-20")
    standing = only(season, date(2020, 6, 30))
    assert (standing.value, standing.status) == (600, Status.ON_PACE)
    assert standing.forecast == 2300
    assert standing.lands_on == date(2020, 12, 20)


def test_a_stock_grows_as_it_grew_last_year(season: Scene) -> None:
    stock = season.indicator("held", nature=Nature.STOCK, course=Course.LAST_YEAR)
    season.entry("1000", "2018-06-01", indicator=stock)
    for month in range(1, 13):
        season.entry("10", f"2019-{month:02}-01", indicator=stock)
    season.target("1240", indicator=stock, **YEAR)
    assert expected(season, "2020-03-31") == 1150  # 1,120 stood before the year, a quarter of 120 more


def test_a_ratio_is_expected_from_the_first_day(season: Scene) -> None:
    ratio = season.indicator("share", over_time=Rollup.RATIO, course=Course.LAST_YEAR)
    season.entry("1", "2020-01-10", indicator=ratio)
    season.target("0.8", indicator=ratio, **YEAR)
    standing = only(season, date(2020, 1, 10))
    assert (standing.expected, standing.basis) == (Decimal("0.8"), Basis.WORKING_DAYS)


def test_a_ceiling_is_held_against_last_year_too(season: Scene) -> None:
    season.purchases.better = Better.DOWN
    season.purchases.save()
    season.target("2300", **YEAR)
    season.entry("600", "2020-06-01")
    assert only(season, date(2020, 6, 30)).status == Status.ON_PACE
    season.entry("600", "2020-06-02")
    assert only(season, date(2020, 6, 30)).status == Status.BEHIND


ROWS = st.lists(st.tuples(st.integers(0, 365), st.decimals(-50, 100, places=1)), min_size=1, max_size=40)
DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))


@given(rows=ROWS, length=st.integers(1, 365))
def test_the_curve_never_falls_and_stays_between_zero_and_one(
    rows: list[tuple[int, Decimal]], length: int
) -> None:
    first = date(2019, 2, 11)
    made = [Row(1, "/1/", "/2/", first + timedelta(days=n), value, 1, True, True) for n, value in rows]
    period = Period(first, first + timedelta(days=length))
    curve = LastYear(
        series_of(Indicator(nature=Nature.FLOW, over_time="sum", over_units="sum"), made), period
    )
    if curve.whole > 0:
        shares = [curve.share(first + timedelta(days=n)) for n in range(-1, length + 2)]
        assert shares == sorted(shares)
        assert shares[0] == 0 and shares[-1] == shares[-2] == 1


@given(day=DAYS)
def test_days_a_year_before_follow_on_one_another(day: date) -> None:
    before, after = year_before(day), year_before(day + timedelta(days=1))
    assert before <= after <= before + timedelta(days=2)
    assert (after - before).days == 1 or day.month == 2


@given(first=DAYS, length=st.integers(1, 400), more=st.integers(0, 400))
def test_periods_that_follow_on_one_another_do_so_a_year_before(first: date, length: int, more: int) -> None:
    period = Period(first, first + timedelta(days=length))
    following = Period(period.last + timedelta(days=1), period.last + timedelta(days=1 + more))
    if following.first != following.last:
        assert period_before(following).first == period_before(period).last + timedelta(days=1)
