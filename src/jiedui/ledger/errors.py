"""Refusals of the ledger."""

from __future__ import annotations

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


class OutOfScope(Invalid):
    """The words speak of something that no aid programme should run, or that is on hold."""

    code = "out_of_scope"
    message = _("“%(passage)s” is outside the scope of this programme (%(reason)s). It cannot be recorded.")


class AlreadyReversed(WrongState):
    """The entry has been taken back, or is itself a taking back."""

    code = "already_reversed"
    message = _("This entry has been reversed already, or is itself a reversal.")


class KeyReused(JieduiError):
    """The idempotency key came before, with other content."""

    code = "idempotency_key_reused"
    status = 409
    message = _("This idempotency key was used before for other content. Use a new key for a new entry.")


class FileRefused(Invalid):
    """The file is none that evidence may be."""

    code = "file_refused"
    message = _("The file cannot be taken: %(why)s")


class FileDamaged(JieduiError):
    """A stored file is no longer what was stored."""

    code = "file_damaged"
    status = 500
    message = _("The stored file does not match its checksum. Tell the programme office; nothing was opened.")
