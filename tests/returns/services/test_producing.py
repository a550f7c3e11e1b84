"""Returns are made when their period is over, once, with their figures computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.errors import NotAllowed
from jiedui.ledger import services as ledger
from jiedui.ledger.enums import Verdict
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import Pairing
from jiedui.returns import queries, services
from jiedui.returns.enums import Cadence, DueRule, Reporters, ReturnState
from jiedui.returns.models import Return, ReturnLine
from jiedui.returns.verification import verify_returns
from tests.conftest import World, plant
from tests.ledger import acts
from tests.returns import scene


def test_each_giving_district_owes_a_return_for_each_month(world: World) -> None:
    one = scene.july(world)

    assert (one.state, one.due_on, one.version) == (ReturnState.OPEN, date(2019, 8, 5), 1)
    assert [made.unit for made in Return.objects.all()] == [world.east, world.west]
    line = one.lines.get()
    assert (line.value, line.cumulative, line.entries) == (
        scene.money("12000.50"), scene.money("12000.50"), 1,
    )  # fmt: skip
    assert (line.evidenced, line.confirmed) == (1, 0)


def test_producing_again_makes_only_what_is_missing(world: World) -> None:
    scene.july(world)
    before = list(Return.objects.values())

    again = services.produce_returns(
        actor=None, programme=world.programme, until=scene.JULY, since=scene.JULY
    )

    assert (again.created, again.there) == ([], 2)
    assert list(Return.objects.values()) == before
    whole = services.produce_returns(actor=None, programme=world.programme, until=date(2019, 8, 30))
    assert [one.ends_on.month for one in whole.created if one.unit == world.east] == [1, 2, 3, 4, 5, 6]


def test_a_return_due_before_its_period_is_over_is_made_on_that_day(world: World) -> None:
    acts.indicator(world, code="purchases")
    scene.pair(world)
    made = scene.schedule(world, due_rule=DueRule.LAST_WORKING_DAY)

    assert scene.produce(world, until=date(2019, 6, 27), since=date(2019, 6, 1)) == []
    june = scene.produce(world, until=date(2019, 6, 28), since=date(2019, 6, 1))
    assert {(one.ends_on, one.due_on) for one in june} == {(date(2019, 6, 30), date(2019, 6, 28))}
    assert made.returns.count() == 2


def test_what_is_asked_once_is_made_once(world: World) -> None:
    acts.indicator(world, code="purchases")
    scene.schedule(
        world,
        cadence=Cadence.ONCE,
        due_rule=DueRule.FIXED_DAY,
        due_day=date(2019, 8, 20),
        valid_to=date(2019, 8, 9),
        reporters=Reporters.NAMED,
        units=[world.commerce],
    )

    made = scene.produce(world, until=date(2019, 9, 30), since=date(2019, 1, 1))

    assert [(one.unit, one.starts_on, one.due_on) for one in made] == [
        (world.commerce, date(2019, 1, 1), date(2019, 8, 20))
    ]


def test_a_closed_unit_owes_nothing(world: World) -> None:
    world.east.active = False
    world.east.save()
    acts.indicator(world, code="purchases")
    scene.pair(world)
    scene.schedule(world)

    assert [one.unit for one in scene.produce(world)] == [world.west]


def test_only_the_office_makes_returns(world: World) -> None:
    acts.indicator(world, code="purchases")
    scene.pair(world)
    scene.schedule(world)

    for who in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            services.produce_returns(actor=who, programme=world.programme, until=scene.JULY)
    assert not Return.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_units(world: World) -> None:
    scene.july(world)
    with CaptureQueriesContext(connection) as few:
        scene.produce(world, until=date(2019, 5, 31), since=date(2019, 5, 31))
    for number in range(5):
        giver = plant(f"第{number}区", UnitKind.COUNTY, world.city)
        Pairing.objects.create(
            giver=giver, receiver=world.county, type=PairingType.TERRITORIAL, valid_from=date(2019, 1, 1)
        )

    with CaptureQueriesContext(connection) as many:
        scene.produce(world, until=date(2019, 6, 30), since=date(2019, 6, 30))

    assert Return.objects.filter(ends_on=date(2019, 6, 30)).count() == 7
    assert len(many) == len(few)


def test_an_indicator_the_ledger_cannot_count_opens_empty(world: World) -> None:
    acts.indicator(world, code="purchases")
    cabinets = acts.indicator(world, "", "", code="cabinets")
    one = scene.july_of(world, cabinets)

    line = one.lines.get()
    assert (line.value, line.cumulative, line.counted) == (None, None, False)


def test_figures_of_an_open_return_follow_the_ledger(world: World) -> None:
    one = scene.july(world)
    acts.accepted(world, amount=scene.money("500"), detail={"voucher_number": "NO.2"})

    (line,) = queries.lines_of(one)

    assert line.value == scene.money("12500.50")
    assert one.lines.get().value == scene.money("12000.50")


def test_a_measure_of_a_kind_is_counted_like_an_indicator(world: World) -> None:
    one = scene.july(
        world,
        lines=[
            services.LineSpec(kind="purchase", measure="sellers", name="销售单位", measured_in="家"),
            services.LineSpec(
                kind="purchase", measure="amount", name="食堂采购", filter={"channel": "canteen"}
            ),
            services.LineSpec(kind="purchase", measure="amount", name="线上", filter={"channel": "online"}),
        ],
    )

    assert [line.value for line in one.lines.all()] == [1, scene.money("12000.50"), 0]
    assert [entry.pk for entry in queries.entries_of(world.giver, one.lines.all()[0])] == [
        line.pk for line in world.programme.entries.all()
    ]


def test_a_receiving_county_counts_what_it_received(world: World) -> None:
    scene.pair(world)
    acts.indicator(world, code="purchases")
    goods = acts.accepted(world)
    theirs = acts.accepted(world, amount="500", detail={"voucher_number": "NO.2"})
    acts.accepted(world, receiver=world.other_county.pk, detail={"voucher_number": "NO.3"})
    ledger.confirm_entry(actor=world.receiver, entry=theirs, verdict=Verdict.AGREED)
    by_measure = services.LineSpec(kind="purchase", measure="count", name="采购笔数")
    scene.schedule(
        world, reporters=Reporters.RECEIVERS, lines=[services.LineSpec(scene.purchases()), by_measure]
    )

    (one,) = scene.produce(world)

    assert (one.unit, one.receives) == (world.county, True)
    amount, count = queries.lines_of(one)
    assert (amount.value, amount.confirmed) == (Decimal("12500.50"), Decimal("0.0400"))
    assert (count.value, count.entries) == (2, 2)
    assert set(queries.entries_of(world.receiver, amount)) == {goods, theirs}


def test_a_receiving_county_s_return_freezes_and_agrees(world: World) -> None:
    scene.pair(world)
    acts.indicator(world, code="purchases")
    acts.accepted(world)
    scene.schedule(world, reporters=Reporters.RECEIVERS)
    span = {"since": scene.JULY, "until": scene.JULY}
    closed = services.close_returns(actor=world.office, programme=world.programme, **span)

    assert closed.accepted == 1
    assert ReturnLine.objects.get().value == Decimal("12000.50")
    assert list(verify_returns(world.programme, lambda count: None)) == []


def test_the_number_of_queries_does_not_grow_with_the_periods_that_are_there(world: World) -> None:
    scene.july(world)
    counts = []
    for until in (date(2019, 3, 31), date(2019, 7, 31)):
        services.produce_returns(actor=None, programme=world.programme, until=until)
        with CaptureQueriesContext(connection) as again:
            services.produce_returns(actor=None, programme=world.programme, until=until)
        counts.append(len(again))

    assert Return.objects.count() == 14
    assert counts[0] == counts[1]


def test_a_pairing_is_asked_for_while_it_is_in_force(world: World) -> None:
    scene.pair(world)
    acts.indicator(world, code="purchases")
    Pairing.objects.filter(giver=world.west).update(valid_from=date(2019, 3, 1), valid_to=date(2019, 6, 30))
    scene.schedule(world)

    scene.produce(world, since=date(2019, 1, 1))

    months = Return.objects.filter(unit=world.west).values_list("starts_on", flat=True)
    assert [day.month for day in months] == [3, 4, 5, 6]
    assert Return.objects.filter(unit=world.east).count() == 7
