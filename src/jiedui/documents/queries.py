"""Named reads of documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from jiedui.accounts.policies import Action, allows
from jiedui.documents.enums import ProposalState
from jiedui.documents.facts import FactKind
from jiedui.documents.models import (
    BulkDecision,
    FactLink,
    FactRecord,
    FoundDiscrepancy,
    Lesson,
    Proposal,
    SourceDocument,
)
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Programme

_OPEN_DISCREPANCY = Q(choice="") & ~Q(choices=[]) & ~Q(severity="ok")


def documents_for(user: Any, programme: Programme) -> QuerySet[SourceDocument]:
    """The documents of a programme a person may see, newest first; none without a role."""
    if not allows(user, Action.SEE_DOCUMENTS):
        return SourceDocument.objects.none()
    return programme.documents.select_related("uploaded_by", "accepted_by", "revision")


def with_progress(documents: QuerySet[SourceDocument]) -> QuerySet[SourceDocument]:
    """Documents with their number of ``proposals_count`` and of ``decided_count``."""
    decided = ~Q(facts__proposal__state=ProposalState.PENDING) & Q(facts__proposal__isnull=False)
    # grouping drops the order that the model has of itself
    return documents.order_by("-uploaded_at", "-id").annotate(
        proposals_count=Count("facts__proposal"), decided_count=Count("facts__proposal", filter=decided)
    )


def get_document(user: Any, programme: Programme, pk: int) -> SourceDocument:
    """A document of the programme. Raises NotFound."""
    document = documents_for(user, programme).filter(pk=pk).first()
    if document is None:
        raise NotFound
    document.programme = programme
    return document


def get_proposal(document: SourceDocument, pk: int) -> Proposal:
    """A proposal of the document. Raises NotFound."""
    found = (
        Proposal.objects.select_related("fact", "decided_by").filter(pk=pk, fact__document=document).first()
    )
    if found is None:
        raise NotFound
    return found


def get_discrepancy(document: SourceDocument, pk: int) -> FoundDiscrepancy:
    """A discrepancy of the document. Raises NotFound."""
    found = document.discrepancies.select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def get_bulk(document: SourceDocument, pk: int) -> BulkDecision:
    """What was accepted with one press in the document. Raises NotFound."""
    found = document.bulk_decisions.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def lessons_of(user: Any, programme: Programme) -> QuerySet[Lesson]:
    """What the reader was taught in the programme, the latest first, forgotten lessons too; none without a role."""
    if not allows(user, Action.SEE_DOCUMENTS):
        return Lesson.objects.none()
    return Lesson.objects.filter(programme=programme).select_related(
        "unit", "indicator__workstream", "milestone", "rule", "fact__document", "taught_by", "forgotten_by"
    )


def get_lesson(user: Any, programme: Programme, pk: int) -> Lesson:
    """A lesson of the programme. Raises NotFound."""
    found = lessons_of(user, programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def lessons_from(proposal: Proposal) -> list[Lesson]:
    """What the edits of a proposal taught and still holds."""
    rows = Lesson.objects.filter(fact_id=proposal.fact_id, forgotten_at__isnull=True)
    return list(rows.select_related("unit", "indicator", "milestone", "rule"))


def lessons_in_force(programme: Programme) -> list[Lesson]:
    """The lessons that hold."""
    found = Lesson.objects.filter(programme=programme, forgotten_at__isnull=True)
    return list(found.select_related("milestone", "rule"))


def open_discrepancies(programme: Programme) -> QuerySet[FoundDiscrepancy]:
    """Discrepancies in the programme's documents that wait for a choice."""
    return FoundDiscrepancy.objects.select_related("document").filter(
        _OPEN_DISCREPANCY, document__programme=programme
    )


def passages_outside(user: Any, programme: Programme) -> QuerySet[FactRecord]:
    """Passages of the documents a person may see that were recognised as outside scope and not imported."""
    found = FactRecord.objects.filter(
        document__in=documents_for(user, programme), kind=FactKind.OUT_OF_SCOPE.value
    )
    return found.select_related("document").order_by("document_id", "number")


def what_it_wrote(document: SourceDocument) -> list[tuple[str, int]]:
    """What the acceptance of a document wrote or confirmed: number of linked objects by model label."""
    rows = (
        FactLink.objects.filter(fact__document=document)
        .values_list("content_type__model")
        .annotate(number=Count("object_id", distinct=True))
        .order_by("content_type__model")
    )
    return [(model, number) for model, number in rows]


def sources_of(content_type_id: int, object_ids: list[int]) -> QuerySet[FactLink]:
    """The facts from which objects of one kind were written, with their documents."""
    return FactLink.objects.select_related("fact__document").filter(
        content_type_id=content_type_id, object_id__in=object_ids
    )
