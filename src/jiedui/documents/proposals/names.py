"""Names as documents write them, taken for units: existing ones, ones to create, groups, or nobody known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jiedui.documents.proposals import vocabulary
from jiedui.documents.proposals.drafts import Known, Name, NewUnit
from jiedui.documents.proposals.places import PlaceBook
from jiedui.organisations import agency_names, divisions
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import Directory, load, resolve_in
from jiedui.organisations.unit_names import normalize
from jiedui.plans.models import Programme


class NameBook:
    """Looks each written name up once.

    ``chosen`` maps written names to the unit a reviewer chose (0: none of them, a new unit), ``taught`` those that a
    reviewer of an earlier document chose. ``regions`` are
    the receiving territories the document speaks of; ``districts`` and ``front_offices`` the names of the giver's
    own in it, which a collective name (各区) stands for.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        chosen: Mapping[str, int] | None = None,
        taught: Mapping[str, int] | None = None,
        regions: Iterable[str] = (),
        districts: Iterable[str] = (),
        front_offices: Iterable[str] = (),
    ) -> None:
        self.programme = programme
        self.giver = programme.giver
        self.chosen = dict(chosen or {})
        self.taught = dict(taught or {})
        self.places = PlaceBook(self.giver, regions)
        self.directory: Directory = load()
        self.planned: dict[tuple[Any, str], Name] = {}
        self.cache: dict[tuple[str, bool, tuple[str, ...]], Name] = {}
        self.own = list(OrgUnit.objects.filter(path__startswith=self.giver.path, active=True))
        self.district_names = tuple(name for name in districts if not vocabulary.is_group(name))
        self.front_office_names = tuple(front_offices)

    def giving(self, text: str) -> Name:
        """A name on the giver's side: the giver itself, a district, a department."""
        return self._look_up(text, giving=True, near=())

    def receiving(self, text: str, near: Iterable[str] = ()) -> Name:
        """A name on the receiver's side; ``near`` are superiors the document gives, the nearest first."""
        return self._look_up(text, giving=False, near=tuple(place for place in near if place))

    def is_own(self, name: Name) -> bool:
        """Whether a name stands for a unit of the giver's side, existing or to be created."""
        return any(self._is_own(one) for one in (name, *name.members))

    def _is_own(self, name: Name) -> bool:
        own = {unit.pk for unit in self.own}
        if name.unit is not None:
            return name.unit in own
        above = name.new
        while above is not None and isinstance(above.parent, NewUnit):
            above = above.parent
        return above is not None and above.parent in own

    def districts(self) -> tuple[Name, ...]:
        """The giver's districts: those in the tree, and those the document names."""
        existing = [
            Name(unit.name, Known.UNIT, label=unit.name, under=self.giver.name, unit=unit.pk)
            for unit in self.own
            if unit.kind == UnitKind.COUNTY and unit.parent_id == self.giver.pk
        ]
        named = [self.giving(name) for name in self.district_names]
        planned = [name for name in named if name.new and name.new.kind == UnitKind.COUNTY]
        return _distinct([*existing, *(name for name in planned if name.under == self.giver.name)])

    def front_offices(self) -> tuple[Name, ...]:
        """The giver's front offices: those in the tree, and those the document names."""
        existing = [
            Name(unit.name, Known.UNIT, label=unit.name, under=self.giver.name, unit=unit.pk)
            for unit in self.own
            if unit.kind == UnitKind.FRONT_OFFICE
        ]
        named = [self.giving(name) for name in self.front_office_names if vocabulary.front_office_name(name)]
        return _distinct([*existing, *(name for name in named if name.is_unit)])

    def _look_up(self, text: str, *, giving: bool, near: tuple[str, ...]) -> Name:
        key = (text, giving, near)
        if key not in self.cache:
            self.cache[key] = self._find(text, giving=giving, near=near)
        return self.cache[key]

    def _find(self, text: str, *, giving: bool, near: tuple[str, ...]) -> Name:
        written = divisions.squeeze(text)
        if self.chosen.get(written) and (unit := OrgUnit.objects.filter(pk=self.chosen[written]).first()):
            return self._existing(text, unit)
        if written not in self.chosen and (unit := self._taught(written)):
            return replace(self._existing(text, unit), taught=True)
        if vocabulary.DISTRICTS.match(written):
            return Name(text, Known.GROUP, label=written, members=self.districts())
        if vocabulary.FRONT_OFFICES.match(written):
            return Name(text, Known.GROUP, label=written, members=self.front_offices())
        plain = vocabulary.territory_of(written)
        return self._place(text, plain, near, giving) or self._unit(text, plain, near, giving)

    def _taught(self, written: str) -> OrgUnit | None:
        pk = self.taught.get(written)
        return OrgUnit.objects.select_related("parent").filter(pk=pk).first() if pk else None

    def _place(self, text: str, plain: str, near: tuple[str, ...], giving: bool) -> Name | None:
        found = self.places.find(plain, near, giving=giving)
        if len(found) == 1:
            name = self.places.name(text, found[0])
            return name if name.known == Known.UNIT else self._namesake(text, plain) or name
        if len(found) > 1:
            known = [(unit.pk, unit.name) for d in found if (unit := self.places.units.get(d.code))]
            return Name(text, Known.AMBIGUOUS, label=plain, candidates=tuple(known))
        return None

    def _namesake(self, text: str, plain: str) -> Name | None:
        """A unit of that very name without any code: a place kept by name only."""
        unit = resolve_in(self.directory, plain).unit
        if unit and not self.places.codes.get(unit.pk) and unit.kind in UnitKind.territories():
            return self._existing(text, unit)
        return None

    def _unit(self, text: str, plain: str, near: tuple[str, ...], giving: bool) -> Name:
        standard = vocabulary.front_office_name(plain) or plain
        found = resolve_in(self.directory, standard, within=self.giver if giving else None)
        if found.unit is None and giving:
            found = resolve_in(self.directory, standard)
        if found.unit is not None:
            return self._existing(text, found.unit)
        if vocabulary.is_group(plain):
            return Name(text, Known.GROUP, label=plain)
        candidates = tuple((unit.pk, unit.name) for unit in found.candidates[:5])
        if self.directory.find(normalize(standard)) and plain not in self.chosen:
            return Name(text, Known.AMBIGUOUS, label=plain, candidates=candidates)
        kind = vocabulary.kind_of(standard)
        if kind is None:
            return Name(text, Known.UNKNOWN, label=plain, candidates=candidates)
        return self._new(text, standard, kind, near, candidates)

    def _new(
        self,
        text: str,
        standard: str,
        kind: str,
        near: tuple[str, ...],
        candidates: tuple[tuple[int, str], ...],
    ) -> Name:
        """A unit to be created; another form of a name that is to be created already is the same unit."""
        parent, under = self._parent_of(standard, near)
        full = self._full_name(standard, kind, parent)
        bare = full.removeprefix(self.giver.name).removeprefix(under)
        first = self.planned.get((parent, agency_names.key(bare)))
        new = first.new if first else self._planned(full, standard, kind, parent)
        assert new is not None
        name = Name(text, Known.NEW, label=new.name, under=under, new=new, candidates=candidates)
        self.planned.setdefault((parent, agency_names.key(bare)), name)
        return name

    def _planned(self, full: str, standard: str, kind: str, parent: NewUnit | int) -> NewUnit:
        return NewUnit(name=full, kind=kind, short_name=standard if full != standard else "", parent=parent)

    def _parent_of(self, name: str, near: tuple[str, ...]) -> tuple[NewUnit | int, str]:
        """The territory a name begins with (甘南州人民医院), else the giver."""
        mentions = divisions.scan(name)
        if mentions and mentions[0].start == 0:
            place = self._place(name[: mentions[0].end], name[: mentions[0].end], near, False)
            if place and place.is_unit:
                parent = place.unit if place.unit is not None else place.new
                assert parent is not None
                return parent, place.label
        return self.giver.pk, self.giver.name

    def _full_name(self, name: str, kind: str, parent: NewUnit | int) -> str:
        """市商务局 of 海州市 is 海州市商务局; other names stand as they are."""
        last = self.giver.name[-1:]
        if parent == self.giver.pk and kind != UnitKind.FRONT_OFFICE and name.startswith(last):
            return self.giver.name + name[len(last) :]
        return name

    def _existing(self, text: str, unit: OrgUnit) -> Name:
        under = unit.parent.name if unit.parent else ""
        return Name(text, Known.UNIT, label=unit.name, under=under, unit=unit.pk)


def _distinct(names: list[Name]) -> tuple[Name, ...]:
    return tuple({name.key: name for name in names}.values())
