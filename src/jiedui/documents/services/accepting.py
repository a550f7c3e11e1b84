"""Accepting a reviewed document: everything it orders is written at once, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiedui.accounts.policies import Action
from jiedui.documents.enums import Choice, DocumentState, Match, ProposalState, ProposedObject
from jiedui.documents.errors import Undecided
from jiedui.documents.models import FactRecord, FoundDiscrepancy, Proposal, SourceDocument
from jiedui.documents.proposals import Draft, Statement, propose
from jiedui.documents.proposals.revisions import NOTHING
from jiedui.documents.services import plan_writer
from jiedui.documents.services.access import lock_in_review, require_action
from jiedui.documents.services.bulk import ACCEPTED
from jiedui.documents.services.comparing import (
    chosen_names,
    context_for,
    statement_of,
    texts_of,
)
from jiedui.documents.services.deciding import open_proposals
from jiedui.documents.services.ledger_writer import write_figure
from jiedui.documents.services.plan_writer import PlanWriter
from jiedui.documents.services.project_writer import write_project
from jiedui.documents.services.target_writer import write_targets
from jiedui.kernel import audit
from jiedui.plans.models import Programme

_WRITERS: tuple[tuple[ProposedObject, Callable[[PlanWriter, Draft], None]], ...] = (
    (ProposedObject.PAIRING, plan_writer.write_pairing),
    (ProposedObject.LEAD, plan_writer.write_lead),
    (ProposedObject.MILESTONE, plan_writer.write_milestone),
    (ProposedObject.RULE, plan_writer.write_rule),
    (ProposedObject.TASK, plan_writer.write_task),
    (ProposedObject.PROJECT, write_project),
    (ProposedObject.FIGURE, write_figure),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an acceptance wrote, by kind of object; empty where the plan says it all already."""

    document: SourceDocument
    counts: Counter[str]


@transaction.atomic
def accept_document(*, actor: Any, document: SourceDocument, leave_open_out: bool = False) -> Outcome:
    """Write what was accepted into units, pairings and the plan, each linked to its fact.

    Refuses with Undecided while proposals or discrepancies are open; with ``leave_open_out`` open proposals
    are rejected and open discrepancies kept as both figures, and that is recorded. Raises AlreadyAccepted for a
    second time, NotInReview, NotAllowed.
    """
    require_action(actor, Action.ACCEPT_PLAN)
    # Of two papers accepted at once the second must see what the first wrote, or it would propose it again.
    Programme.objects.select_for_update().get(pk=document.programme_id or 0)
    document = lock_in_review(document.pk)
    _close(actor, document, leave_open_out)
    facts = list(document.facts.select_related("proposal"))
    writer = _write(actor, document, facts)
    writer.save_links({fact.number: fact.pk for fact in facts})
    document.state = DocumentState.ACCEPTED
    document.accepted_by, document.accepted_at = actor, timezone.now()
    document.revision = writer.begun_revision
    document.save(update_fields=["state", "accepted_by", "accepted_at", "revision"])
    audit.record(actor=actor, action="document.accept", subject=document, counts=dict(writer.counts))
    transaction.on_commit(partial(_compare_others, writer.context.programme.pk))
    return Outcome(document, writer.counts)


def _compare_others(programme_id: int) -> None:
    """Have the other documents in review compared with the plan as it now stands."""
    from jiedui.documents.tasks import compare_again  # the tasks module imports the services

    compare_again.enqueue(programme_id)


def undecided_discrepancies(document: SourceDocument) -> QuerySet[FoundDiscrepancy]:
    """The discrepancies that ask for a choice and have none."""
    return document.discrepancies.filter(choice="").exclude(choices=[]).exclude(severity="ok")


def _close(actor: Any, document: SourceDocument, leave_open_out: bool) -> None:
    proposals, discrepancies = open_proposals(document), undecided_discrepancies(document)
    waiting = proposals.count(), discrepancies.count()
    if any(waiting) and not leave_open_out:
        raise Undecided(proposals=waiting[0], discrepancies=waiting[1])
    now = timezone.now()
    proposals.update(state=ProposalState.REJECTED, decided_by=actor, decided_at=now)
    for found in discrepancies:
        _keep_both(actor, found)


def _keep_both(actor: Any, found: FoundDiscrepancy) -> None:
    found.choice, found.decided_by, found.decided_at = Choice.BOTH, actor, timezone.now()
    found.save(update_fields=["choice", "decided_by", "decided_at"])


def _as_reviewed(statement: Statement, proposal: Proposal) -> Statement:
    """What a milestone or a rule revises is what the reviewer saw, though others of the paper were left out since."""
    if proposal.makes not in {ProposedObject.MILESTONE, ProposedObject.RULE}:
        return statement
    revised = proposal.plan.get("existing") if proposal.match == Match.REVISED else None
    return replace(statement, fields={**statement.fields, "revises": str(revised or NOTHING)})


def _write(actor: Any, document: SourceDocument, facts: list[FactRecord]) -> PlanWriter:
    texts = texts_of(document, facts)
    statements = [
        _as_reviewed(statement_of(fact, texts), fact.proposal)
        for fact in facts
        if hasattr(fact, "proposal") and fact.proposal.state in ACCEPTED
    ]
    everything = [statement_of(fact) for fact in facts]
    context = context_for(document, everything, chosen_names(facts), texts)
    drafts = [draft for draft in propose(statements, context) if not draft.blocked]
    writer = PlanWriter(actor=actor, document=document, context=context)
    targets = [draft for draft in drafts if draft.makes == ProposedObject.TARGET]
    for makes, write in _WRITERS:
        if makes == ProposedObject.MILESTONE:
            write_targets(writer, targets, document.discrepancies.all())
        for draft in drafts:
            if draft.makes == makes:
                write(writer, draft)
    return writer
