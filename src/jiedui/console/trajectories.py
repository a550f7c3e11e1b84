"""A target's way through the year: what was done by each month's end beside what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from jiedui.console import findings
from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.kernel.periods import Period, month_ends
from jiedui.ledger.series import Book
from jiedui.plans.models import Programme
from jiedui.progress.pace import Point, share_due
from jiedui.progress.reckoning import book_of, points_of
from jiedui.progress.standings import Overview, Standing


@dataclass(frozen=True, slots=True)
class Moment:
    """A month's end (or the day itself): ``value`` is None for days yet to come."""

    day: date
    value: Decimal | None
    expected: Decimal


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
            "target": self._scaled(self.standing.target_value),
            "unit": self.scale.unit,
            "words": {
                "value": gettext("done"),
                "expected": gettext("expected"),
                "target": gettext("target"),
            },
        }

    def _scaled(self, value: Decimal | None) -> float | None:
        return None if value is None else round(float(value / self.scale.divisor), 4)


def trajectories(
    programme: Programme, rows: Iterable[Standing], *, on: date, known: Overview | None = None
) -> list[Trajectory]:
    """The ways of these targets, for those that are paced. Three queries however many they are; none with ``known``."""
    paced = [row for row in rows if row.status.paced and row.expected is not None]
    if not paced:
        return []
    book = known.book if known else book_of(programme, on)
    points = known.points if known else points_of(programme)
    return [
        _trajectory(row, book, points.get(row.indicator.pk, []) if row.by_milestones else []) for row in paced
    ]


def _trajectory(row: Standing, book: Book, points: list[Point]) -> Trajectory:
    period = Period(row.target.starts_on, row.target.ends_on)
    receiver = row.receiver.path if row.receiver else ""
    series = book.series(row.indicator, row.unit.pk, receiver)
    days = sorted({*month_ends(period.first, period.last), min(max(row.on, period.first), period.last)})
    moments = [
        Moment(
            day,
            series.at(period.first, day).value if day <= row.on else None,
            row.target_value * share_due(period, day, points),
        )
        for day in days
    ]
    largest = [row.target_value, *(m.value for m in moments)]
    scale = figures.scale_of(largest, row.indicator.unit, row.indicator.decimals)
    return Trajectory(row, findings.of_standing(row), moments, scale)
