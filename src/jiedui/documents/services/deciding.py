"""A reviewer's decisions on proposals and discrepancies, before the document as a whole is accepted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from jiedui.accounts.policies import Action
from jiedui.documents.enums import Choice, ProposalState, ProposedObject
from jiedui.documents.errors import Blocked, NoSuchChoice, Overtaken
from jiedui.documents.models import FoundDiscrepancy, Proposal, SourceDocument
from jiedui.documents.services.access import lock_in_review, require_action
from jiedui.documents.services.comparing import compare_document
from jiedui.documents.services.editing import changes_of
from jiedui.documents.services.teaching import learn, unlearn
from jiedui.kernel import audit


@transaction.atomic
def accept_proposal(*, actor: Any, proposal: Proposal, version: int) -> Proposal:
    """Take a proposal as it stands. Raises Blocked where it cannot be, Overtaken for an old ``version``."""
    _enter(actor, proposal)
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if fresh.blocked:
        raise Blocked
    state = ProposalState.EDITED if fresh.edited else ProposalState.ACCEPTED
    return _decide(actor, fresh, version, state)


@transaction.atomic
def reject_proposal(*, actor: Any, proposal: Proposal, version: int) -> Proposal:
    """Leave a proposal out. Raises Overtaken for an old ``version``."""
    document = _enter(actor, proposal)
    fresh = _decide(actor, proposal, version, ProposalState.REJECTED)
    return _settle_others(document, fresh)


@transaction.atomic
def undo_decision(*, actor: Any, proposal: Proposal, version: int) -> Proposal:
    """Open a proposal again; edits to it, and what they taught, are taken back as well."""
    document = _enter(actor, proposal)
    fresh = _decide(actor, proposal, version, ProposalState.PENDING)
    if fresh.edited:
        unlearn(actor=actor, proposal=fresh)
        fresh.edited = {}
        fresh.save(update_fields=["edited"])
    return _settle_others(document, fresh)


@transaction.atomic
def edit_proposal(*, actor: Any, proposal: Proposal, version: int, changes: dict[str, Any]) -> Proposal:
    """Change fields of a proposal and accept it so, unless it is still blocked; then it stays open.

    What a name or a measure was taken for is remembered for the documents that come after.

    Raises Invalid, with the field as its address, for a value that cannot be taken.
    """
    document = _enter(actor, proposal)
    changed = changes_of(proposal, changes)
    edited = {**proposal.edited, **changed}
    before = {**proposal.fact.fields, **proposal.edited}
    fresh = _decide(actor, proposal, version, ProposalState.PENDING)
    fresh.edited = edited
    fresh.save(update_fields=["edited"])
    noted = audit.changes({name: before.get(name) for name in edited}, edited)
    audit.record(actor=actor, action="proposal.edit", subject=fresh, changes=noted)
    plan = fresh.plan
    compare_document(document)
    fresh.refresh_from_db()
    learn(actor=actor, proposal=fresh, before=plan, changed=changed)
    if not fresh.blocked:
        fresh.state = ProposalState.EDITED
        fresh.save(update_fields=["state"])
    return fresh


def note_figure(*, actor: Any, proposal: Proposal, version: int) -> Proposal:
    """Take a figure reached as said in the paper, and draft no entry for what the ledger lacks."""
    require_action(actor, Action.REVIEW_DOCUMENT)
    if proposal.makes != ProposedObject.FIGURE:
        raise Blocked
    return edit_proposal(actor=actor, proposal=proposal, version=version, changes={"only_note": True})


@transaction.atomic
def decide_discrepancy(
    *, actor: Any, found: FoundDiscrepancy, choice: str, seen: str | None = None
) -> FoundDiscrepancy:
    """Say which figure counts where two do not agree; ``""`` opens the question again.

    ``seen`` is the choice that stood there when the reviewer looked. Raises NoSuchChoice for a choice the discrepancy
    does not offer, Overtaken where somebody else chose in the meantime.
    """
    require_action(actor, Action.REVIEW_DOCUMENT)
    lock_in_review(found.document_id)
    found = FoundDiscrepancy.objects.select_for_update().get(pk=found.pk)
    if seen is not None and found.choice not in {seen, choice}:
        raise Overtaken
    if choice and (choice not in Choice.values or choice not in found.choices):
        raise NoSuchChoice
    before = audit.snapshot(found, ("choice",))
    found.choice = choice
    found.decided_by = actor if choice else None
    found.decided_at = timezone.now() if choice else None
    found.save(update_fields=["choice", "decided_by", "decided_at"])
    audit.record(
        actor=actor, action="discrepancy.decide", subject=found, changes=audit.changes(before, found)
    )
    return found


def open_proposals(document: SourceDocument) -> QuerySet[Proposal]:
    """The proposals of a document nobody has decided on."""
    return Proposal.objects.filter(fact__document=document, state=ProposalState.PENDING)


def _enter(actor: Any, proposal: Proposal) -> SourceDocument:
    require_action(actor, Action.REVIEW_DOCUMENT)
    return lock_in_review(proposal.fact.document_id)


def _settle_others(document: SourceDocument, fresh: Proposal) -> Proposal:
    """Compare again: what was said twice, or in contradiction, may now stand alone, or no longer."""
    compare_document(document)
    fresh.refresh_from_db()
    return fresh


def _decide(actor: Any, proposal: Proposal, version: int, state: str) -> Proposal:
    """One conditional update: of two reviewers who looked at the same version, the second is told."""
    opened = state == ProposalState.PENDING
    written = Proposal.objects.filter(pk=proposal.pk, version=version).update(
        state=state,
        version=F("version") + 1,
        decided_by=None if opened else actor,
        decided_at=None if opened else timezone.now(),
        bulk=None,
    )
    if not written:
        raise Overtaken
    fresh = Proposal.objects.select_related("fact").get(pk=proposal.pk)
    changes = audit.changes({"state": proposal.state}, {"state": state})
    audit.record(actor=actor, action="proposal.decide", subject=fresh, changes=changes, state=str(state))
    return fresh
