"""targets.csv, milestones.csv, tasks.csv and people.csv."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.kernel.canonical import plain
from jiedui.organisations.resolver import Known
from jiedui.plans.enums import Comparator, Duty
from jiedui.plans.packs.drafts import (
    IndicatorDraft,
    MilestoneDraft,
    PersonDraft,
    ProgrammeDraft,
    TargetDraft,
    TaskDraft,
    WorkstreamDraft,
)
from jiedui.plans.packs.plan import indicator_of
from jiedui.plans.packs.rows import Problems, Row
from jiedui.plans.packs.units import Finder

TARGET_COLUMNS = (
    "indicator", "unit", "receiver", "starts_on", "ends_on", "value", "comparator", "part_of", "difference", "note",
)  # fmt: skip
MILESTONE_COLUMNS = ("workstream", "indicator", "due_on", "share", "text", "text_en")
TASK_COLUMNS = (
    "workstream", "number", "text", "text_en", "due_on", "due_text", "lead", "responsible", "supporting",
)  # fmt: skip
PEOPLE_COLUMNS = ("username", "password", "display_name", "language", "role", "unit")


def read_targets(
    rows: list[Row], workstreams: list[WorkstreamDraft], programme: ProgrammeDraft, finder: Finder
) -> list[TargetDraft]:
    """The targets. ``part_of`` names the unit whose target of the same indicator the row is a part of; a part
    stands below its whole. Empty days mean the programme's."""
    drafts: list[TargetDraft] = []
    seen: dict[tuple[object, ...], str] = {}
    for row in rows:
        draft = _read_target(row, drafts, workstreams, programme, finder)
        if draft is None:
            continue
        key = (draft.indicator, draft.unit, draft.receiver, draft.starts_on, draft.ends_on)
        if key in seen:
            finder.problems.add(row.where, _("The same target stands on %(other)s."), other=seen[key])
            continue
        seen[key] = row.where
        drafts.append(draft)
    _check_sums(drafts, finder.problems)
    return drafts


def _read_target(
    row: Row,
    above: list[TargetDraft],
    workstreams: list[WorkstreamDraft],
    programme: ProgrammeDraft,
    finder: Finder,
) -> TargetDraft | None:
    indicator = indicator_of(row, "indicator", workstreams)
    if not row.text("indicator", required=True) or indicator is None:
        return None
    unit, receiver = finder.one(row, "unit"), finder.one(row, "receiver", required=False)
    starts_on = row.day("starts_on") or programme.fields["starts_on"]
    ends_on = row.day("ends_on") or programme.fields["ends_on"]
    value, difference = row.number("value", required=True), row.number("difference")
    comparator = row.choice("comparator", Comparator.values, Comparator.AT_LEAST)
    if unit is None or value is None:
        return None
    if value < 0 or ends_on < starts_on:
        finder.problems.add(row.where, _("A target is zero or more, and its last day not before its first."))
    whole = _whole(row, indicator, starts_on, ends_on, above, finder) if row.text("part_of") else None
    return TargetDraft(
        row.where, indicator, unit, receiver, starts_on, ends_on, value, comparator, whole, difference,
        row.text("note"),
    )  # fmt: skip


def _whole(
    row: Row, indicator: IndicatorDraft, start: date, end: date, above: list[TargetDraft], finder: Finder
) -> TargetDraft | None:
    unit = finder.one(row, "part_of")
    for draft in above:
        same = draft.indicator is indicator and draft.unit is unit and draft.receiver is None
        if same and draft.starts_on <= start and end <= draft.ends_on:
            return draft
    if unit is not None:
        finder.problems.add(
            row.where, _("Above there is no target of %(unit)s for this indicator."), unit=unit.unit.name
        )
    return None


