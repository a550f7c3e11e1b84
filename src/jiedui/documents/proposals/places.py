"""Places a document names, found in the division codes and among the units."""

from __future__ import annotations

from collections.abc import Iterable

from jiedui.documents.proposals.drafts import Known, Name, NewUnit
from jiedui.organisations import divisions
from jiedui.organisations.divisions import Division, Level
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import DivisionCode, OrgUnit

KIND_OF_LEVEL = {
    Level.PROVINCE: UnitKind.PROVINCE,
    Level.PREFECTURE: UnitKind.PREFECTURE,
    Level.COUNTY: UnitKind.COUNTY,
}


class PlaceBook:
    """Division codes on one side, units with codes on the other. ``regions`` narrow names of several places."""

    def __init__(self, giver: OrgUnit, regions: Iterable[str] = ()) -> None:
        self.units = {row.code: row.unit for row in DivisionCode.objects.select_related("unit__parent")}
        self.codes: dict[int, set[str]] = {}
        for code, unit in self.units.items():
            self.codes.setdefault(unit.pk, set()).add(code)
        self.giver_code = self._code_of(giver)
        if self.giver_code:
            self.units.setdefault(self.giver_code, giver)
            self.codes.setdefault(giver.pk, {self.giver_code})
        self.regions = tuple(found[0].code for region in regions if (found := divisions.find(region)))

    def _code_of(self, unit: OrgUnit) -> str:
        """The unit's code: as stored, else of the division so named."""
        stored = self.codes.get(unit.pk)
        if stored:
            return max(stored)
        found = divisions.find(unit.name) if unit.parent_id is None else []
        return found[0].code if len(found) == 1 else ""

    def find(self, text: str, near: Iterable[str] = (), *, giving: bool = False) -> list[Division]:
        """The divisions the name may mean: one where it is clear, several where it is not."""
        if giving and self.giver_code:
            own = divisions.find(text, within=self.giver_code)
            return _likeliest(own or divisions.find(text))
        found = divisions.find(text)
        for superior in (place for place in near if place):
            if inside := divisions.find(text, within=superior):
                return _likeliest(inside)
        clear = _likeliest(found)
        for codes in (self.regions, (self.giver_code,) if self.giver_code else ()):
            inside = [d for d in clear if any(divisions.is_within(d.code, code) for code in codes)]
            if len(clear) > 1 and inside:
                return inside
        return clear

    def name(self, text: str, division: Division) -> Name:
        """The unit of a division, existing or to be created under its superiors."""
        parent = divisions.by_code(division.parent) if division.parent else None
        under = parent.name if parent else ""
        if unit := self.units.get(division.code):
            return Name(text, Known.UNIT, label=unit.name, under=under, unit=unit.pk)
        return Name(text, Known.NEW, label=division.name, under=under, new=self._new(division))

    def _new(self, division: Division) -> NewUnit:
        superior = divisions.by_code(division.parent) if division.parent else None
        parent: NewUnit | int | None = None
        if superior:
            known = self.units.get(superior.code)
            parent = known.pk if known else self._new(superior)
        return NewUnit(
            name=division.name, kind=KIND_OF_LEVEL[division.level], code=division.code, parent=parent
        )


def _likeliest(found: list[Division]) -> list[Division]:
    """The first, with those that are so named too and of its rank."""
    return [d for d in found if d.name == found[0].name and d.level == found[0].level]
