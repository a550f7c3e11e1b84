"""Refusals of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, JieduiError, NotAllowed, WrongState


class AcceptedForEver(WrongState):
    """An accepted entry is never changed."""

    code = "accepted_for_ever"
    message = _(
        "An accepted entry cannot be changed. Ask the programme office to reverse it, then record anew."
    )


class OwnEntry(NotAllowed):
    """Nobody accepts what they recorded themselves."""

    code = "own_entry"
    message = _("You recorded this entry yourself, so somebody else must decide on it.")


class ApprovedAlready(NotAllowed):
    """One person approves one submission once."""

    code = "approved_already"
    message = _("You have approved this entry. The next approval must come from somebody else.")


class AwaitsAnother(NotAllowed):
    """It is another role's turn."""

    code = "awaits_another"
    message = _("An entry of this amount is now to be approved by: %(role)s.")


class EvidenceMissing(Invalid):
    """The kind asks for a piece of evidence that is not there."""

    code = "evidence_missing"
    message = _("Attach this first: %(evidence)s.")


class AttachedAlready(WrongState):
    """Somebody else attached the very same file in the same role."""

    code = "attached_already"
    message = _("Somebody has attached this very file here already, so nothing was added.")


class AlreadyReversed(WrongState):
    """The entry has been taken back, or is itself a taking back."""

    code = "already_reversed"
    message = _("This entry has been reversed already, or is itself a reversal.")


class SomeRefused(WrongState):
    """Of many entries some cannot go on, so none did. ``refused`` says which and why."""

    code = "some_refused"
    message = _("%(count)d of %(total)d entries cannot go on, so nothing was changed.")

    def __init__(self, refused: Sequence[Any], *, of: int) -> None:
        super().__init__(count=len(refused), total=of)
        self.refused = refused


class ChainUnreadable(JieduiError):
    """A row of the chain was changed from outside into something that cannot be read."""

    code = "chain_unreadable"
    status = 500
    message = _("Entry #%(number)d cannot be read. Run “jiedui verify” to see what was changed.")


class NothingChanged(Invalid):
    """What should stand instead is what stands."""

    code = "nothing_changed"
    message = _("Nothing differs from what stands. Change what is not right.")


class CorrectionPending(WrongState):
    """Somebody has asked for a correction already, and the office has not decided."""

    code = "correction_pending"
    message = _(
        "A correction of this entry has been asked for already. The programme office decides on it first."
    )


class NeedsApprovals(WrongState):
    """The entry that would stand instead needs the approvals of several people."""

    code = "needs_approvals"
    message = _(
        "A correction of this amount needs several approvals. Ask for it, so that each can give theirs."
    )


class DifferenceClosed(WrongState):
    """The two sides have ended their difference."""

    code = "difference_closed"
    message = _("This difference is closed.")


class DifferenceAgreed(WrongState):
    """Both sides have agreed; now the office has to act."""

    code = "difference_agreed"
    message = _("Both sides have agreed on the outcome. The programme office carries it out next.")


class NothingProposed(WrongState):
    """There is no proposal of the other side to agree to."""

    code = "nothing_proposed"
    message = _("There is no proposal to agree to. Propose an outcome, or ask the other side to.")


class OwnProposal(NotAllowed):
    """The side that proposed an outcome does not agree to it in the name of the other."""

    code = "own_proposal"
    message = _("Your side proposed this, so the other side must agree to it.")
