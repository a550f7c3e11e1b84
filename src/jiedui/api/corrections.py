"""``/api/entries/{id}/correct`` and ``/api/corrections``: put accepted entries right, or ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Base64Bytes, BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.presenters import Approvals, approvals_of, present
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import NotFound
from jiedui.ledger import queries, services
from jiedui.ledger.approvals import course_of_request
from jiedui.ledger.enums import RequestState
from jiedui.ledger.kinds.values import Line, MaybeLine, Paragraph
from jiedui.ledger.models import CorrectionRequest, Entry
from jiedui.ledger.schemas import EntryOut
from jiedui.plans.models import ApprovalBand
from jiedui.plans.queries import get_programme

router = Router(auth=scoped(TokenScope.WRITE))
of_entries = Router(auth=scoped(TokenScope.WRITE))
LARGEST_PAGE = 200


class DocumentIn(Schema):
    """The document that orders it: its name, and its bytes in Base64."""

    filename: Line
    content: Base64Bytes


class CorrectionIn(Schema):
    """The right content, complete, as for recording this kind; why; and the document that orders it."""

    data: dict[str, Any]
    reason: Paragraph
    document: DocumentIn | None = None


class RequestIn(CorrectionIn):
    """The same as a wish; without ``data`` the entry should only be taken back."""

    data: dict[str, Any] | None = None  # type: ignore[assignment]


class AnswerIn(Schema):
    """Why it is not done."""

    answer: Paragraph


class CorrectionOut(BaseModel):
    """A correction that was asked for. ``data`` is what should stand; null: the entry should be taken back.

    ``approvals`` are those its amount needs; ``made`` is the entry that stands in the place of ``entry`` or, where
    nothing does, its reversal, once it was carried out.
    """

    id: int
    entry: int
    state: str
    reason: str
    data: dict[str, Any] | None
    document: str
    difference: int | None
    asked_at: datetime
    decided_at: datetime | None
    answer: str
    approvals: Approvals
    made: int | None


class Page(BaseModel):
    """One page of a list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[CorrectionOut]


class ListQuery(Schema):
    """What the list can be narrowed by."""

    programme: MaybeLine
    state: Literal["", "asked", "done", "declined"] = ""
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


def _stored(document: DocumentIn | None) -> services.StoredEvidence | None:
    return services.store_evidence(filename=document.filename, content=document.content) if document else None


def _entry(request: HttpRequest, entry_id: int) -> Entry:
    require(request.user, Action.SEE_ENTRIES)
    found = queries.entries_for(request.user).filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def _rows(request: HttpRequest) -> QuerySet[CorrectionRequest]:
    require(request.user, Action.SEE_ENTRIES)
    return queries.requests_for(request.user)


def _one(request: HttpRequest, correction_id: int) -> CorrectionRequest:
    found = _rows(request).filter(pk=correction_id).first()
    if found is None:
        raise NotFound
    return found


def _out(one: CorrectionRequest, bands: Iterable[ApprovalBand] | None = None) -> CorrectionOut:
    made = [getattr(one.entry, name, None) for name in ("correction", "reversal")]
    own = ("state", "reason", "asked_at", "decided_at", "answer")
    return CorrectionOut(
        id=one.pk,
        entry=one.entry_id,
        data=one.content,
        document=one.filename,
        difference=one.difference_id,
        approvals=approvals_of(course_of_request(one, bands)),
        made=next((entry.pk for entry in made if entry and one.state == RequestState.DONE), None),
        **{name: getattr(one, name) for name in own},
    )


@of_entries.post("/{int:entry_id}/correct", response={201: EntryOut})
@repeatable
def correct(request: HttpRequest, entry_id: int, payload: CorrectionIn) -> Status[EntryOut]:
    """Take an accepted entry back and let another stand in its place; the answer is the latter.

    Where the amount needs several approvals it must be asked for instead.
    """
    made = services.correct_entry(
        actor=request.user,  # type: ignore[arg-type]
        entry=_entry(request, entry_id),
        data=payload.data,
        reason=payload.reason,
        document=_stored(payload.document),
    )
    return Status(201, present(queries.in_full(Entry.objects.all()).get(pk=made.pk)))


@of_entries.post("/{int:entry_id}/corrections", response={201: CorrectionOut})
@repeatable
def ask_correction(request: HttpRequest, entry_id: int, payload: RequestIn) -> Status[CorrectionOut]:
    """Ask that an accepted entry be corrected or, without `data`, taken back."""
    asked = services.ask_correction(
        actor=request.user,  # type: ignore[arg-type]
        entry=_entry(request, entry_id),
        data=payload.data,
        reason=payload.reason,
        document=_stored(payload.document),
    )
    return Status(201, _out(_one(request, asked.pk)))


@router.get("", response=Page, auth=scoped(TokenScope.READ))
def list_corrections(request: HttpRequest, filters: Query[ListQuery]) -> Page:
    """Corrections that were asked for, of entries you may see, the latest first."""
    programme = get_programme(filters.programme)
    found = _rows(request).filter(entry__programme=programme)
    if filters.state:
        found = found.filter(state=filters.state)
    first = (filters.page - 1) * filters.page_size
    bands = list(programme.approval_bands.all())
    return Page(
        count=found.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=[_out(one, bands) for one in found[first : first + filters.page_size]],
    )


@router.get("/{int:correction_id}", response=CorrectionOut, auth=scoped(TokenScope.READ))
def read_correction(request: HttpRequest, correction_id: int) -> CorrectionOut:
    """One correction that was asked for, with the approvals it has and needs."""
    return _out(_one(request, correction_id))


@router.post("/{int:correction_id}/carry-out", response=CorrectionOut)
@repeatable
def carry_out(request: HttpRequest, correction_id: int) -> CorrectionOut:
    """Do what was asked; where its amount needs several approvals, give the next of them."""
    services.carry_out(actor=request.user, request=_one(request, correction_id))  # type: ignore[arg-type]
    return _out(_one(request, correction_id))


@router.post("/{int:correction_id}/decline", response=CorrectionOut)
@repeatable
def decline_correction(request: HttpRequest, correction_id: int, payload: AnswerIn) -> CorrectionOut:
    """Leave the entry as it is, and say why."""
    services.decline_request(
        actor=request.user,  # type: ignore[arg-type]
        request=_one(request, correction_id),
        answer=payload.answer,
    )
    return _out(_one(request, correction_id))
