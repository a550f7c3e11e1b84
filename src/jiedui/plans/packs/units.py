"""Units and pairings of a pack, and finding a unit by any of its written names."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from jiedui.organisations import divisions, resolver
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import Directory, Known
from jiedui.organisations.unit_names import normalize
from jiedui.plans.packs.drafts import PairingDraft, UnitDraft
from jiedui.plans.packs.rows import Problems, Row

UNIT_COLUMNS = ("kind", "name", "parent", "short_name", "name_en", "code", "aliases")
PAIRING_COLUMNS = ("type", "giver", "receiver", "valid_from", "valid_to", "agreement", "basis")


class Group(NamedTuple):
    """Words that stand for several units at once (各区): all of a kind under a unit."""

    kind: str
    under: str


class Finder:
    """Finds the units a pack speaks of: among its own first, then among all that are stored."""

    def __init__(self, own: Directory, stored: Directory, problems: Problems) -> None:
        self.own = own
        self.stored = stored
        self.problems = problems
        self.groups: dict[str, Group] = {}

    def one(self, row: Row, column: str, *, required: bool = True, within: str = "") -> Known | None:
        """The unit named in a column; a problem with the candidates where it cannot be told."""
        name = row.text(column, required=required)
        return self.named(name, row.where, within=within) if name else None

    def many(self, row: Row, column: str) -> list[Known]:
        """The units named in a column, separated by ``|``; a group's words stand for all of them."""
        found: list[Known] = []
        for name in row.many(column):
            if group := self.groups.get(name):
                found += self.members(group, row.where)
            elif known := self.named(name, row.where):
                found.append(known)
        return list(dict.fromkeys(found))

    def members(self, group: Group, where: str) -> list[Known]:
        """The pack's units of the group's kind directly under its unit."""
        above = self.named(group.under, where)
        return [k for k in self.own.knowns if k.parent is above and k.unit.kind == group.kind]

    def named(self, name: str, where: str, *, within: str = "") -> Known | None:
        """The unit with that name, or None with a problem noted."""
        offered: list[OrgUnit] = []
        for directory in (self.own, self.stored):
            resolution = resolver.resolve_in(directory, name, within=within or None)
            if resolution.unit is not None:
                return directory.known_of(resolution.unit)
            offered += resolution.candidates
            if resolution.ambiguous and directory.find(normalize(name)):
                break
        self._unknown(name, where, offered)
        return None

    def _unknown(self, name: str, where: str, candidates: list[OrgUnit]) -> None:
        if candidates:
            offered = ", ".join(list(dict.fromkeys(unit.name for unit in candidates))[:4])
            self.problems.add(
                where,
                _("“%(name)s” cannot be told for sure. Is it one of: %(offered)s?"),
                name=name,
                offered=offered,
            )
        else:
            self.problems.add(where, _("There is no unit “%(name)s”. Add it to units.csv."), name=name)


def read_units(rows: list[Row], stored: Directory, problems: Problems) -> list[UnitDraft]:
    """The units of units.csv, parents before children; a stored unit of the same place is taken as it is."""
    by_name: dict[str, list[UnitDraft]] = {}
    by_parent = {(known.parent, known.unit.name): known for known in stored.knowns}
    drafts = []
    for row in rows:
        draft = _read_unit(row, by_name, by_parent, problems)
        if draft is not None:
            drafts.append(draft)
            by_name.setdefault(draft.known.unit.name, []).append(draft)
    return drafts


def _read_unit(
    row: Row,
    by_name: dict[str, list[UnitDraft]],
    by_parent: dict[tuple[Known | None, str], Known],
    problems: Problems,
) -> UnitDraft | None:
    name = row.text("name", required=True)
    kind = row.choice("kind", UnitKind.values)
    parent = _parent(row, by_name, problems)
    if not name or (row.text("parent") and parent is None):
        return None
    if any(draft.parent is parent for draft in by_name.get(name, ())):
        problems.add(row.where, _("“%(name)s” stands twice under the same parent."), name=name)
        return None
    code = row.text("code")
    _check_code(row, name, code, parent, problems)
    stored = by_parent.get((parent.known if parent else None, name))
    aliases = row.many("aliases")
    known = stored or Known(
        OrgUnit(name=name, kind=kind, short_name=row.text("short_name"), name_en=row.text("name_en")),
        parent.known if parent else None,
    )
    extra = tuple(normalize(alias) for alias in aliases)
    known.aliases = tuple(dict.fromkeys((*known.aliases, *extra, *((code,) if code else ()))))
    return UnitDraft(row.where, known, parent, aliases, code)


def _parent(row: Row, by_name: dict[str, list[UnitDraft]], problems: Problems) -> UnitDraft | None:
    """The unit named as parent, which stands on an earlier line; ``省/市`` where a name alone is not enough."""
    written = row.text("parent")
    if not written:
        return None
    *above, name = written.split("/")
    found = [
        d for d in by_name.get(name, ()) if not above or (d.parent and d.parent.known.unit.name == above[-1])
    ]
    if len(found) == 1:
        return found[0]
    message = _("The parent “%(parent)s” stands on several lines. Write it as “above/%(parent)s”.")
    if not found:
        message = _("The parent “%(parent)s” is on none of the lines above.")
    problems.add(row.where, message, parent=written)
    return None


def _check_code(row: Row, name: str, code: str, parent: UnitDraft | None, problems: Problems) -> None:
    if not code:
        return
    division = divisions.by_code(code)
    if division is None:
        problems.add(row.where, _("%(code)s is no code of GB/T 2260."), code=code)
    elif division.name != name:
        problems.add(
            row.where, _("%(code)s is the code of %(division)s, not of %(name)s."),
            code=code, division=division.name, name=name,
        )  # fmt: skip
    elif parent and parent.code and not divisions.is_within(code, parent.code):
        problems.add(
            row.where, _("By its code, %(name)s does not lie in %(parent)s."),
            name=name, parent=parent.known.unit.name,
        )  # fmt: skip


def read_pairings(rows: list[Row], finder: Finder) -> list[PairingDraft]:
    """The pairings of pairings.csv; the same pair twice on the same days is a problem."""
    drafts: list[PairingDraft] = []
    for row in rows:
        giver, receiver = finder.one(row, "giver"), finder.one(row, "receiver")
        start, end = row.day("valid_from", required=True), row.day("valid_to")
        type = row.choice("type", PairingType.values, PairingType.TERRITORIAL)
        if giver is None or receiver is None or start is None:
            continue
        draft = PairingDraft(
            row.where, type, giver, receiver, start, end, row.text("agreement"), row.text("basis")
        )
        if giver is receiver:
            finder.problems.add(row.where, _("A unit cannot be paired with itself."))
        elif end is not None and end < start:
            finder.problems.add(row.where, _("The last day lies before the first."))
        elif other := next((d for d in drafts if _overlap(d, draft)), None):
            finder.problems.add(row.where, _("The same pairing stands on %(other)s."), other=other.where)
        else:
            drafts.append(draft)
    return drafts


def _overlap(one: PairingDraft, other: PairingDraft) -> bool:
    same = (one.type, one.giver, one.receiver) == (other.type, other.giver, other.receiver)
    ends = (one.valid_to or date.max, other.valid_to or date.max)
    return same and one.valid_from <= ends[1] and other.valid_from <= ends[0]
