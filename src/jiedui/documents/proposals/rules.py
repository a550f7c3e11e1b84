"""Rules: thresholds the programme must keep."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals.context import Context, Statement, same
from jiedui.documents.proposals.drafts import Draft
from jiedui.documents.proposals.revisions import revise_rule
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Rule

MAX_TEXT = 300
TOO_LARGE = Decimal(10) ** 16


def propose(statement: Statement, context: Context) -> Draft:
    """The rule a statement sets: its words, and its threshold where that is a number (30 % is 0.3)."""
    draft = Draft(statement.number, ProposedObject.RULE, statement.workstream)
    text = statement.text("text")[:MAX_TEXT]
    threshold = _threshold(statement)
    written = statement.text("comparator")
    comparator = written if written in Comparator.values else str(Comparator.AT_LEAST)
    draft.values = {
        "text": text,
        "comparator": comparator,
        "threshold": f"{threshold:f}" if threshold is not None else "",
        "stated": statement.text("threshold") + statement.text("unit"),
    }
    draft.raw = {
        "text": text,
        "threshold": threshold,
        "comparator": comparator,
        "revises": statement.text("revises"),
    }
    if not text:
        draft.problem("no_text", blocking=True)
    if first := context.repeats(("rule", same(text)), draft):
        draft.match, draft.repeats = Match.REPEAT, first.number
    there = context.snapshot.rules.get(same(text))
    if there:
        _match(draft, there)
    return draft


def _match(draft: Draft, there: Rule) -> None:
    """The plan has these words. Said twice they change it once, by what is said first."""
    repeats = draft.match == Match.REPEAT
    revise_rule(draft, there)
    if repeats and draft.match == Match.REVISED:
        draft.match, draft.existing, draft.before = Match.REPEAT, None, {}


def _threshold(statement: Statement) -> Decimal | None:
    written = statement.text("normalized") or statement.text("threshold")
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= TOO_LARGE:
        return None
    unit = statement.text("normalized_unit") or statement.text("unit")
    return value / 100 if unit == "%" else value
