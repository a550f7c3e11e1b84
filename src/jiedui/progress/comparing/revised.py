"""Milestones and rules in two versions of the plan."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiedui.ledger.series import Book
from jiedui.plans.models import Milestone, Programme, Revision, Rule
from jiedui.progress.comparing.changes import Change
from jiedui.progress.rules import RuleCheck, check_rule


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone that is new, revised or left out; None where a version has it not."""

    change: Change
    earlier: Milestone | None
    later: Milestone | None

    @property
    def milestone(self) -> Milestone:
        """The one to speak of: the later where there is one."""
        found = self.later or self.earlier
        assert found is not None
        return found

    @property
    def ordered_by(self) -> Revision | None:
        """The document or edit that made the change."""
        return _ordered_by(self.earlier, self.later)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule that is new, revised or left out, and whether it is kept under each version."""

    change: Change
    earlier: Rule | None
    later: Rule | None
    stood: RuleCheck | None = None
    stands: RuleCheck | None = None

    @property
    def rule(self) -> Rule:
        """The one to speak of: the later where there is one."""
        found = self.later or self.earlier
        assert found is not None
        return found

    @property
    def ordered_by(self) -> Revision | None:
        """The document or edit that made the change."""
        return _ordered_by(self.earlier, self.later)


def milestones_changed(before: Iterable[Milestone], after: Iterable[Milestone]) -> list[MilestoneRow]:
    """What a later version did to milestones, in the order of fields of work and days. No query."""
    rows = [
        MilestoneRow(change, earlier, later)
        for change, earlier, later in _changed(before, after, lambda one: one.origin_id or one.pk)
    ]
    return sorted(
        rows, key=lambda row: (row.milestone.workstream.order, row.milestone.due_on, row.milestone.pk)
    )


def rules_changed(before: Iterable[Rule], after: Iterable[Rule]) -> list[RuleRow]:
    """What a later version did to rules, by their codes. No query."""
    return [
        RuleRow(change, earlier, later)
        for change, earlier, later in _changed(before, after, lambda one: one.code)
    ]


def checked(rows: Iterable[RuleRow], book: Book, programme: Programme, *, on: date) -> list[RuleRow]:
    """The rows with whether each rule is kept on a day under either version. No query."""
    return [
        replace(
            row,
            stood=check_rule(row.earlier, book, programme, on=on) if row.earlier else None,
            stands=check_rule(row.later, book, programme, on=on) if row.later else None,
        )
        for row in rows
    ]


def _changed(
    before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], Hashable]
) -> list[tuple[Change, Any, Any]]:
    """The pairs of rows that differ. What both versions have is one row, unless it was revised in between."""
    old, new = {key(one): one for one in before}, {key(one): one for one in after}
    return [
        (_change(old.get(each), new.get(each)), old.get(each), new.get(each))
        for each in {**old, **new}
        if old.get(each) != new.get(each)
    ]


def _change(earlier: Any, later: Any) -> Change:
    if earlier is None:
        return Change.NEW
    return Change.LEFT_OUT if later is None else Change.REVISED


def _ordered_by(earlier: Milestone | Rule | None, later: Milestone | Rule | None) -> Revision | None:
    if later is not None:
        return later.revision
    return earlier.superseded_by if earlier else None
