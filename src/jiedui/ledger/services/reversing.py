"""Taking an accepted entry back."""

from __future__ import annotations

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel.errors import WrongState
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AlreadyReversed
from jiedui.ledger.models import Entry, EntryAssist
from jiedui.ledger.services.access import locked
from jiedui.ledger.services.deciding import append_accepted, given_reason

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
def reverse_entry(*, actor: User, entry: Entry, reason: str) -> Entry:
    """Take an accepted entry back; returns the reversal, a new accepted entry with the opposite postings.

    It bears the day of the entry it takes back, so that the figure of that day is put right. The entry itself
    is not touched. Raises NotAllowed, WrongState, AlreadyReversed, Invalid without a reason.
    """
    entry = locked(entry)
    require(actor, Action.REVERSE_ENTRY)
    if entry.state != EntryState.ACCEPTED:
        raise WrongState(state=EntryState(entry.state).label)
    if entry.reverses_id or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed
    reversal = Entry.objects.create(
        **{name: getattr(entry, name) for name in COPIED},
        state=EntryState.SUBMITTED,
        recorded_by=actor,
        reverses=entry,
        reversal_reason=given_reason(reason),
    )
    assists = entry.assists.values_list("unit_id", flat=True)
    EntryAssist.objects.bulk_create(EntryAssist(entry=reversal, unit_id=pk) for pk in assists)
    append_accepted(actor=actor, entries=[reversal], action="entry.reverse", reason=reversal.reversal_reason)
    kind = kinds.get(entry.kind)
    if kind.on_reversal and not entry.synthetic:
        kind.on_reversal(entry, kind.read(entry))
    return reversal
