"""What a pivot is called, and what has to be said beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.accounts.policies import scope_of
from jiedui.plans.enums import Rollup
from jiedui.warehouse.dimensions import rolls_up
from jiedui.warehouse.pivots import About, Axis, Show, Table
from jiedui.warehouse.pivots.choices import name_of


def title_of(table: Table) -> str:
    """«Purchases by giving districts and quarters»."""
    pivot = table.pivot
    axes = [name_of(axis) for axis in pivot.axes if axis.about is not About.INDICATOR]
    what = table.indicator.label if table.indicator else _("All indicators")
    what = {Show.ENTRIES: _("Entries of %(what)s"), Show.SHARE: _("Shares of %(what)s")}.get(
        pivot.show, "%(what)s"
    ) % {"what": what}
    if not axes:
        return what
    return pgettext("title", "%(what)s by %(axes)s") % {
        "what": what,
        "axes": pgettext("list", " and ").join(axes),
    }


def notes_of(table: Table) -> list[str]:
    """How what is not a plain sum comes about."""
    one = table.indicator
    if one is None or table.pivot.show is Show.ENTRIES:
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


def scope_words(user: Any) -> str:
    """Whose figures a person sees, empty for all of them."""
    scope = scope_of(user)
    if scope.sees_all:
        return ""
    units = [m.unit.label for m in user.memberships.select_related("unit").order_by("id")]
    words = pgettext("list", ", ").join(dict.fromkeys(units))
    return _("Only what you may see is counted: what was given, received or led by %(units)s.") % {
        "units": words
    }


def axis_word(axis: Axis) -> str:
    """The head of the column that names the rows."""
    words = name_of(axis)
    return words[:1].upper() + words[1:]
