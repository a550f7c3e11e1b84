"""``/api/entries/{id}/…``: prove, submit, accept, return, confirm and reverse an entry."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from jiedui.accounts.enums import TokenScope
from jiedui.api.auth import scoped
from jiedui.api.presenters import present
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import NotFound
from jiedui.ledger import queries, services
from jiedui.ledger.kinds.values import Line, Paragraph
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import EntryOut, EvidenceOut

router = Router(auth=scoped(TokenScope.WRITE))


class ReasonIn(Schema):
    """Why."""

    reason: Paragraph


class ConfirmationIn(Schema):
    """What the receiver says; with ``disputed`` its own figure or what is not right."""

    verdict: Literal["agreed", "disputed"]
    figure: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)] | None = None
    note: Paragraph = ""


class FileIn(Schema):
    """The file's name and its role; the bytes are the body, as application/octet-stream."""

    filename: Line
    purpose: Line


def _entry(request: HttpRequest, entry_id: int) -> Entry:
    """The entry, if the person may see it. Raises NotFound."""
    found = queries.entries_for(request.user).filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def _now(entry: Entry) -> EntryOut:
    return present(queries.in_full(Entry.objects.all()).get(pk=entry.pk))


def _actor(request: HttpRequest) -> Any:
    return request.user


@router.post("/{int:entry_id}/evidence", response={201: EvidenceOut})
@repeatable
def attach(request: HttpRequest, entry_id: int, file: Query[FileIn]) -> Status[EvidenceOut]:
    """Attach a file: its bytes are the body. Possible until the entry is accepted."""
    evidence = services.attach_evidence(
        actor=_actor(request),
        entry=_entry(request, entry_id),
        filename=file.filename,
        content=request.body,
        purpose=file.purpose,
    )
    return Status(201, next(item for item in _now(evidence.entry).evidence if item.id == evidence.pk))


@router.post("/{int:entry_id}/submit", response=EntryOut)
@repeatable
def submit(request: HttpRequest, entry_id: int) -> EntryOut:
    """Hand a draft or returned entry to the workstream's lead."""
    return _now(services.submit_entry(actor=_actor(request), entry=_entry(request, entry_id)))


@router.post("/{int:entry_id}/accept", response=EntryOut)
@repeatable
def accept(request: HttpRequest, entry_id: int) -> EntryOut:
    """Accept a submitted entry, for ever."""
    return _now(services.accept_entry(actor=_actor(request), entry=_entry(request, entry_id)))


@router.post("/{int:entry_id}/return", response=EntryOut)
@repeatable
def send_back(request: HttpRequest, entry_id: int, payload: ReasonIn) -> EntryOut:
    """Send a submitted entry back with what is to be mended."""
    entry = _entry(request, entry_id)
    return _now(services.return_entry(actor=_actor(request), entry=entry, reason=payload.reason))


@router.post("/{int:entry_id}/confirm", response=EntryOut)
@repeatable
def confirm(request: HttpRequest, entry_id: int, payload: ConfirmationIn) -> EntryOut:
    """Say as the receiver whether the entry is right."""
    entry = _entry(request, entry_id)
    services.confirm_entry(
        actor=_actor(request),
        entry=entry,
        verdict=payload.verdict,
        figure=payload.figure,
        note=payload.note,
    )
    return _now(entry)


@router.post("/{int:entry_id}/reverse", response={201: EntryOut})
@repeatable
def reverse(request: HttpRequest, entry_id: int, payload: ReasonIn) -> Status[EntryOut]:
    """Take an accepted entry back; the answer is the reversal, a new entry."""
    entry = _entry(request, entry_id)
    reversal = services.reverse_entry(actor=_actor(request), entry=entry, reason=payload.reason)
    return Status(201, _now(reversal))
