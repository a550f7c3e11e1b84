"""What no return asks of a region under the hold on labour transfer."""

from __future__ import annotations

from jiedui.ledger import kinds
from jiedui.organisations.models import DivisionCode
from jiedui.returns.models import ReturnLine
from jiedui.safeguards.holds import hold_on


def without_held(lines: list[ReturnLine]) -> list[ReturnLine]:
    """The lines without those on workers who are moved, or offered work, in a region where that is held.

    There the ledger takes no such entry, and a figure of the unit's own would go around that. One query, or none.
    """
    places = {_place(line) for line in lines if _moves_workers(line)}
    codes = DivisionCode.objects.filter(unit__in=places).values_list("unit", "code") if places else []
    held = {unit for unit, code in codes if hold_on(code)}
    return [line for line in lines if not (_place(line) in held and _moves_workers(line))]


def _place(line: ReturnLine) -> int:
    """Whose figure it is: the place a front office speaks of, else the reporting unit."""
    place: int = line.definition.get("receiver", line.of.unit_id)
    return place


def _moves_workers(line: ReturnLine) -> bool:
    return line.counted and any(kind.labour_transfer for kind in kinds.members(line.definition["kind"]))
