"""Refusals about documents and proposals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class Unreadable(Invalid):
    """The file cannot be read as a document. The words say what to do."""

    code = "unreadable"


class AlreadyAccepted(WrongState):
    """The document was accepted; what it ordered stands in the plan."""

    code = "already_accepted"
    message = _("This document was accepted already. What it says is part of the plan.")


class NotInReview(WrongState):
    """The document is still being read, or could not be read."""

    code = "not_in_review"
    message = _("This document is not in review yet. Wait until it has been read.")


class Overtaken(WrongState):
    """Somebody else decided on the proposal in the meantime."""

    code = "overtaken"
    message = _("Somebody else has decided on this in the meantime. Look at it again, then decide.")


class UndoneAlready(WrongState):
    """What was accepted at once has been opened again before."""

    code = "undone_already"
    message = _("This was taken back already.")


class TaughtOtherwise(WrongState):
    """The same words were taught to mean something else."""

    code = "taught_otherwise"
    message = _("These words have been taught to mean something else by now. Forget that first.")


class Blocked(Invalid):
    """The proposal cannot be accepted as it is."""

    code = "blocked"
    message = _("This cannot be accepted as it is. Edit it first, or reject it.")


class Undecided(WrongState):
    """Proposals or discrepancies are still open."""

    code = "undecided"
    message = _(
        "%(proposals)d proposals and %(discrepancies)d discrepancies are still open. Decide on them, or say "
        "that open proposals shall be left out and open discrepancies kept as both figures."
    )


class NoSuchChoice(Invalid):
    """The discrepancy does not offer this choice."""

    code = "no_such_choice"
    message = _("This choice is not offered here.")
