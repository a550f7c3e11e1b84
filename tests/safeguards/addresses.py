"""The rows of the safeguards and of approvals by amount in the table of every address, and what they need."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiedui.ledger import services
from jiedui.plans import services as plans
from jiedui.safeguards import services as safeguards
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.safeguards.models import LabourHold
from tests.conftest import World

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:safeguards", "oooooofs", "", "get"),
    ("console:hold-new", "oooooofs", "", "get"),
    ("console:hold-new", "oooooofs", "", "post"),
    ("console:hold-lift", "offffffs", "hold", "get"),
    ("console:hold-lift", "offffffs", "hold", "post"),
    ("console:grievances", "oooooooo", "", "get"),
    ("console:grievance-new", "oooooooo", "public", "get"),
    ("console:grievance-new", "oooooooo", "public", "post"),
    ("console:grievance-follow", "oooooooo", "", "get"),
    ("console:grievance-follow", "oooooooo", "", "post"),
    ("console:grievance-queue", "offffofs", "", "get"),
    ("console:grievance", "offffofs", "grievance", "get"),
    ("console:grievance-act", "offffffs", "grievance:take-up", "post"),
    ("console:grievance-act", "offffffs", "grievance:answer", "post"),
    ("console:grievance-act", "offffffs", "grievance:close", "post"),
    ("console:approvals", "oooooofs", "", "get"),
    ("console:approval-new", "offffffs", "", "get"),
    ("console:approval-new", "offffffs", "", "post"),
    ("console:approval-edit", "offffffs", "band", "get"),
    ("console:approval-edit", "offffffs", "band", "post"),
    ("console:approval-remove", "offffffs", "band", "post"),
    ("console:duties", "offffffs", "", "post"),
]


def kwargs(hold: LabourHold, code: str, act: str) -> dict[str, dict[str, Any]]:
    """The arguments of addresses that speak of a hold, of a threshold or of a grievance."""
    programme = hold.programme
    found = {"hold": hold, "band": programme.approval_bands.get(), "grievance": programme.grievances.get()}
    known = {about: {"code": code, "pk": one.pk, "act": act} for about, one in found.items()}
    return {**known, "public": {"about_code": code}}


def held_of(world: World) -> LabourHold:
    """A hold that stands on a workshop, and beside it a threshold above every amount and a grievance."""
    safeguards.file_grievance(programme=world.programme, about="work", text="工资未发")
    plans.set_approval_band(
        actor=world.office, programme=world.programme, at_least=Decimal(10) ** 12, approvers=["office"]
    )
    return services.raise_hold(
        actor=world.giver,
        programme=world.programme,
        on=HoldOn.WORKSHOP,
        name="车间",
        flag=RedFlag.DEBT,
        reason="工资未发",
    )
