"""Two versions of the plan: what of it is new, revised or left out, and how today looks under each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from jiedui.ledger.series import Book
from jiedui.plans.models import Indicator, Milestone, Programme, Revision, Rule, Target, Workstream
from jiedui.plans.queries import milestones_as_of, rules_as_of, targets_as_of
from jiedui.progress.comparing.changes import Change
from jiedui.progress.comparing.revised import (
    MilestoneRow,
    RuleRow,
    checked,
    milestones_changed,
    rules_changed,
)
from jiedui.progress.reckoning import book_of, points_among, standings_for
from jiedui.progress.standing import Standing


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
    """What changed from one version to the other. ``rows`` are targets; ``parts`` is how many of their months and
    receivers changed besides.
    """

    earlier: Revision
    later: Revision
    rows: list[VersionRow]
    fields: list[FieldOfWork]
    total: Counts
    parts: int
    milestones: list[MilestoneRow]
    rules: list[RuleRow]


def revision_on(programme: Programme, day: date) -> Revision | None:
    """The version in force at the close of a day: the last one issued, or entered where no day of issue is known."""
    in_force = [one for one in programme.revisions.all() if _since(one) <= day]
    return max(in_force, key=lambda one: one.number, default=None)


def _since(revision: Revision) -> date:
    return revision.issued_on or timezone.localdate(revision.made_at)


def versions(programme: Programme, earlier: Revision, later: Revision, *, on: date) -> Versions:
    """Two versions held against each other; what changed is held against ``on``, each version by its own milestones and
    rules. Eight queries.
    """
    before, after = _Plan.of(programme, earlier), _Plan.of(programme, later)
    found = [
        VersionRow(
            _change(before.targets.get(key), after.targets.get(key)),
            before.targets.get(key),
            after.targets.get(key),
        )
        for key in {**before.targets, **after.targets}
    ]
    wholes = [row for row in found if not _is_part(row.target)]
    changed = [row for row in wholes if row.change != Change.SAME]
    parts = sum(row.change != Change.SAME for row in found) - len(changed)
    rules = rules_changed(before.rules, after.rules)
    book = book_of(programme, on) if changed or rules else None
    return Versions(
        earlier,
        later,
        _standing(programme, book, changed, before, after, on) if book else [],
        _fields(wholes),
        _counted(wholes),
        parts,
        milestones_changed(before.milestones, after.milestones),
        checked(rules, book, programme, on=on) if book else [],
    )


Key = tuple[int, int, int | None, date, date]


@dataclass(frozen=True, slots=True)
class _Plan:
    """One version of the plan, as it was."""

    targets: dict[Key, Target]
    milestones: list[Milestone]
    rules: list[Rule]

    @classmethod
    def of(cls, programme: Programme, revision: Revision) -> _Plan:
        rows = targets_as_of(programme, revision.number).select_related(
            "indicator__workstream", "unit", "receiver", "parent", "revision", "superseded_by"
        )
        return cls(
            {(t.indicator_id, t.unit_id, t.receiver_id, t.starts_on, t.ends_on): t for t in rows},
            list(milestones_as_of(programme, revision.number)),
            list(rules_as_of(programme, revision.number)),
        )

    def standings(self, programme: Programme, book: Book, on: date, only: set[int]) -> dict[int, Standing]:
        """How its targets would stand on a day, along its own milestones. No query."""
        points = points_among(self.milestones)
        return standings_for(programme, book, self.targets.values(), points, on=on, only=only)


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
    programme: Programme, book: Book, rows: list[VersionRow], before: _Plan, after: _Plan, on: date
) -> list[VersionRow]:
    """The rows with how each target stands under either version, in the order of the plan."""
    stood = before.standings(programme, book, on, {r.earlier.pk for r in rows if r.earlier})
    stands = after.standings(programme, book, on, {r.later.pk for r in rows if r.later})
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
