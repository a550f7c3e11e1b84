"""The check every service of documents makes first."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.policies import Action, require
from jiedui.documents.enums import DocumentState
from jiedui.documents.errors import AlreadyAccepted, NotInReview
from jiedui.documents.models import SourceDocument


def require_action(actor: Any, action: Action) -> None:
    """Raise NotAllowed unless ``actor`` may; None is the system itself (the command line)."""
    if actor is not None:
        require(actor, action)


def lock_in_review(document_id: int) -> SourceDocument:
    """The document, held until the transaction ends. Raises AlreadyAccepted or NotInReview."""
    document = (
        SourceDocument.objects.select_for_update(of=("self",))
        .select_related("programme__giver")
        .get(pk=document_id)
    )
    if document.state == DocumentState.ACCEPTED:
        raise AlreadyAccepted
    if document.state != DocumentState.REVIEW:
        raise NotInReview
    return document
