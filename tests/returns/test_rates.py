"""Timeliness and completeness by unit and period, in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.periods import Period, month_of
from jiedui.returns import services
from jiedui.returns.models import Return
from jiedui.returns.rates import Matrix, Rate, reporting_rates
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def matrix(world: World, who: str = "office", today: date = date(2019, 9, 30)) -> Matrix:
    return reporting_rates(
        getattr(world, who), world.programme, today=today, start=date(2019, 1, 1), end=date(2019, 12, 31)
    )


def test_what_came_in_time_late_and_not_at_all(world: World) -> None:
    one = scene.july(world)
    scene.produce(world, until=date(2019, 9, 30), since=date(2019, 8, 1))
    services.submit_return(actor=world.giver, one=one, on=date(2019, 8, 5))
    august = Return.objects.get(unit=world.east, ends_on=date(2019, 8, 31))
    services.submit_return(actor=world.giver, one=august, on=date(2019, 9, 6))

    found = matrix(world)

    assert found.units == [world.east, world.west]
    assert found.periods == [month_of(date(2019, month, 1)) for month in (7, 8, 9)]
    assert found.row(world.east) == [
        Rate(expected=1, received=1, on_time=1), Rate(expected=1, received=1), Rate(to_come=1),
    ]  # fmt: skip
    assert found.by_unit[world.west.pk] == Rate(expected=2, to_come=1)
    assert (found.total.completeness, found.total.timeliness) == (Decimal("0.5"), Decimal("0.25"))
    assert (found.total.missing, found.total.late) == (2, 1)
    assert found.by_period[Period(date(2019, 9, 1), date(2019, 9, 30))].completeness is None


def test_a_unit_sees_only_its_own_row(world: World) -> None:
    scene.july(world)

    assert matrix(world, "giver").units == [world.east]
    assert matrix(world, "receiver").units == []
    assert matrix(world, "lead").units == [world.east, world.west]


def test_the_queries_do_not_grow_with_units_or_periods(world: World) -> None:
    scene.july(world)
    with CaptureQueriesContext(connection) as few:
        matrix(world)
    scene.produce(world, until=date(2019, 9, 30), since=date(2019, 1, 1))

    with CaptureQueriesContext(connection) as many:
        matrix(world)

    assert len(many) == len(few)


def test_a_new_version_counts_with_the_day_on_which_the_first_one_came(world: World) -> None:
    acts.indicator(world, code="other")
    old = scene.accepted(world)
    services.reopen_return(actor=world.office, one=old, reason="漏报")

    assert matrix(world).by_unit[world.east.pk] == Rate(expected=1, received=1)


def test_what_is_due_today_is_missing_tomorrow(world: World) -> None:
    scene.july(world)

    assert matrix(world, today=date(2019, 8, 5)).total == Rate(to_come=2)
    assert matrix(world, today=date(2019, 8, 6)).total == Rate(expected=2)
