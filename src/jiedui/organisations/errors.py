"""Refusals about units and pairings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class DuplicateUnit(Invalid):
    """A unit of that name stands under the same parent already."""

    code = "duplicate_unit"
    message = _(
        "There is already a unit “%(name)s” under “%(parent)s”. Use it, or give this one another name."
    )


class CircularMove(Invalid):
    """A unit cannot be put under itself or one of its own parts."""

    code = "circular_move"
    message = _("“%(unit)s” cannot be put under “%(parent)s”: that is itself or one of its own parts.")


class OverlappingPairing(Invalid):
    """The two are bound by the same type of pairing on some of the days already."""

    code = "overlapping_pairing"
    message = _(
        "%(giver)s and %(receiver)s are paired already from %(valid_from)s to %(valid_to)s. "
        "End that pairing first, or choose days outside it."
    )


class PairingEnded(WrongState):
    """The pairing has an end already."""

    code = "pairing_ended"
    message = _("This pairing ended on %(valid_to)s.")
