"""How the two sides end a difference: they talk, one proposes an outcome with a reason, the other agrees.

Where the giver's figure stands, that is all. Where the entry has to be corrected or taken back, the agreement becomes
a request that the programme office carries out; what the office does to the entry closes the difference.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, allows, scope_of
from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.ledger.enums import DifferenceState, Outcome, Side, Verdict
from jiedui.ledger.errors import (
    DifferenceAgreed,
    DifferenceClosed,
    NothingChanged,
    NothingProposed,
    OwnProposal,
)
from jiedui.ledger.models import CorrectionRequest, Difference, DifferenceWord, Entry
from jiedui.ledger.schemas import said_by
from jiedui.ledger.services.access import deciding_unit
from jiedui.ledger.services.confirming import confirm_entry
from jiedui.ledger.services.correcting import ask_correction, decline_correction
from jiedui.ledger.services.deciding import given_reason
from jiedui.ledger.services.settling import NO_PROPOSAL, say
from jiedui.ledger.tables import figure, figure_name

PARTIES = frozenset({Side.GIVER, Side.RECEIVER})


def side_of(user: Any, entry: Entry) -> Side | None:
    """For whom the person speaks on the entry: a party before the office, the office before the lead."""
    scope = scope_of(user)
    if allows(user, Action.CONFIRM_ENTRY, unit=entry.receiver):
        return Side.RECEIVER
    if entry.giver.path.startswith(scope.paths(Role.GIVER, Role.LEAD)):
        return Side.GIVER
    if scope.paths(Role.OFFICE):
        return Side.OFFICE
    return Side.LEAD if deciding_unit(entry).path.startswith(scope.paths(Role.LEAD)) else None


@transaction.atomic
def reply(*, actor: User, difference: Difference, text: str) -> DifferenceWord:
    """Say something in a difference that is not closed. Raises NotAllowed, DifferenceClosed, Invalid."""
    difference = _locked(difference)
    side = _side(actor, difference)
    if difference.state == DifferenceState.CLOSED:
        raise DifferenceClosed
    if not text.strip():
        raise Invalid(_("Write what you want to say."), address="text")
    word = say(difference, "said", side, actor, text.strip())
    audit.record(actor=actor, action="difference.reply", subject=difference)
    return word


@transaction.atomic
def propose_outcome(
    *, actor: User, difference: Difference, outcome: str, reason: str, figure: Decimal | None = None
) -> Difference:
    """Propose, for one of the two sides, how the difference should end; an earlier proposal is replaced.

    ``figure`` is the one that should stand where the giver's is not right; without it, the receiver's own.
    Raises NotAllowed, DifferenceAgreed, DifferenceClosed, NothingChanged, Invalid.
    """
    difference = _locked(difference)
    side = _party(actor, difference)
    if outcome not in Outcome.values:
        raise Invalid(_("Choose how the difference should end."), address="outcome")
    settled = _figure(difference.entry, figure) if outcome == Outcome.CORRECTED else None
    difference.outcome, difference.figure = outcome, settled
    difference.reason = given_reason(reason)
    difference.proposed_side, difference.proposed_by = side, actor
    difference.save(update_fields=list(NO_PROPOSAL))
    audit.record(
        actor=actor,
        action="difference.propose",
        subject=difference,
        outcome=str(outcome),
        figure=None if settled is None else plain(settled),
        reason=difference.reason,
    )
    say(difference, outcome, side, actor, difference.reason)
    return difference


def _figure(entry: Entry, given: Decimal | None) -> Decimal:
    """The figure that should stand. Raises Invalid, NothingChanged."""
    name = figure_name(entry)
    if not name:
        raise Invalid(_("This entry has no figure to correct. Propose to take it back."), address="outcome")
    if given is None:
        disputes = entry.confirmations.filter(verdict=Verdict.DISPUTED).order_by("-id")
        given = disputes.values_list("figure", flat=True).first()
    if given is None:
        raise Invalid(_("Give the figure that should stand."), address="figure")
    if given < 0:
        raise Invalid(_("The figure cannot be negative."), address="figure")
    if given == figure(entry):
        raise NothingChanged(address="figure")
    if name == "persons" and given != given.to_integral_value():
        raise Invalid(_("Enter a whole number."), address="figure")
    return given


@transaction.atomic
def agree_outcome(*, actor: User, difference: Difference, note: str = "") -> Difference:
    """Agree, for the other side, to what was proposed.

    The giver's figure stands: the entry is confirmed and the difference closed. Else the office is asked to
    correct the entry or to take it back. Raises NotAllowed, OwnProposal, NothingProposed, DifferenceAgreed,
    DifferenceClosed, and whatever keeps a correction from being asked for.
    """
    difference = _locked(difference)
    side = _party(actor, difference)
    if not difference.proposed_side or difference.proposed_by is None:
        raise NothingProposed
    if difference.proposed_side == side:
        raise OwnProposal
    people = {side: actor, Side(difference.proposed_side): difference.proposed_by}
    said = say(difference, "agreed", side, actor, note.strip())
    audit.record(actor=actor, action="difference.agree", subject=difference, outcome=difference.outcome)
    if difference.outcome == Outcome.STANDS:
        confirm_entry(
            actor=people[Side.RECEIVER],
            entry=difference.entry,
            verdict=Verdict.AGREED,
            note=said.text or difference.reason,
        )
        difference.refresh_from_db()
        return difference
    difference.state = DifferenceState.AGREED
    difference.save(update_fields=["state"])
    ask_correction(
        actor=people[Side.GIVER],
        entry=difference.entry,
        data=_corrected(difference) if difference.outcome == Outcome.CORRECTED else None,
        reason=difference.reason,
        difference=difference,
    )
    return difference


def _corrected(difference: Difference) -> dict[str, Any]:
    """The entry's content with the figure both sides agree on."""
    name = figure_name(difference.entry)
    assert difference.figure is not None
    value = int(difference.figure) if name == "persons" else difference.figure
    return {**said_by(difference.entry), name: value}


@transaction.atomic
def decline_request(*, actor: User, request: CorrectionRequest, answer: str) -> CorrectionRequest:
    """:func:`decline_correction`, after which the two sides differ again where they had agreed on it."""
    declined = decline_correction(actor=actor, request=request, answer=answer)
    if declined.difference_id:
        difference = _locked(Difference(pk=declined.difference_id))
        if difference.state == DifferenceState.AGREED:
            difference.state = DifferenceState.OPEN
            for name, value in NO_PROPOSAL.items():
                setattr(difference, name, value)
            difference.save(update_fields=["state", *NO_PROPOSAL])
            say(difference, "declined", Side.OFFICE, actor, declined.answer)
    return declined


def _locked(difference: Difference) -> Difference:
    rows = Difference.objects.select_for_update(of=("self",))
    related = ("entry__giver", "entry__receiver", "entry__workstream__lead", "entry__programme__giver")
    return rows.select_related(*related, "proposed_by").get(pk=difference.pk)


def _side(actor: User, difference: Difference) -> Side:
    side = side_of(actor, difference.entry)
    if side is None:
        raise NotAllowed
    return side


def _party(actor: User, difference: Difference) -> Side:
    """Giver or receiver, in a difference that is open. Raises NotAllowed, DifferenceAgreed, DifferenceClosed."""
    side = _side(actor, difference)
    if side not in PARTIES:
        raise NotAllowed
    if difference.state == DifferenceState.CLOSED:
        raise DifferenceClosed
    if difference.state == DifferenceState.AGREED:
        raise DifferenceAgreed
    return side
