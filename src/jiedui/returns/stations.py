"""What a front office's return speaks of: what the place it is stationed at received, in all and from each giver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import stations_between
from jiedui.plans.models import Programme
from jiedui.returns.counting import narrowed
from jiedui.returns.models import Return, ReturnLine
from jiedui.returns.reporters import territorial

NAMES = {"name": (" · ", 120), "name_en": (", ", 160)}
"""How a name goes on with that of the unit it speaks of, and how long it may be."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a place received: from one giver, or from all."""

    place: OrgUnit
    giver: OrgUnit | None = None


class Stations:
    """The stations of the front offices among some returns, read once for all: two queries, or none."""

    def __init__(self, programme: Programme, returns: Iterable[Return]) -> None:
        offices = {one.unit_id for one in returns if one.unit.kind == UnitKind.FRONT_OFFICE}
        self._stations = (
            list(stations_between(date.min, date.max).filter(giver__in=offices)) if offices else []
        )
        self._pairings = list(territorial(programme).order_by("giver__path")) if self._stations else []

    def split(self, one: Return, lines: list[ReturnLine]) -> list[ReturnLine]:
        """The lines of a return as they are; those of a stationed front office for each place and each giver."""
        parts = list(self._parts(one))
        if not parts:
            return lines
        several = sum(part.giver is None for part in parts) > 1
        found = [_of(line, part, several=several) for line in lines for part in parts if _fits(line, part)]
        for number, line in enumerate(found, start=1):
            line.number = number
        return found

    def _parts(self, one: Return) -> Iterator[Part]:
        for station in self._stations:
            if station.giver_id == one.unit_id and _holds(station, one):
                yield Part(station.receiver)
                for giver in self._givers(station.receiver, one):
                    yield Part(station.receiver, giver)

    def _givers(self, place: OrgUnit, one: Return) -> Iterable[OrgUnit]:
        helping = (
            pairing.giver
            for pairing in self._pairings
            if pairing.receiver.path.startswith(place.path) and _holds(pairing, one)
        )
        return dict.fromkeys(helping)


def _holds(pairing: Pairing, one: Return) -> bool:
    return pairing.valid_from <= one.ends_on and (pairing.valid_to or date.max) >= one.starts_on


def _fits(line: ReturnLine, part: Part) -> bool:
    """What the ledger does not count is asked once."""
    return line.counted or part.giver is None


def _of(line: ReturnLine, part: Part, *, several: bool) -> ReturnLine:
    """The line of one place, or of one giver there."""
    definition = narrowed(line.definition, part.place, part.giver) if line.counted else line.definition
    units = [unit for unit in (part.place if several else None, part.giver) if unit is not None]
    made = ReturnLine(
        of=line.of,
        indicator=line.indicator,
        definition=definition,
        measured_in=line.measured_in,
        decimals=line.decimals,
    )
    for field, (mark, length) in NAMES.items():
        words = [getattr(line, field), *(_called(unit, field) for unit in units)]
        setattr(made, field, mark.join(words)[:length] if words[0] else "")
    return made


def _called(unit: OrgUnit, field: str) -> str:
    return (unit.name_en if field == "name_en" else "") or unit.known_as
