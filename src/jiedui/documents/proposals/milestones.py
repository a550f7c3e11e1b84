"""Milestones: what is due by a day, as a share of a target or as an event."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals import periods
from jiedui.documents.proposals.context import Context, Statement, same
from jiedui.documents.proposals.drafts import Draft

MAX_TEXT = 300
_SHARE = re.compile(r"^(\d+(?:\.\d+)?)\s*[%％]$")


def propose(statement: Statement, context: Context) -> Draft:
    """The milestone a statement sets. A share needs an indicator; which one is settled with the targets."""
    draft = Draft(statement.number, ProposedObject.MILESTONE, statement.workstream)
    text = statement.text("text")[:MAX_TEXT]
    due_on = periods.last_day(statement.text("date"))
    share = share_of(statement)
    draft.values = {
        "text": text,
        "due": due_on.isoformat() if due_on else statement.text("date_text"),
        "share": f"{share * 100:f}".rstrip("0").rstrip(".") if share is not None else "",
    }
    draft.raw = {
        "text": text,
        "due_on": due_on,
        "share": share,
        "measure": statement.text("measure"),
        "revises": statement.text("revises"),
    }
    if not text:
        draft.problem("no_text", blocking=True)
    if due_on is None:
        draft.problem("no_date", blocking=True)
        return draft
    if first := context.repeats(("milestone", draft.section, due_on, same(text)), draft):
        draft.match, draft.repeats = Match.REPEAT, first.number
    workstream = context.workstream(draft.section)
    there = context.snapshot.milestones.get((workstream.pk, due_on, same(text))) if workstream else None
    if there:
        draft.match, draft.existing = Match.UNCHANGED, there.pk
    return draft


def share_of(statement: Statement) -> Decimal | None:
    """The share of the target that is due (0 to 1), where the statement gives a percentage up to 100."""
    unit = statement.text("normalized_unit") or statement.text("unit")
    written = statement.text("value") + ("%" if unit == "%" and "%" not in statement.text("value") else "")
    if match := _SHARE.match(written):
        try:
            share = Decimal(match[1]) / 100
        except InvalidOperation:
            return None
        return share if share <= 1 else None
    return None
