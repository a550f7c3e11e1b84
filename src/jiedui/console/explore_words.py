"""What a pivot is called, and what has to be said beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiedui.plans.enums import Rollup
from jiedui.warehouse.dimensions import rolls_up
from jiedui.warehouse.pivots import Axis, Show, Table
from jiedui.warehouse.pivots.choices import name_of


def notes_of(table: Table) -> list[str]:
    """How what is not a plain sum comes about."""
    one, show = table.indicator, table.pivot.show
    if show is Show.CONFIRMED and table.pivot.ask.accepted_until is not None:
        return [_("What receivers confirmed is told as of now.")]
    if one is None or show is not Show.VALUE:
        return []
    way = rolls_up(one.over_time, one.over_units)
    said = {
        Rollup.DISTINCT: _(
            "Each is counted once, so a total may be smaller than what stands beside or above it."
        ),
        Rollup.LATEST: _("The last figure reported counts, so figures of several periods are not added up."),
        Rollup.RATIO: _("Each figure is the mean of the shares reported; so is a total."),
    }
    return [said[Rollup(way)]] if Rollup(way) in said else []


def axis_word(axis: Axis) -> str:
    """The head of the column that names the rows."""
    words = name_of(axis)
    return words[:1].upper() + words[1:]


def starts() -> list[tuple[str, str]]:
    """Pivots to begin with: their names and addresses."""
    return [
        (_("Districts by quarter"), "rows=giver:county&columns=period:quarter"),
        (_("Where help goes"), "rows=receiver:province&chart=map"),
        (_("Who helps whom"), "rows=giver:county&columns=receiver:county"),
        (_("Everything by district"), "rows=giver:county&columns=indicator"),
        (_("Everything by month"), "rows=indicator&columns=period:month"),
        (_("So far, month by month"), "rows=period:month&columns=giver:county&show=running"),
    ]
