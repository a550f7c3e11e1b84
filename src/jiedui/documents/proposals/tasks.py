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
    if there is None:
        return
    draft.existing = there.pk
    repeats = draft.match == Match.REPEAT
    if (repeats or _same_day(draft, there)) and not _missing(draft, there):
        draft.match = Match.UNCHANGED
    elif not repeats:
        draft.match = Match.REVISED
        draft.before, draft.values["change"] = _change(draft, there)
        if _silent(draft):
            draft.raw |= {"due_on": there.due_on, "due_text": there.due_text}


def _same_day(draft: Draft, task: Task) -> bool:
    """Whether the day stays; a paper that names none leaves the plan's."""
    return _silent(draft) or task.due_on == draft.raw["due_on"]


def _silent(draft: Draft) -> bool:
    return not (draft.raw["due_on"] or draft.raw["due_text"])


def _change(draft: Draft, task: Task) -> tuple[dict[str, str], dict[str, str]]:
    """What of the task goes and what comes: the day where it is another, units that lose or gain a duty."""
    held = {duty.unit_id: duty.unit.name for duty in task.duties.all()}
    named = [name for names in draft.roles.values() for name in units_of(names)]
    kept = {name.unit for name in named}
    gone = [label for unit, label in held.items() if unit not in kept]
    fresh = [name.label for name in named if name.unit is None or name.unit not in held]
    before, after = {"units": "、".join(gone)}, {"units": "、".join(dict.fromkeys(fresh))}
    if not _same_day(draft, task):
        before["due"] = task.due_on.isoformat() if task.due_on else task.due_text
        after["due"] = draft.values["due"] or draft.values["due_text"]
    return before, after


def _missing(draft: Draft, task: Task) -> bool:
    """Whether the draft names a unit that has no such duty in the task."""
    held = {(duty.unit_id, duty.duty) for duty in task.duties.all()}
    holders = {unit for unit, _ in held}
    return any(
        name.unit is None or ((name.unit, str(duty)) not in held and name.unit not in holders)
        for role, duty in ROLES
        for name in units_of(draft.roles.get(role, []))
    )
