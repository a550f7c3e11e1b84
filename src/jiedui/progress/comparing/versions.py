"""Two versions of the plan: which targets are new, revised or left out, and how today looks under each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from jiedui.plans.models import Indicator, Programme, Revision, Target, Workstream
from jiedui.plans.queries import targets_as_of
from jiedui.progress.reckoning import book_of, standings_for
from jiedui.progress.standing import Standing


class Change(StrEnum):
    """What a later version did to a target."""

    NEW = "new"
    REVISED = "revised"
    LEFT_OUT = "left_out"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A target in two versions, and how it stands under each; standings are None for what is not there or as stated."""

    change: Change
    earlier: Target | None
    later: Target | None
    stood: Standing | None = None
    stands: Standing | None = None

    @property
    def target(self) -> Target:
        """The one to speak of: the later where there is one."""
        found = self.later or self.earlier
        assert found is not None
        return found

    @property
    def indicator(self) -> Indicator:
        """What is counted."""
        return self.target.indicator

    @property
    def was(self) -> Decimal | None:
        """The earlier figure."""
        return self.earlier.value if self.earlier else None

    @property
    def becomes(self) -> Decimal | None:
        """The later figure."""
        return self.later.value if self.later else None

    @property
    def ordered_by(self) -> Revision | None:
        """The document or edit that made the change."""
        if self.later is not None:
            return self.later.revision
        return self.earlier.superseded_by if self.earlier else None

    @property
    def difference(self) -> Decimal | None:
        """Later less earlier, of a target that is in both."""
        return self.later.value - self.earlier.value if self.later and self.earlier else None

    @property
    def turned(self) -> bool:
        """Whether the status is another."""
        return bool(self.stood and self.stands and self.stood.status != self.stands.status)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many targets are in the later version only, changed, in the earlier version only, and as they were."""

    new: int = 0
    revised: int = 0
    left_out: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """A field of work and how many of its targets changed."""

    workstream: Workstream
    counts: Counts


@dataclass(frozen=True, slots=True)
class Versions:
    """What changed from one version to the other. ``parts`` is how many months and receivers changed besides."""

    earlier: Revision
    later: Revision
    rows: list[VersionRow]
    fields: list[FieldOfWork]
    total: Counts
    parts: int


def revision_on(programme: Programme, day: date) -> Revision | None:
    """The version in force at the close of a day: the last one issued, or entered where no day of issue is known."""
    in_force = [one for one in programme.revisions.all() if _since(one) <= day]
    return max(in_force, key=lambda one: one.number, default=None)


def _since(revision: Revision) -> date:
    return revision.issued_on or timezone.localdate(revision.made_at)


def versions(programme: Programme, earlier: Revision, later: Revision, *, on: date) -> Versions:
    """The targets of two versions held against each other; standings of what changed, as of ``on``. Eight queries."""
    before, after = _keyed(programme, earlier), _keyed(programme, later)
    found = [
        VersionRow(_change(before.get(key), after.get(key)), before.get(key), after.get(key))
        for key in {**before, **after}
    ]
    wholes = [row for row in found if not _is_part(row.target)]
    changed = [row for row in wholes if row.change != Change.SAME]
    parts = sum(row.change != Change.SAME for row in found) - len(changed)
    return Versions(
        earlier,
        later,
        _standing(programme, changed, before, after, on),
        _fields(wholes),
        _counted(wholes),
        parts,
    )


Key = tuple[int, int, int | None, date, date]


def _keyed(programme: Programme, revision: Revision) -> dict[Key, Target]:
    rows = targets_as_of(programme, revision.number).select_related(
        "indicator__workstream", "unit", "receiver", "parent", "revision", "superseded_by"
    )
    return {(t.indicator_id, t.unit_id, t.receiver_id, t.starts_on, t.ends_on): t for t in rows}


def _change(earlier: Target | None, later: Target | None) -> Change:
    if earlier is None:
        return Change.NEW
    if later is None:
        return Change.LEFT_OUT
    same = (earlier.value, earlier.comparator) == (later.value, later.comparator)
    return Change.SAME if same else Change.REVISED


def _is_part(target: Target) -> bool:
    return target.parent is not None and target.parent.unit_id == target.unit_id


def _standing(
    programme: Programme,
    rows: list[VersionRow],
    before: dict[Key, Target],
    after: dict[Key, Target],
    on: date,
) -> list[VersionRow]:
    """The rows with how each target stands under either version, in the order of the plan."""
    book = book_of(programme, on) if rows else None
    if book is None:
        return []
    stood = standings_for(
        programme, book, before.values(), on=on, only={r.earlier.pk for r in rows if r.earlier}
    )
    stands = standings_for(programme, book, after.values(), on=on, only={r.later.pk for r in rows if r.later})
    made = [
        VersionRow(
            row.change,
            row.earlier,
            row.later,
            _told(stood.get(row.earlier.pk)) if row.earlier else None,
            _told(stands.get(row.later.pk)) if row.later else None,
        )
        for row in rows
    ]
    return sorted(made, key=_order)


def _told(standing: Standing | None) -> Standing | None:
    """Headcounts that are kept as stated have no standing."""
    return standing if standing is not None and not standing.indicator.as_stated else None


def _order(row: VersionRow) -> tuple[int, int, int, str, date, int]:
    target = row.target
    field = target.indicator.workstream
    return (
        field.order,
        target.indicator.order,
        target.indicator_id,
        target.unit.path,
        target.starts_on,
        target.pk,
    )


def _fields(rows: Iterable[VersionRow]) -> list[FieldOfWork]:
    of_field: defaultdict[Workstream, list[VersionRow]] = defaultdict(list)
    for row in rows:
        of_field[row.indicator.workstream].append(row)
    fields = [FieldOfWork(workstream, _counted(some)) for workstream, some in of_field.items()]
    return sorted(fields, key=lambda one: (one.workstream.order, one.workstream.pk))


def _counted(rows: Iterable[VersionRow]) -> Counts:
    return Counts(**Counter(row.change.value for row in rows))
