"""What the receiver's word and the office's acts do to the differences on an entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.kernel import audit
from jiedui.ledger.enums import DifferenceState, Outcome, Side, Verdict
from jiedui.ledger.models import Confirmation, Difference, DifferenceWord, Entry

NO_PROPOSAL = {"outcome": "", "figure": None, "reason": "", "proposed_side": "", "proposed_by": None}


def follow(*, actor: User, words: Sequence[Confirmation]) -> None:
    """A dispute opens a difference (or says anew what is wrong); agreement ends the one there is."""
    there = {
        found.entry_id: found
        for found in unresolved().select_for_update(of=("self",)).filter(entry__in=[w.entry for w in words])
    }
    for word in words:
        difference = there.get(word.entry_id)
        if word.verdict == Verdict.DISPUTED:
            difference = difference or _opened(actor, word)
            _renew(difference)
            say(difference, "disputed", Side.RECEIVER, actor, word.note)
        elif difference:
            close(actor, difference, Outcome.STANDS, Side.RECEIVER, word.note)


def unresolved() -> QuerySet[Difference]:
    """Differences that are not closed."""
    return Difference.objects.filter(state__in=DifferenceState.unresolved())


def _opened(actor: User, word: Confirmation) -> Difference:
    difference = Difference.objects.create(entry=word.entry)
    audit.record(actor=actor, action="difference.open", subject=difference, entry=word.entry_id)
    return difference


def _renew(difference: Difference) -> None:
    """A new word of the receiver takes back whatever was proposed before it."""
    for name, value in NO_PROPOSAL.items():
        setattr(difference, name, value)
    difference.save(update_fields=list(NO_PROPOSAL))


def close_by_office(*, actor: User, entry: Entry, outcome: Outcome, reason: str) -> None:
    """End the difference on an entry that the office took back or corrected."""
    for difference in unresolved().select_for_update().filter(entry=entry):
        close(actor, difference, outcome, Side.OFFICE, reason)


def close(actor: User, difference: Difference, outcome: str, side: Side, text: str) -> None:
    """End the difference and note it."""
    difference.outcome, difference.state = outcome, DifferenceState.CLOSED
    difference.closed_at = timezone.now()
    difference.save(update_fields=["outcome", "state", "closed_at"])
    say(difference, "closed", side, actor, text)
    audit.record(
        actor=actor, action="difference.close", subject=difference, outcome=str(outcome), reason=text
    )


def say(difference: Difference, act: str, side: Side, by: User, text: str) -> DifferenceWord:
    """Keep a word."""
    return DifferenceWord.objects.create(difference=difference, act=act, side=side, by=by, text=text)
