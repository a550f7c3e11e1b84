"""Schedules and returns for tests: a monthly return on purchases that the east and the west district owe."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import Pairing
from jiedui.plans.models import Indicator
from jiedui.returns import services
from jiedui.returns.enums import Cadence, DueRule
from jiedui.returns.models import Return, ReturnSchedule
from tests.conftest import World
from tests.ledger import acts

JULY = date(2019, 7, 31)


def pair(world: World) -> None:
    """Both districts help the county, so both are giving districts."""
    for giver in (world.east, world.west):
        Pairing.objects.create(
            giver=giver, receiver=world.county, type=PairingType.TERRITORIAL, valid_from=date(2019, 1, 1)
        )


def spec(world: World, **changes: Any) -> services.ScheduleSpec:
    """What a schedule of the consumption workstream says, due on the 5th of the month after."""
    given: dict[str, Any] = {
        "code": "purchases-monthly",
        "name": "消费帮扶月报",
        "name_en": "Purchases, monthly",
        "cadence": Cadence.MONTHLY,
        "due_rule": DueRule.DAY_OF_NEXT_MONTH,
        "due_number": 5,
        "valid_from": date(2019, 1, 1),
        "valid_to": date(2019, 12, 31),
        "workstream": world.consumption,
        **changes,
    }
    return services.ScheduleSpec(**given)


def schedule(world: World, **changes: Any) -> ReturnSchedule:
    """A stored schedule whose one line is an indicator of purchases, unless told otherwise."""
    if "lines" not in changes:
        changes["lines"] = [services.LineSpec(purchases())]
    return services.create_schedule(
        actor=world.office, programme=world.programme, spec=spec(world, **changes)
    )


def purchases() -> Indicator:
    """The indicator of purchases there is, made where there is none."""
    return Indicator.objects.get(code="purchases")


def produce(world: World, until: date = JULY, since: date = JULY) -> list[Return]:
    """The returns of July."""
    made = services.produce_returns(actor=None, programme=world.programme, until=until, since=since)
    return made.created


def july(world: World, **changes: Any) -> Return:
    """The east district's return for July, open, with one accepted purchase of 12,000.50 behind it."""
    pair(world)
    acts.indicator(world, code="purchases", name_en="Purchases")
    acts.accepted(world)
    schedule(world, **changes)
    return next(one for one in produce(world) if one.unit == world.east)


def submitted(world: World, **changes: Any) -> Return:
    """The same, handed in by the district."""
    return services.submit_return(actor=world.giver, one=july(world, **changes))


def accepted(world: World, **changes: Any) -> Return:
    """The same, accepted on both levels."""
    one = submitted(world, **changes)
    services.approve_return(actor=world.lead, one=one)
    return services.approve_return(actor=world.office, one=one)


def snapshot(one: Return) -> list[dict[str, Any]]:
    """Every column of the return, its lines, texts and remarks, to show that nothing changed."""
    rows: list[dict[str, Any]] = list(Return.objects.filter(pk=one.pk).values())
    for part in (one.lines, one.texts, one.pictures, one.remarks, one.decisions):
        rows += part.values()
    return rows


def money(text: str) -> Decimal:
    """An amount as columns hold it."""
    return Decimal(text).quantize(Decimal("0.0001"))


def july_of(world: World, indicator: Indicator) -> Return:
    """The east district's return for July with one line of another indicator."""
    pair(world)
    schedule(world, lines=[services.LineSpec(indicator)])
    return next(one for one in produce(world) if one.unit == world.east)
