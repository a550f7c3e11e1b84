"""Tasks with their lead, responsible and supporting units and the day they are due."""

from __future__ import annotations

from datetime import date

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals import periods
from jiedui.documents.proposals.context import Context, Statement, name_problems, same
from jiedui.documents.proposals.drafts import Draft, Known, Name
from jiedui.plans.enums import Duty
from jiedui.plans.models import Task

ROLES = (("lead", Duty.LEAD), ("responsible", Duty.RESPONSIBLE), ("support", Duty.SUPPORTING))
MAX_TEXT = 500


def propose(statement: Statement, context: Context) -> Draft:
    """The task a statement sets. A unit is named once: as lead before responsible before supporting."""
    draft = Draft(statement.number, ProposedObject.TASK, statement.workstream)
    text = statement.text("text")[:MAX_TEXT]
    due_on, due_text = due(statement.text("deadline"))
    seen: set[tuple[str, object]] = set()
    for role, _duty in ROLES:
        names = [context.book.giving(name) for name in statement.texts(role)]
        fresh = [name for name in names if name.key not in seen]
        seen.update(name.key for name in names)
        if fresh:
            draft.roles[role] = fresh
            name_problems(draft, fresh, needed=False)
    draft.values = {"text": text, "due": due_on.isoformat() if due_on else "", "due_text": due_text}
    draft.raw = {"text": text, "due_on": due_on, "due_text": due_text}
    if not text:
        draft.problem("no_text", blocking=True)
    if not draft.roles.get("lead"):
        draft.problem("no_lead")
    _match(draft, context)
    return draft


def due(deadline: str) -> tuple[date | None, str]:
    """The day a deadline stands for, or the words it is written in."""
    day = periods.last_day(deadline.partition("/")[2] or deadline)
    return (day, "") if day else (None, deadline[:120])


def units_of(names: list[Name]) -> list[Name]:
    """The units behind names: groups opened, unknown ones left to the document."""
    found: list[Name] = []
    for name in names:
        found += name.members if name.known == Known.GROUP else [name] if name.is_unit else []
    return list({name.key: name for name in found}.values())


def _match(draft: Draft, context: Context) -> None:
    text = same(draft.raw["text"])
    if first := context.repeats(("task", draft.section, text), draft):
        draft.match, draft.repeats = Match.REPEAT, first.number
    workstream = context.workstream(draft.section)
    there = context.snapshot.tasks.get((workstream.pk, text)) if workstream else None
    if there:
        draft.existing = there.pk
        same_day = there.due_on == draft.raw["due_on"] or draft.match == Match.REPEAT
        if same_day and not _missing(draft, there):
            draft.match = Match.UNCHANGED
        elif draft.match != Match.REPEAT:
            draft.match = Match.REVISED
            draft.before = {"due": there.due_on.isoformat() if there.due_on else there.due_text}


def _missing(draft: Draft, task: Task) -> bool:
    """Whether the draft names a unit that has no such duty in the task."""
    held = {(duty.unit_id, duty.duty) for duty in task.duties.all()}
    holders = {unit for unit, _ in held}
    return any(
        name.unit is None or ((name.unit, str(duty)) not in held and name.unit not in holders)
        for role, duty in ROLES
        for name in units_of(draft.roles.get(role, []))
    )
