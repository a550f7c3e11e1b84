"""Taking a document in: keeping its bytes once and setting the reader to work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, transaction

from jiedui.accounts.policies import Action
from jiedui.documents.enums import DocumentState
from jiedui.documents.errors import AlreadyAccepted, Unreadable
from jiedui.documents.models import SourceDocument
from jiedui.documents.readers import MAX_BYTES, UnreadableDocumentError, check_document, explain
from jiedui.documents.services.access import require_action
from jiedui.kernel import audit, storage
from jiedui.kernel.canonical import sha256_hex
from jiedui.plans.models import Programme


@dataclass(frozen=True, slots=True)
class Receipt:
    """The document, and whether it was handed in for the first time."""

    document: SourceDocument
    fresh: bool


def receive_document(
    *, actor: Any, programme: Programme, filename: str, content: bytes, in_background: bool = True
) -> Receipt:
    """Keep a document for a programme and have it read, in the background or before this returns.

    The same bytes are one document: handing them in again gives the one that is there. Raises NotAllowed, or
    Unreadable with words that say what to do; then nothing is kept.
    """
    require_action(actor, Action.UPLOAD_DOCUMENT)
    name = PurePath(filename.replace("\\", "/")).name[:200] or "document"
    if there := programme.documents.filter(sha256=sha256_hex(content)).first():
        return Receipt(_again(actor, there, in_background), fresh=False)
    _check_readable(content, name)
    stored = storage.put(content, filename=name, max_bytes=MAX_BYTES)
    try:
        document = _keep(actor, programme, name, stored)
    except IntegrityError:
        return Receipt(programme.documents.get(sha256=stored.sha256), fresh=False)
    start_reading(document, in_background)
    return Receipt(document, fresh=True)


def read_again(*, actor: Any, document: SourceDocument, in_background: bool = True) -> SourceDocument:
    """Read a document anew whose reading failed or never ended. Raises AlreadyAccepted."""
    require_action(actor, Action.UPLOAD_DOCUMENT)
    if document.state == DocumentState.ACCEPTED:
        raise AlreadyAccepted
    if document.state == DocumentState.REVIEW:
        return document
    document.state, document.error, document.step = DocumentState.RECEIVED, "", ""
    document.save(update_fields=["state", "error", "step"])
    audit.record(actor=actor, action="document.read_again", subject=document)
    start_reading(document, in_background)
    return document


def start_reading(document: SourceDocument, in_background: bool) -> None:
    """Put the reading on the queue, or do it now, and look at the document again."""
    from jiedui.documents.tasks import read_document  # the tasks module imports the services

    if in_background:
        read_document.enqueue(document.pk)
    else:
        read_document.call(document.pk)
    document.refresh_from_db()


def _again(actor: Any, document: SourceDocument, in_background: bool) -> SourceDocument:
    """A document handed in once more: read if that failed, or, where it cannot wait, never ended."""
    stuck = not in_background and document.state in {DocumentState.RECEIVED, DocumentState.READING}
    if stuck or document.state == DocumentState.FAILED:
        return read_again(actor=actor, document=document, in_background=in_background)
    return document


def _check_readable(content: bytes, name: str) -> None:
    try:
        check_document(content, name)
    except UnreadableDocumentError as error:
        raise Unreadable(explain(error), address=name) from error


@transaction.atomic
def _keep(actor: Any, programme: Programme, name: str, stored: storage.StoredFile) -> SourceDocument:
    document = SourceDocument.objects.create(
        programme=programme,
        sha256=stored.sha256,
        filename=name,
        media_type=stored.media_type[:100],
        size=stored.size,
        uploaded_by=actor,
    )
    audit.record(actor=actor, action="document.receive", subject=document, sha256=stored.sha256, name=name)
    return document
