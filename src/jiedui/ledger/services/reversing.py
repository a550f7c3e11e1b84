"""Taking an accepted entry back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel.errors import WrongState
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState, Outcome, RequestState
from jiedui.ledger.errors import AlreadyReversed
from jiedui.ledger.kinds.base import CORRECTION_ORDER
from jiedui.ledger.models import CorrectionRequest, Entry, EntryAssist, EntryEvidence
from jiedui.ledger.services.access import locked
from jiedui.ledger.services.deciding import append_accepted, given_reason
from jiedui.ledger.services.evidence import StoredEvidence, file_of
from jiedui.ledger.services.settling import close_by_office

COPIED = (
    "programme_id",
    "workstream_id",
    "kind",
    "giver_id",
    "receiver_id",
    "project_id",
    "occurred_on",
    "title",
    "amount",
    "currency",
    "persons",
    "quantity",
    "quantity_unit",
    "detail",
    "synthetic",
    "submitted_at",
)


@transaction.atomic
def reverse_entry(*, actor: User, entry: Entry, reason: str, document: StoredEvidence | None = None) -> Entry:
    """Take an accepted entry back; returns the reversal, a new accepted entry with the opposite postings.

    It bears the day of the entry it takes back, so that the figure of that day is put right. The entry itself
    is not touched. ``document`` orders it. Raises NotAllowed, WrongState, AlreadyReversed, Invalid without a reason.
    """
    entry = locked(entry)
    require_reversible(actor, entry)
    reversal = take_back(actor=actor, entry=entry, reason=given_reason(reason), document=document)
    close_by_office(actor=actor, entry=entry, outcome=Outcome.WITHDRAWN, reason=reversal.reversal_reason)
    return reversal


def require_reversible(actor: User, entry: Entry) -> None:
    """Raise NotAllowed, WrongState or AlreadyReversed where ``actor`` may not take the locked entry back."""
    require(actor, Action.REVERSE_ENTRY)
    require_standing(entry)


def require_standing(entry: Entry) -> None:
    """Raise WrongState or AlreadyReversed unless the locked entry is accepted and was not taken back."""
    if entry.state != EntryState.ACCEPTED:
        raise WrongState(state=EntryState(entry.state).label)
    if entry.reverses_id or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed


def take_back(*, actor: User, entry: Entry, reason: str, document: StoredEvidence | None) -> Entry:
    """The reversal of a standing entry; what was asked about the entry is thereby decided."""
    reversal = Entry.objects.create(
        **{name: getattr(entry, name) for name in COPIED},
        state=EntryState.SUBMITTED,
        recorded_by=actor,
        reverses=entry,
        reversal_reason=reason,
    )
    assists = entry.assists.values_list("unit_id", flat=True)
    EntryAssist.objects.bulk_create(EntryAssist(entry=reversal, unit_id=pk) for pk in assists)
    lay_order(actor=actor, entry=reversal, document=document)
    append_accepted(actor=actor, entries=[reversal], action="entry.reverse", reason=reason)
    asked = CorrectionRequest.objects.filter(entry=entry, state=RequestState.ASKED)
    asked.update(state=RequestState.DONE, decided_by=actor, decided_at=timezone.now())
    kind = kinds.get(entry.kind)
    if kind.on_reversal and not entry.synthetic:
        kind.on_reversal(entry, kind.read(entry))
    return reversal


def lay_order(*, actor: User, entry: Entry, document: StoredEvidence | None) -> None:
    """Put the document that orders the correction beside the entry, before it is hashed."""
    if document is not None:
        EntryEvidence.objects.create(
            entry=entry,
            file=file_of(document),
            filename=document.filename,
            purpose=CORRECTION_ORDER.purpose,
            added_by=actor,
        )
