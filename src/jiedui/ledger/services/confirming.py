"""The receiver's word on an accepted entry."""

from __future__ import annotations

from collections.abc import Sequence
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
    require_confirmable(actor, entry, taken_back=bool(reversed_among([entry.pk])))
    if verdict not in Verdict.values:
        raise Invalid(_("Say whether you agree or dispute."), address="verdict")
    disputed = verdict == Verdict.DISPUTED
    if disputed and figure is None and not note.strip():
        raise Invalid(_("Give your own figure, or say what is not right."), address="figure")
    if figure is not None and figure < 0:
        raise Invalid(_("The figure cannot be negative."), address="figure")
    (word,) = write_words(
        actor=actor,
        entries=[entry],
        verdict=verdict,
        figure=figure if disputed else None,
        note=note.strip(),
    )
    return word


def reversed_among(pks: Sequence[int]) -> set[int]:
    """Which of these entries were taken back. Ask after they are locked: a join in the locking query may be stale."""
    return {pk for pk in Entry.objects.filter(reverses__in=pks).values_list("reverses", flat=True) if pk}


def require_confirmable(actor: User, entry: Entry, *, taken_back: bool) -> None:
    """Raise NotAllowed, WrongState or AlreadyReversed where ``actor`` may not speak on the entry now."""
    require(actor, Action.CONFIRM_ENTRY, unit=entry.receiver)
    if entry.state != EntryState.ACCEPTED:
        raise WrongState(state=EntryState(entry.state).label)
    if entry.reverses_id or taken_back:
        raise AlreadyReversed


def write_words(
    *, actor: User, entries: Sequence[Entry], verdict: str, figure: Decimal | None = None, note: str = ""
) -> list[Confirmation]:
    """Keep the receiver's word on each entry, and note it."""
    words = Confirmation.objects.bulk_create(
        Confirmation(entry=entry, verdict=verdict, figure=figure, note=note, unit=entry.receiver, by=actor)
        for entry in entries
    )
    audit.record_many(
        audit.draft(actor=actor, action="entry.confirm", subject=entry, verdict=str(verdict))
        for entry in entries
    )
    return words