def _check_sums(drafts: list[TargetDraft], problems: Problems) -> None:
    """Parts add up to their whole, or the whole's row says what they add up to."""
    sums: dict[TargetDraft, Decimal] = {}
    for draft in drafts:
        if draft.whole is not None:
            sums[draft.whole] = sums.get(draft.whole, Decimal(0)) + draft.value
    for whole, total in sums.items():
        stated = whole.value if whole.difference is None else whole.difference
        if total != stated:
            problems.add(
                whole.where,
                _(
                    "The parts add up to %(total)s, not to %(stated)s. Mend them, or write %(total)s under "
                    "“difference” if the document itself says so."
                ),
                total=plain(total),
                stated=plain(stated),
            )
    for draft in drafts:
        if draft.difference is not None and draft not in sums:
            problems.add(draft.where, _("“difference” stands on a target without parts."))


def read_milestones(
    rows: list[Row], workstreams: list[WorkstreamDraft], problems: Problems
) -> list[MilestoneDraft]:
    """The milestones; ``indicator`` (workstream/code) where a ``share`` is due."""
    known = {draft.key: draft for draft in workstreams}
    drafts: dict[tuple[str, date, str], MilestoneDraft] = {}
    for row in rows:
        workstream = known.get(row.choice("workstream", known))
        due_on, share, text = (
            row.day("due_on", required=True),
            row.number("share"),
            row.text("text", required=True),
        )
        indicator = indicator_of(row, "indicator", workstreams)
        if workstream is None or due_on is None:
            continue
        if share is not None and not (0 <= share <= 1 and indicator):
            problems.add(row.where, _("A share lies between 0 and 1 and needs an indicator."))
        if indicator is not None and indicator.workstream is not workstream:
            problems.add(row.where, _("The indicator belongs to another workstream."))
        if (workstream.key, due_on, text) in drafts:
            problems.add(row.where, _("This milestone is there already."))
        drafts[workstream.key, due_on, text] = MilestoneDraft(
            row.where, workstream, indicator, due_on, share, text, row.text("text_en")
        )
    return list(drafts.values())


def read_tasks(rows: list[Row], workstreams: list[WorkstreamDraft], finder: Finder) -> list[TaskDraft]:
    """The tasks with the duties of units; numbers count within a workstream."""
    known = {draft.key: draft for draft in workstreams}
    drafts: dict[tuple[str, int], TaskDraft] = {}
    for row in rows:
        workstream = known.get(row.choice("workstream", known))
        number, text = row.number("number", required=True), row.text("text", required=True)
        duties: dict[str, list[Known]] = {
            Duty.LEAD: finder.many(row, "lead"),
            Duty.RESPONSIBLE: finder.many(row, "responsible"),
            Duty.SUPPORTING: finder.many(row, "supporting"),
        }
        if workstream is None or number is None:
            continue
        if number != int(number) or number < 1:
            finder.problems.add(row.where, _("A task's number is a whole number from 1."))
        if (workstream.key, int(number)) in drafts:
            finder.problems.add(row.where, _("Task %(number)d is there already."), number=int(number))
        drafts[workstream.key, int(number)] = TaskDraft(
            row.where, workstream, int(number), text, row.text("text_en"), row.day("due_on"),
            row.text("due_text"), duties,
        )  # fmt: skip
    return list(drafts.values())


def read_people(rows: list[Row], finder: Finder) -> list[PersonDraft]:
    """Example accounts. Their passwords stand in a file anybody may read, and the accounts are marked so."""
    drafts: dict[str, PersonDraft] = {}
    for row in rows:
        username, password = row.text("username", required=True), row.text("password", required=True)
        role, unit = row.choice("role", {"", *Role.values}), finder.one(row, "unit", required=False)
        if username in drafts:
            finder.problems.add(row.where, _("“%(key)s” stands twice."), key=username)
        if bool(role) != bool(row.text("unit")):
            finder.problems.add(row.where, _("A role needs its unit, and a unit the role."))
        elif unit is not None or not role:
            drafts[username] = PersonDraft(
                row.where, username, password, row.text("display_name") or username, row.text("language"), role,
                unit,
            )  # fmt: skip
    return list(drafts.values())
