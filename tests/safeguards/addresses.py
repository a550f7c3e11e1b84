"""The rows of the safeguards in the table of every address, and what they need."""

from __future__ import annotations

from jiedui.ledger import services
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
]


def held_of(world: World) -> LabourHold:
    """A hold that stands on a workshop."""
    return services.raise_hold(
        actor=world.giver,
        programme=world.programme,
        on=HoldOn.WORKSHOP,
        name="车间",
        flag=RedFlag.DEBT,
        reason="工资未发",
    )
