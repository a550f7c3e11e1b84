"""Accepting many proposals with one press, and taking that back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from jiedui.accounts.policies import Action
from jiedui.documents.enums import ProposalState
from jiedui.documents.errors import UndoneAlready
from jiedui.documents.models import BulkDecision, Proposal, SourceDocument
from jiedui.documents.selection import PAIRINGS, Selection
from jiedui.documents.services.access import lock_in_review, require_action
from jiedui.kernel import audit

ACCEPTED = (ProposalState.ACCEPTED, ProposalState.EDITED)


@transaction.atomic
def accept_shown(*, actor: Any, document: SourceDocument, selection: Selection) -> BulkDecision:
    """Accept every open proposal of the selection that can be accepted as it is. Raises NotAllowed, NotInReview."""
    require_action(actor, Action.REVIEW_DOCUMENT)
    document = lock_in_review(document.pk)
    rows = acceptable(document, selection)
    bulk = BulkDecision.objects.create(
        document=document, selection=selection.query[:400], count=rows.count(), made_by=actor
    )
    common = {
        "decided_by": actor,
        "decided_at": timezone.now(),
        "version": F("version") + 1,
        "bulk": bulk,
    }
    chosen = Proposal.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    plain = Q(edited={})
    chosen.exclude(plain).update(state=ProposalState.EDITED, **common)
    chosen.filter(plain).update(state=ProposalState.ACCEPTED, **common)
    audit.record(
        actor=actor,
        action="document.accept_section",
        subject=document,
        section=selection.section,
        selection=selection.query,
        count=bulk.count,
    )
    return bulk


def accept_section(
    *, actor: Any, document: SourceDocument, section: str | None = None, makes: str | None = None
) -> int:
    """Accept every open proposal of a section that can be; the number. None: of every section or kind."""
    name = "" if section is None else section or PAIRINGS
    return accept_shown(actor=actor, document=document, selection=Selection(name, makes or "")).count


@transaction.atomic
def undo_bulk(*, actor: Any, bulk: BulkDecision) -> int:
    """Open again what was accepted with one press; how many. What was decided on since stays as it was decided.

    Raises UndoneAlready, NotAllowed, NotInReview.
    """
    require_action(actor, Action.REVIEW_DOCUMENT)
    document = lock_in_review(bulk.document_id)
    undone = BulkDecision.objects.filter(pk=bulk.pk, undone_at__isnull=True)
    if not undone.update(undone_by=actor, undone_at=timezone.now()):
        raise UndoneAlready
    count = Proposal.objects.filter(bulk=bulk, state__in=ACCEPTED).update(
        state=ProposalState.PENDING,
        version=F("version") + 1,
        decided_by=None,
        decided_at=None,
        bulk=None,
    )
    audit.record(actor=actor, action="document.undo_bulk", subject=document, count=count)
    return count


def acceptable(document: SourceDocument, selection: Selection) -> QuerySet[Proposal]:
    """The open proposals of a selection that can be accepted as they are."""
    rows = Proposal.objects.filter(selection.where(document))
    return rows.filter(state=ProposalState.PENDING, blocked=False)
