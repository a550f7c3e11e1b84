"""What all schedules together ask of each unit, and what of it need not be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns.meter import Droppable, Load, Meter, measure


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What is asked of a unit over the span, all months together."""

    unit: OrgUnit
    months: int
    forms: int
    figures: int
    texts: int
    known: int
    twice: int
    hours: Decimal
    hours_by_hand: Decimal


@dataclass(frozen=True, slots=True)
class LoadTable:
    """Units with what is asked of them, all of it together, and what could be dropped."""

    rows: list[UnitLoad]
    total: UnitLoad | None
    known: list[Droppable]
    """Figures that the ledger has: they are shown, and nobody types them."""
    repeated: list[Droppable]
    """Figures that another form asks the same units for more often."""


def load_of(programme: Programme, year: int) -> LoadTable:
    """What falls due in a year."""
    meter: Meter = measure(programme, start=date(year, 1, 1), end=date(year, 12, 31))
    by_unit: dict[int, list[Load]] = {}
    for load in meter.loads:
        by_unit.setdefault(load.unit.pk, []).append(load)
    rows = [_together(loads[0].unit, loads) for loads in by_unit.values()]
    total = _together(programme.giver, meter.loads) if meter.loads else None
    known = [found for found in meter.droppable if not found.also]
    return LoadTable(rows, total, known, [found for found in meter.droppable if found.also])


def _together(unit: OrgUnit, loads: Iterable[Load]) -> UnitLoad:
    found = list(loads)
    return UnitLoad(
        unit,
        months=len({load.month for load in found}),
        forms=sum(load.forms for load in found),
        figures=sum(load.fields - load.texts for load in found),
        texts=sum(load.texts for load in found),
        known=sum(load.known for load in found),
        twice=sum(load.twice for load in found),
        hours=sum((load.hours for load in found), Decimal(0)),
        hours_by_hand=sum((load.hours_by_hand for load in found), Decimal(0)),
    )
