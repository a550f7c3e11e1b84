"""Lead units of fields of work."""

from __future__ import annotations

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals.context import Context, Statement, name_problems
from jiedui.documents.proposals.drafts import Draft


def is_lead(statement: Statement) -> bool:
    """Whether the statement names the unit that leads its field of work."""
    return statement.text("role") == "lead" and bool(statement.workstream)


def propose(statement: Statement, context: Context) -> Draft:
    """The lead of a field of work; a second one for the same field is for the reviewer to decide."""
    draft = Draft(statement.number, ProposedObject.LEAD, statement.workstream)
    name = context.book.giving(statement.text("name"))
    draft.roles = {"lead": [name]}
    draft.values = {"workstream": statement.workstream}
    name_problems(draft, [name], needed=True)
    first = context.repeats(("lead", statement.workstream), draft)
    if first:
        other = first.roles["lead"][0]
        if other.key == name.key:
            draft.match, draft.repeats = Match.REPEAT, first.number
        else:
            draft.problem("second_lead", name=other.label or other.text, blocking=True)
    workstream = context.workstream(statement.workstream)
    if workstream and workstream.lead_id:
        draft.existing = workstream.pk
        if name.unit == workstream.lead_id:
            draft.match = Match.UNCHANGED
        elif not draft.repeats:
            draft.match = Match.REVISED
            assert workstream.lead is not None
            draft.before = {"lead": workstream.lead.name}
    return draft
