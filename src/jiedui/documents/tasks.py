"""Background work: ids in, fetch, delegate."""

from __future__ import annotations

from django_tasks import task

from jiedui.documents.enums import DocumentState
from jiedui.documents.models import SourceDocument
from jiedui.documents.services.comparing import compare_document
from jiedui.documents.services.reading import read_stored


@task()
def read_document(document_id: int) -> None:
    """Read a stored document; one that is gone by now is no error."""
    document = SourceDocument.objects.select_related("programme__giver").filter(pk=document_id).first()
    if document:
        read_stored(document)


@task()
def compare_again(programme_id: int) -> None:
    """Compare the documents in review with a programme whose plan has changed."""
    documents = SourceDocument.objects.select_related("programme__giver").filter(
        programme_id=programme_id, state=DocumentState.REVIEW
    )
    for document in documents:
        compare_document(document)
