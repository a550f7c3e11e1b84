"""A target's way through the year: what was done by each month's end beside what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from jiedui.console import findings
from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.kernel.periods import month_ends
from jiedui.ledger.series import Book
from jiedui.plans.models import Programme
from jiedui.progress.curves import Curve
from jiedui.progress.reckoning import book_of
from jiedui.progress.standings import Overview, Standing


@dataclass(frozen=True, slots=True)
class Moment:
    """A month's end, a milestone or the day itself: ``value`` is None for days yet to come.

    From the day itself on, ``likely`` is where the figure will stand, between ``low`` and ``high`` in eight years of
    ten; ``due`` is the share a milestone asks for by this day.
    """

    day: date
    value: Decimal | None
    expected: Decimal
    likely: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    due: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The way of one target, ready to be drawn and to be read as a table."""

    standing: Standing
    finding: str
    moments: list[Moment]
    scale: Scale

    @property
    def key(self) -> str:
        """The id of the chart's data on the page."""
        return f"way-{self.standing.target.pk}"

    @property
    def chart(self) -> dict[str, Any]:
        """What the chart's script reads; figures are in the chart's scale."""
        return {
            "days": [formats.date_format(m.day, "n/j") for m in self.moments],
            "value": [self._scaled(m.value) for m in self.moments],
            "expected": [self._scaled(m.expected) for m in self.moments],
            "likely": [self._scaled(m.likely) for m in self.moments],
            "low": [self._scaled(m.low) for m in self.moments],
            "high": [self._scaled(m.high) for m in self.moments],
            "due": [self._scaled(m.expected) if m.due is not None else None for m in self.moments],
            "target": self._scaled(self.standing.target_value),
            "unit": self.scale.unit,
            "words": {
                "value": gettext("done"),
                "expected": gettext("expected"),
                "target": gettext("target"),
                "likely": gettext("likely"),
                "range": gettext("in eight years of ten"),
                "due": gettext("milestone"),
            },
        }

    @property
    def is_forecast(self) -> bool:
        """Whether it says where the figure will stand."""
        return any(m.likely is not None for m in self.moments)

    def _scaled(self, value: Decimal | None) -> float | None:
        return None if value is None else round(float(value / self.scale.divisor), 4)


def trajectories(
    programme: Programme, rows: Iterable[Standing], *, on: date, known: Overview | None = None
) -> list[Trajectory]:
    """The ways of these targets, for those that are paced. Two queries however many they are; none with ``known``."""
    paced = [row for row in rows if row.status.paced and row.expected is not None]
    if not paced:
        return []
    book = known.book if known else book_of(programme, on)
    return [_trajectory(row, book, row.curve) for row in paced if row.curve]


def _trajectory(row: Standing, book: Book, curve: Curve) -> Trajectory:
    period = curve.period
    receiver = row.receiver.path if row.receiver else ""
    series = book.series(row.indicator, row.unit.pk, receiver)
    asked = {day: share for day, share in curve.points if day in period}
    here = min(max(row.on, period.first), period.last)
    days = sorted({*month_ends(period.first, period.last), *asked, here})
    ahead, start = _ahead(row, curve), series.before(period.first)
    moments = [
        Moment(
            day,
            series.at(period.first, day).value if day <= row.on else None,
            start + (row.target_value - start) * (1 if series.is_ratio else curve.share(day)),
            *(ahead(day) if day >= row.on else NOTHING),
            asked.get(day),
        )
        for day in days
    ]
    largest = [row.target_value, *(m.value for m in moments), *(m.high for m in moments)]
    scale = figures.scale_of(largest, row.indicator.unit, row.indicator.decimals)
    return Trajectory(row, findings.of_standing(row), moments, scale)


NOTHING = (None, None, None)
Outlook = tuple[Decimal | None, Decimal | None, Decimal | None]


def _ahead(row: Standing, curve: Curve) -> Callable[[date], Outlook]:
    """Where the figure will stand on a day to come: it goes to its forecast as the plan goes to its end."""
    now = curve.share(row.on)

    def ahead(day: date) -> Outlook:
        way = (curve.share(day) - now) / (1 - now)
        low, high = (_between(row.value, end, way) for end in (row.forecast_low, row.forecast_high))
        return _between(row.value, row.forecast, way), low, high

    return ahead if now < 1 else lambda _day: NOTHING


def _between(value: Decimal | None, end: Decimal | None, way: Decimal) -> Decimal | None:
    return None if value is None or end is None else value + (end - value) * way
