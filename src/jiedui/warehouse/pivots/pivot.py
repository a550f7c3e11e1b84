"""What a pivot asks, and which postings stand behind one of its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.warehouse.asking import Ask, Cut
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.pivots.axes import WHOLE, About, Axis, Key, day_of, last_of


class Show(models.TextChoices):
    """What is said of each cell."""

    VALUE = "value", _("the value")
    RUNNING = "running", _("the value so far")
    SHARE = "share", _("the share of the total")
    ENTRIES = "entries", _("the number of entries")
    EVIDENCED = "evidenced", _("the share with evidence")
    CONFIRMED = "confirmed", _("the share the receiver confirmed")

    @property
    def is_share(self) -> bool:
        """Whether cells are shown as parts of something."""
        return self in {Show.SHARE, *RESTS_ON}


RESTS_ON = frozenset({Show.EVIDENCED, Show.CONFIRMED})
"""Parts of each figure itself: what it rests on."""


class Chart(StrEnum):
    """How a pivot is drawn; ``NONE`` is the table alone."""

    FITTING = "fitting"
    NONE = "none"
    BAR = "bar"
    LINE = "line"
    HEAT = "heat"
    FLOW = "flow"
    MULTIPLES = "multiples"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Pivot:
    """``rows`` down the side, ``columns`` (perhaps none) across the top. ``ask`` says of which days and units."""

    rows: Axis
    columns: Axis | None
    ask: Ask
    show: Show = Show.VALUE

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes there are."""
        return (self.rows,) if self.columns is None else (self.rows, self.columns)

    @property
    def period(self) -> Axis | None:
        """The axis of time, if there is one."""
        return next((axis for axis in self.axes if axis.about is About.PERIOD), None)

    @property
    def running(self) -> bool:
        """Whether each period holds what was there by its end."""
        return self.show is Show.RUNNING and self.period is not None

    @property
    def cut(self) -> Cut:
        """How the warehouse puts rows together for it."""
        levels = {axis.about: axis.by for axis in self.axes if axis.is_units}
        return Cut(
            giver_level=levels.get(About.GIVER, SELF),
            receiver_level=levels.get(About.RECEIVER, SELF),
            grain=self.period.grain if self.period else Grain.WHOLE,
        )

    def turned(self) -> Pivot:
        """Rows and columns changed for one another."""
        return self if self.columns is None else replace(self, rows=self.columns, columns=self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, a row, a column or the whole of a pivot."""

    row: Key = WHOLE
    column: Key = WHOLE

    def keys(self, pivot: Pivot) -> dict[Axis, Key]:
        """What it stands at along each axis, totals left out."""
        along = zip((pivot.rows, pivot.columns), (self.row, self.column), strict=True)
        return {axis: key for axis, key in along if axis is not None and key != WHOLE}


def narrowed(pivot: Pivot, place: Place) -> Ask:
    """The question that a place of the pivot answers, as far as days and indicators go. Raises ValueError."""
    ask = pivot.ask
    for axis, key in place.keys(pivot).items():
        if axis.about is About.INDICATOR and key is not None:
            ask = replace(ask, indicators=(key,))
        if axis.about is About.PERIOD and key is not None:
            first = day_of(key)
            ask = ask.over(*_span(pivot, first, last_of(first, axis.grain)))
    return ask


def _span(pivot: Pivot, first: date, last: date) -> tuple[date, date]:
    start = pivot.ask.first if pivot.running else max(first, pivot.ask.first)
    return start, min(last, pivot.ask.last)
