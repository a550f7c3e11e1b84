"""The receiver's word on an accepted entry."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, WrongState
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.errors import AlreadyReversed
from jiedui.ledger.models import Confirmation, Entry
from jiedui.ledger.services.access import locked


@transaction.atomic
def confirm_entry(
    *, actor: User, entry: Entry, verdict: str, figure: Decimal | None = None, note: str = ""
) -> Confirmation:
    """Note that the receiver agrees, or disputes with the figure or the words of its own.

    The latest word counts; earlier ones are kept. Raises NotAllowed, WrongState, AlreadyReversed, Invalid.
    """
    entry = locked(entry, "receiver")
    require(actor, Action.CONFIRM_ENTRY, unit=entry.receiver)
    if entry.state != EntryState.ACCEPTED:
        raise WrongState(state=EntryState(entry.state).label)
    if entry.reverses_id or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed
    if verdict not in Verdict.values:
        raise Invalid(_("Say whether you agree or dispute."), address="verdict")
    disputed = verdict == Verdict.DISPUTED
    if disputed and figure is None and not note.strip():
        raise Invalid(_("Give your own figure, or say what is not right."), address="figure")
    if figure is not None and figure < 0:
        raise Invalid(_("The figure cannot be negative."), address="figure")
    confirmation = Confirmation.objects.create(
        entry=entry,
        verdict=verdict,
        figure=figure if disputed else None,
        note=note.strip(),
        unit=entry.receiver,
        by=actor,
    )
    audit.record(actor=actor, action="entry.confirm", subject=entry, verdict=str(verdict))
    return confirmation
