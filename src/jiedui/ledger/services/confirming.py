"""The receiver's word on an accepted entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, WrongState
from jiedui.ledger import outbox
from jiedui.ledger.enums import DifferenceState, EntryState, Verdict
from jiedui.ledger.errors import AlreadyReversed, DifferenceAgreed
from jiedui.ledger.models import Confirmation, Entry
from jiedui.ledger.services.access import locked
from jiedui.ledger.services.settling import follow, unresolved


@transaction.atomic
def confirm_entry(
    *, actor: User, entry: Entry, verdict: str, figure: Decimal | None = None, note: str = ""
) -> Confirmation:
    """Note that the receiver agrees, or disputes with the figure or the words of its own.

    The latest word counts; earlier ones are kept. A dispute opens a difference, agreement closes it. Raises
    NotAllowed, WrongState, AlreadyReversed, DifferenceAgreed, Invalid.
    """
    entry = locked(entry, "receiver")
    require_confirmable(actor, entry, Standings.of([entry.pk]))
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


@dataclass(frozen=True, slots=True)
class Standings:
    """Which of some entries were taken back, and on which both sides agreed on an outcome the office carries out."""

    taken_back: frozenset[int]
    agreed: frozenset[int]

    @classmethod
    def of(cls, pks: Sequence[int]) -> Standings:
        """As it is now. Ask after the entries are locked: a join in the locking query may be stale."""
        back = Entry.objects.filter(reverses__in=pks).values_list("reverses", flat=True)
        agreed = unresolved().filter(entry__in=pks, state=DifferenceState.AGREED)
        return cls(frozenset(pk for pk in back if pk), frozenset(agreed.values_list("entry", flat=True)))


def require_confirmable(actor: User, entry: Entry, standings: Standings) -> None:
    """Raise NotAllowed, WrongState, AlreadyReversed or DifferenceAgreed where ``actor`` may not speak on it now."""
    require(actor, Action.CONFIRM_ENTRY, unit=entry.receiver)
    if entry.state != EntryState.ACCEPTED:
        raise WrongState(state=EntryState(entry.state).label)
    if entry.reverses_id or entry.pk in standings.taken_back:
        raise AlreadyReversed
    if entry.pk in standings.agreed:
        raise DifferenceAgreed


def write_words(
    *, actor: User, entries: Sequence[Entry], verdict: str, figure: Decimal | None = None, note: str = ""
) -> list[Confirmation]:
    """Keep the receiver's word on each entry, and note it; a difference begins or ends with it."""
    words = Confirmation.objects.bulk_create(
        Confirmation(entry=entry, verdict=verdict, figure=figure, note=note, unit=entry.receiver, by=actor)
        for entry in entries
    )
    audit.record_many(
        audit.draft(actor=actor, action="entry.confirm", subject=entry, verdict=str(verdict))
        for entry in entries
    )
    follow(actor=actor, words=words)
    outbox.note_said(words)
    return words
