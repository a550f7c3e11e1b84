"""A month killed while it is handed in and frozen: every return is whole, and what was accepted stays accepted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from jiedui.accounts.models import User
from jiedui.kernel.periods import month_end
from jiedui.ledger.verification import CHECKS
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.plans.models import Programme
from jiedui.returns import services, verification
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Decision, Return, ReturnSchedule
from tests.conftest import build_world, plant
from tests.ledger import acts
from tests.returns import scene

UNITS = 60


def prepare() -> dict[str, Any]:
    """Another schedule of the same month, so that every round freezes returns of its own."""
    if not Programme.objects.exists():
        _found()
    number = ReturnSchedule.objects.count()
    programme = Programme.objects.get()
    spec = services.ScheduleSpec(
        code=f"round-{number}",
        name=f"第{number}轮",
        cadence=scene.Cadence.MONTHLY,
        due_rule=scene.DueRule.DAY_OF_NEXT_MONTH,
        due_number=5,
        valid_from=date(2019, 7, 1),
        valid_to=scene.JULY,
        workstream=programme.workstreams.get(key="consumption"),
        lines=[services.LineSpec(scene.purchases())],
    )
    made = services.create_schedule(actor=None, programme=programme, spec=spec)
    frozen = Return.objects.filter(state=ReturnState.ACCEPTED).exclude(schedule=made)
    return {"schedule": made.pk, "before": frozen.count()}


def _found() -> None:
    world = build_world()
    scene.pair(world)
    acts.indicator(world, code="purchases")
    for number in range(4):
        acts.accepted(world, detail={"voucher_number": f"NO.{number}"})
    for number in range(UNITS - 2):
        giver = plant(f"第{number}区", UnitKind.COUNTY, world.city)
        Pairing.objects.create(
            giver=giver, receiver=world.county, type=PairingType.TERRITORIAL, valid_from=date(2019, 1, 1)
        )


def act(context: dict[str, Any]) -> None:
    """Make, hand in, review and accept them."""
    services.close_returns(
        actor=User.objects.get(username="office"),
        programme=Programme.objects.get(),
        since=scene.JULY - timedelta(days=1),
        until=month_end(scene.JULY),
    )


def check(context: dict[str, Any]) -> list[str]:
    """Nothing is half there; closing again brings the rest to its end."""
    problems = _whole(context)
    act(context)
    accepted = Return.objects.filter(schedule=context["schedule"], state=ReturnState.ACCEPTED).count()
    owed = (
        OrgUnit.objects.filter(kind=UnitKind.COUNTY, path__contains="/").exclude(name__endswith="县").count()
    )
    if accepted != owed:
        problems.append(f"{accepted} accepted in the end, not {owed}")
    return [*problems, *_whole(context)]


def _whole(context: dict[str, Any]) -> list[str]:
    problems = []
    for one in Return.objects.filter(schedule=context["schedule"]).prefetch_related("lines"):
        sealed = one.state == ReturnState.ACCEPTED
        decisions = Decision.objects.filter(of=one).count()
        if (len(one.lines.all()), bool(one.hash), decisions) != (1, sealed, 2 if sealed else 0):
            problems.append(f"{one} is half there: {one.state}, {decisions} decisions")
        if one.state not in {ReturnState.OPEN, ReturnState.ACCEPTED}:
            problems.append(f"{one} stands between two states: {one.state}")
    kept = Return.objects.filter(state=ReturnState.ACCEPTED).exclude(schedule=context["schedule"]).count()
    if kept != context["before"]:
        problems.append(f"{kept} returns of before, not {context['before']}")
    for verify in (*CHECKS, verification.CHECK):
        problems += [f"{item.subject}: {item.message}" for item in verify.run(None, lambda _count: None)]
    return problems
