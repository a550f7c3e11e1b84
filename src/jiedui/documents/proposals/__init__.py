"""What accepting the facts of a document would write, compared with the running programme.

One module per kind of object; each turns a statement into a :class:`Draft`. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from jiedui.documents.enums import ProposedObject
from jiedui.documents.facts import FactKind
from jiedui.documents.proposals import (
    gaps,
    leads,
    milestones,
    pairings,
    projects,
    reported,
    revisions,
    rules,
    targets,
    tasks,
)
from jiedui.documents.proposals.context import Context, Statement
from jiedui.documents.proposals.drafts import Draft

__all__ = ["Context", "Draft", "Statement", "makes_proposal", "propose"]

_PROPOSERS: dict[str, Callable[[Statement, Context], Draft]] = {
    FactKind.PAIRING: pairings.propose,
    FactKind.ORG: leads.propose,
    FactKind.TARGET: targets.propose,
    FactKind.TASK: tasks.propose,
    FactKind.MILESTONE: milestones.propose,
    FactKind.RULE: rules.propose,
    FactKind.PROJECT: projects.propose,
    FactKind.ACTUAL: reported.propose,
}


def makes_proposal(statement: Statement) -> bool:
    """Whether accepting the fact would write something. The others are kept with the document to be read."""
    if statement.kind == FactKind.ORG:
        return leads.is_lead(statement)
    if statement.kind == FactKind.ACTUAL:
        return reported.is_reported(statement)
    return statement.kind in _PROPOSERS


def propose(statements: Iterable[Statement], context: Context) -> list[Draft]:
    """The drafts of the statements that make one, in their order.

    Pairings come first, so that one declared in prose and in a table is judged once, by its first mention. What
    milestones and rules revise, and how figures reached stand to the ledger, is settled when all of them are known.
    """
    drafts = []
    for statement in statements:
        if not makes_proposal(statement):
            continue
        context.lines[statement.number] = statement.line
        alone = replace(context, said=dict(context.said)) if statement.rejected else context
        draft = _PROPOSERS[statement.kind](statement, alone)
        if statement.kind == FactKind.TARGET:
            targets.match(draft, alone)
        drafts.append(draft)
    revisions.settle(drafts, context)
    gaps.settle((draft for draft in drafts if draft.makes == ProposedObject.FIGURE), context)
    return drafts
