"""From a written name to the one unit it means, or to candidates where it cannot be told.

    resolve("环 县").unit                          the county, whatever is between its characters
    resolve("市人社局", within=city).unit          the city's bureau under its full name
    resolve("河东区").candidates                   all of them; ``within`` tells which

``resolve`` reads the units once per call. Who has many names to resolve loads a :class:`Directory` once, or
calls :func:`resolve_many`; neither queries per name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from jiedui.organisations.directory import Directory, Hit, Known
from jiedui.organisations.models import DivisionCode, OrgUnit, UnitAlias
from jiedui.organisations.unit_names import normalize

__all__ = ["Directory", "Known", "Resolution", "Within", "load", "resolve", "resolve_in", "resolve_many"]

Within = OrgUnit | str | None
MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written name means: one ``unit``, or none and the ``candidates`` it may mean, likeliest first."""

    text: str
    unit: OrgUnit | None
    candidates: tuple[OrgUnit, ...] = field(default=())

    @property
    def ambiguous(self) -> bool:
        """Whether several units have this very name (otherwise the candidates are only similar)."""
        return self.unit is None and len(self.candidates) > 1


def resolve(text: str, *, within: Within = None, kinds: Collection[str] | None = None) -> Resolution:
    """Resolve one name.

    ``within`` is a superior unit (or its name): a unit outside it is offered as a candidate, never taken.
    ``kinds`` limits what the name may mean. An empty name means nothing.
    """
    return resolve_in(load(), text, within=within, kinds=kinds)


def resolve_many(
    texts: Iterable[str], *, within: Within = None, kinds: Collection[str] | None = None
) -> dict[str, Resolution]:
    """Resolve many names with a fixed number of queries."""
    directory = load()
    return {text: resolve_in(directory, text, within=within, kinds=kinds) for text in dict.fromkeys(texts)}


def resolve_in(
    directory: Directory, text: str, *, within: Within = None, kinds: Collection[str] | None = None
) -> Resolution:
    """Resolve one name in a directory that was loaded before."""
    name = normalize(text)
    if not name:
        return Resolution(text, None)
    hits = [hit for hit in directory.find(name) if kinds is None or hit.known.unit.kind in kinds]
    inside = hits
    if within:
        above = directory.places(within)
        inside = [hit for hit in hits if any(place in hit.known.chain for place in above)]
    best = _best(inside)
    if len(best) == 1:
        return Resolution(text, best[0].unit, (best[0].unit,))
    offered = [hit.known for hit in inside or hits] or directory.similar(name, kinds)
    return Resolution(text, None, tuple(known.unit for known in dict.fromkeys(offered))[:MAX_CANDIDATES])


def _best(hits: list[Hit]) -> list[Known]:
    """The units with the closest form; of a place and what lies in it under one bare name, the place."""
    if not hits:
        return []
    closest = min(hit.tier for hit in hits)
    best = list(dict.fromkeys(hit.known for hit in hits if hit.tier == closest))
    for known in best:
        if len(best) > 1 and all(known in other.chain for other in best):
            return [known]
    return best


def load() -> Directory:
    """A directory of every active unit: three queries."""
    units = {unit.pk: unit for unit in OrgUnit.objects.filter(active=True).order_by("path")}
    aliases = _grouped(UnitAlias.objects.values_list("unit_id", "normalized"))
    codes = _grouped(DivisionCode.objects.values_list("unit_id", "code"))
    former = _grouped(DivisionCode.objects.values_list("unit_id", "name"))
    known: dict[int, Known] = {}
    for pk, unit in units.items():
        known[pk] = Known(
            unit=unit,
            parent=known.get(unit.parent_id) if unit.parent_id else None,
            aliases=(*aliases.get(pk, ()), *codes.get(pk, ())),
            former=former.get(pk, ()),
        )
    return Directory(known.values())


def _grouped(rows: Iterable[tuple[int, str]]) -> Mapping[int, tuple[str, ...]]:
    grouped: dict[int, tuple[str, ...]] = {}
    for pk, text in rows:
        grouped[pk] = (*grouped.get(pk, ()), text)
    return grouped
