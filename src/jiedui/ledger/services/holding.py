"""Holds on workshops and recruiters, with what they do to the figures: nothing is counted while one stands."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.ledger import chain, kinds, outbox, postings
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, Posting
from jiedui.plans.models import Programme
from jiedui.safeguards import services as safeguards
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.safeguards.models import LabourHold
from jiedui.safeguards.names import name_of


@transaction.atomic
def raise_hold(
    *, actor: User, programme: Programme, on: HoldOn, name: str, flag: RedFlag, reason: str
) -> LabourHold:
    """Put a hold on a workshop or recruiter; what was counted of it is counted no more.

    Raises NotAllowed, Invalid without a name or reason.
    """
    chain.lock()
    hold = safeguards.raise_hold(actor=actor, programme=programme, on=on, name=name, flag=flag, reason=reason)
    _post_anew(hold)
    return hold


@transaction.atomic
def lift_hold(*, actor: User, hold: LabourHold, reason: str, checked_on: date, checked_by: str) -> LabourHold:
    """Lift a hold after an independent check; what no other hold keeps out is counted again.

    Raises NotAllowed, WrongState, Invalid.
    """
    chain.lock()
    hold = safeguards.lift_hold(
        actor=actor, hold=hold, reason=reason, checked_on=checked_on, checked_by=checked_by
    )
    _post_anew(hold)
    return hold


def _post_anew(hold: LabourHold) -> None:
    """Replace the postings of every accepted entry that speaks of the hold's subject."""
    concerned = [entry for entry in _accepted(hold.programme) if _speaks_of(entry, hold)]
    Posting.objects.filter(entry__in=concerned).delete()
    indicators = postings.indicators_for(hold.programme_id)
    Posting.objects.bulk_create(
        posting for entry in concerned for posting in postings.postings_of(entry, indicators)
    )
    outbox.note_replaced(concerned)


def _accepted(programme: Programme) -> list[Entry]:
    keys = [kind.key for kind in kinds.all_kinds() if kind.hold_subjects]
    found = Entry.objects.filter(programme=programme, kind__in=keys, state=EntryState.ACCEPTED)
    return list(found.select_related("workstream"))


def _speaks_of(entry: Entry, hold: LabourHold) -> bool:
    return (hold.on, hold.key) in {(on, name_of(name)) for on, name in postings.subjects_of(entry)}
