"""This year to a day beside last year to the same day, indicator by indicator or unit by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.kernel.periods import Period, period_before
from jiedui.ledger.series import Book, Reading
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.progress.reckoning import book_of


@dataclass(frozen=True, slots=True)
class YearRow:
    """One indicator of one unit's subtree. ``last`` is None where the programme had no last year."""

    indicator: Indicator
    unit: OrgUnit
    this: Reading
    last: Reading | None

    @property
    def difference(self) -> Decimal | None:
        """This year less last year."""
        return None if self.last is None else self.this.value - self.last.value

    @property
    def change(self) -> Decimal | None:
        """The difference as a share of last year; None where there was nothing, and for means, which have points."""
        if self.last is None or self.last.value <= 0 or self.indicator.is_mean:
            return None
        return self.this.value / self.last.value - 1

    @property
    def is_stock(self) -> bool:
        """Whether it is what stands on the day, whenever it was posted."""
        return self.indicator.nature == Nature.STOCK


@dataclass(frozen=True, slots=True)
class Years:
    """Both spans and the rows. ``short``: last year's span begins before the programme did."""

    this: Period
    last: Period
    rows: list[YearRow]
    short: bool
    stated: int
    """Headcounts kept as stated, which are left out."""


def years(
    programme: Programme,
    *,
    on: date,
    workstream: Workstream | None = None,
    unit: OrgUnit | None = None,
    indicator: Indicator | None = None,
) -> Years:
    """What was done from 1 January to ``on``, and to the same day a year earlier.

    One row an indicator, of ``unit`` (the programme's giver where none is named); with ``indicator``, one row for
    the unit and one for each unit right below it that has any. Five queries.
    """
    this = Period(on.replace(month=1, day=1), on)
    last = period_before(this)
    asked = Indicator.objects.filter(workstream__programme=programme).select_related("workstream")
    if workstream is not None:
        asked = asked.filter(workstream=workstream)
    every = list(asked)
    counted = [one for one in every if one.kind and not one.as_stated]
    top = unit or programme.giver
    book = book_of(programme, on)
    if indicator is None:
        rows = _rows(book, programme, ((one, top) for one in counted), this, last)
    else:
        below = OrgUnit.objects.filter(parent=top).order_by("path")
        rows = _rows(book, programme, ((indicator, one) for one in [top, *below]), this, last)
    short = last.first < programme.starts_on
    return Years(this, last, rows, short, sum(one.as_stated for one in every))


def _rows(
    book: Book, programme: Programme, asked: Iterable[tuple[Indicator, OrgUnit]], this: Period, last: Period
) -> list[YearRow]:
    """Those in which either year has an entry."""
    had = last.last >= programme.starts_on
    found = []
    for indicator, unit in asked:
        series = book.series(indicator, unit.pk)
        before = series.at(last.first, last.last) if had else None
        row = YearRow(indicator, unit, series.at(this.first, this.last), before)
        if row.this.entries or (before and before.entries):
            found.append(row)
    return found
