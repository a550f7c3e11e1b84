"""All units by every form of their names, in memory.

Works on units whether they are stored or not, so that a file of new units can be checked before anything is
written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from jiedui.organisations import agency_names, division_names
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.unit_names import normalize

_RANK_WORDS = {"省": "省", "市": "市", "区": "区", "县": "县", "州": "州", "自治区": "区", "兵团": "兵团"}
_AUTHORITY = re.compile(r"(?:人民政府|政府|党委|委)$")


class Tier(IntEnum):
    """How far a written form is from the unit's own name."""

    NAME = 0
    CUSTOMARY = 1
    BARE = 2
    DERIVED = 3


@dataclass(eq=False, slots=True)
class Known:
    """A unit and what it is called. ``aliases`` are normalized; ``former`` are names of earlier codes."""

    unit: OrgUnit
    parent: Known | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def chain(self) -> tuple[Known, ...]:
        """The unit itself and the units above it."""
        return (self, *(self.parent.chain if self.parent else ()))

    @property
    def is_place(self) -> bool:
        """Whether it is a territory."""
        return self.unit.kind in UnitKind.territories()

    @property
    def place(self) -> Known | None:
        """The territory it belongs to, the nearest one above."""
        return next((known for known in self.chain[1:] if known.is_place), None)

    def forms(self) -> Iterator[tuple[Tier, str]]:
        """The written forms of the name, normalized, except those derived by rule of the genre."""
        unit = self.unit
        own = (unit.name, unit.short_name, unit.name_en)
        yield from ((Tier.NAME, normalize(name)) for name in own if name)
        yield from ((Tier.NAME, alias) for alias in self.aliases)
        if not self.is_place:
            return
        for name in (unit.name, *self.former):
            yield Tier.CUSTOMARY, normalize(name)
            yield from ((Tier.CUSTOMARY, form) for form in division_names.customary(name))
            if bare := division_names.bare(name):
                yield Tier.BARE, bare


class Hit(NamedTuple):
    """A unit that a name may mean, and how close the form is."""

    tier: Tier
    known: Known


class Directory:
    """Finds units by any written form of their names."""

    def __init__(self, knowns: Iterable[Known]) -> None:
        self.knowns = list(knowns)
        self._by_unit = {id(known.unit): known for known in self.knowns}
        self._forms: dict[str, dict[Known, Tier]] = defaultdict(dict)
        for known in self.knowns:
            for tier, form in known.forms():
                held = self._forms[form].get(known, tier)
                self._forms[form][known] = min(held, tier)

    def find(self, name: str) -> list[Hit]:
        """The units a normalized name may mean, the closest forms first."""
        hits = [Hit(tier, known) for known, tier in self._forms.get(name, {}).items()]
        if not hits:
            hits = self._below(name) or self._agencies(name) or self._authority(name)
        return sorted(hits, key=lambda hit: (hit.tier, len(hit.known.chain), hit.known.unit.name))

    def places(self, within: OrgUnit | str) -> list[Known]:
        """The units a context may stand for; none where it is not known."""
        if isinstance(within, OrgUnit):
            return [k for k in self.knowns if k.unit is within or (within.pk and k.unit.pk == within.pk)]
        return [hit.known for hit in self.find(normalize(within))]

    def known_of(self, unit: OrgUnit) -> Known | None:
        """What is known of a unit that was found here."""
        return self._by_unit.get(id(unit))

    def similar(self, name: str, kinds: Collection[str] | None) -> list[Known]:
        """Units whose names share the most pairs of characters with the name, for somebody to choose from."""
        wanted = _pairs(name)
        shared: dict[Known, float] = defaultdict(float)
        for pair in wanted:
            for form in self._by_pair.get(pair, ()):
                score = len(wanted & _pairs(form)) / len(wanted | _pairs(form))
                for known in self._forms[form]:
                    shared[known] = max(shared[known], score)
        ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0].unit.name))
        return [k for k, score in ranked if score >= 0.2 and (kinds is None or k.unit.kind in kinds)]

    def _splits(self, name: str) -> Iterator[tuple[list[Known], str]]:
        """A place at the head of the name and the rest, the longest place first."""
        for cut in range(len(name) - 1, 1, -1):
            heads = [known for known in self._forms.get(name[:cut], {}) if known.is_place]
            if heads:
                yield heads, name[cut:]

    def _below(self, name: str) -> list[Hit]:
        """Read a name with its superiors before it: 甘肃省甘南州临潭县."""
        for heads, rest in self._splits(name):
            hits = [Hit(tier, known) for known, tier in self._forms.get(rest, {}).items()] or self._below(
                rest
            )
            inside = [hit for hit in hits if any(head in hit.known.chain[1:] for head in heads)]
            if inside:
                return inside
        return []

    def _agencies(self, name: str) -> list[Hit]:
        """Read an agency's name: with its place, with the rank of its place (市人社局), or bare (人社局)."""
        name = agency_names.ordered(name)
        for heads, rest in self._splits(name):
            found = self._by_agency.get(agency_names.key(rest), ())
            if inside := [Hit(Tier.DERIVED, known) for known in found if known.place in heads]:
                return inside
        if found := self._by_agency.get(agency_names.key(name), ()):
            return [Hit(Tier.DERIVED, known) for known in found]
        for word, rank in _RANK_WORDS.items():
            if name.startswith(word) and len(name) > len(word) + 1:
                found = self._by_agency.get(agency_names.key(name[len(word) :]), ())
                ranked = [k for k in found if k.place and k.place.unit.name.endswith(rank)]
                if ranked:
                    return [Hit(Tier.DERIVED, known) for known in ranked]
        return []

    def _authority(self, name: str) -> list[Hit]:
        """Read a territory's government or committee as the territory: it answers for it in every plan."""
        rest = _AUTHORITY.sub("", name)
        if rest == name or len(rest) < 2:
            return []
        hits = [Hit(Tier.DERIVED, known) for known in self._forms.get(rest, {})] or self._below(rest)
        return [Hit(Tier.DERIVED, hit.known) for hit in hits if hit.known.is_place]

    @cached_property
    def _by_agency(self) -> dict[str, list[Known]]:
        """Units that are no places by the key of their name without the place before it."""
        index: dict[str, list[Known]] = defaultdict(list)
        for known in self.knowns:
            if known.is_place:
                continue
            for key in dict.fromkeys(agency_names.key(name) for name in self._without_place(known)):
                index[key].append(known)
        return index

    def _without_place(self, known: Known) -> Iterator[str]:
        for form in (known.unit.name, known.unit.short_name, *known.aliases):
            name = agency_names.ordered(normalize(form))
            own = [rest for heads, rest in self._splits(name) if set(heads) & set(known.chain)]
            if own:
                yield own[0]
            elif name:
                yield name
                word = next((w for w in _RANK_WORDS if name.startswith(w) and len(name) > len(w) + 1), "")
                if word and known.place and known.place.unit.name.endswith(_RANK_WORDS[word]):
                    yield name[len(word) :]

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            for pair in _pairs(form):
                index[pair].append(form)
        return index


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1)) or frozenset({name})
