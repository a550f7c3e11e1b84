"""Timeliness and completeness: of the returns that were due, how many came, and how many in time.

A return counts as expected once its due day is over, or as soon as it came. A later version counts with the day on
which the first one came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from jiedui.kernel.periods import Period
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.returns import queries
from jiedui.returns.enums import Cadence, ReturnState
from jiedui.returns.models import ReturnSchedule

COUNTS = ("expected", "received", "on_time", "accepted", "to_come")


@dataclass(slots=True)
class Rate:
    """Counts of returns: due by now, filed, filed in time, accepted, and not due yet."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    accepted: int = 0
    to_come: int = 0

    def add(self, other: Rate) -> None:
        """Count the other's returns, too."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def missing(self) -> int:
        """Due, and not filed."""
        return self.expected - self.received

    @property
    def late(self) -> int:
        """Filed after the due day."""
        return self.received - self.on_time

    @property
    def completeness(self) -> Decimal | None:
        """Share that came, 0 to 1; None where nothing was due."""
        return Decimal(self.received) / self.expected if self.expected else None

    @property
    def timeliness(self) -> Decimal | None:
        """Share that came in time, 0 to 1; None where nothing was due."""
        return Decimal(self.on_time) / self.expected if self.expected else None


@dataclass(slots=True)
class Matrix:
    """Units by periods, with the rates of each cell, row, column and of all."""

    units: list[OrgUnit] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    cells: dict[tuple[int, Period], Rate] = field(default_factory=dict)
    by_unit: dict[int, Rate] = field(default_factory=lambda: defaultdict(Rate))
    by_period: dict[Period, Rate] = field(default_factory=lambda: defaultdict(Rate))
    total: Rate = field(default_factory=Rate)

    def row(self, unit: OrgUnit) -> list[Rate]:
        """The cells of a unit, one a period; nothing was asked where all counts are 0."""
        return [self.cells.get((unit.pk, period), Rate()) for period in self.periods]


def reporting_rates(
    user: Any,
    programme: Programme,
    *,
    today: date,
    start: date,
    end: date,
    cadence: Cadence = Cadence.MONTHLY,
    workstream: Workstream | None = None,
    schedule: ReturnSchedule | None = None,
) -> Matrix:
    """The matrix of the returns a person may see (all, for None) whose period ends from ``start`` to ``end``.

    Two queries, however many units and periods there are.
    """
    due = Q(due_on__lt=today) | Q(filed_on__isnull=False)
    found = queries.returns_behind(
        user, programme=programme, today=today, workstream=workstream, schedule=schedule, start=start, end=end
    ).filter(schedule__cadence=cadence)
    rows: QuerySet[Any, Any] = (
        found.order_by("unit__path", "starts_on")
        .values("unit_id", "unit__path", "starts_on", "ends_on")
        .annotate(
            expected=Count("pk", filter=due),
            received=Count("pk", filter=Q(filed_on__isnull=False)),
            on_time=Count("pk", filter=Q(filed_on__lte=F("due_on"))),
            accepted=Count("pk", filter=Q(state=ReturnState.ACCEPTED)),
            to_come=Count("pk", filter=~due),
        )
    )
    matrix = Matrix()
    order: dict[int, None] = {}
    for row in rows:
        period = Period(row["starts_on"], row["ends_on"])
        rate = Rate(*(row[name] for name in COUNTS))
        matrix.cells[row["unit_id"], period] = rate
        for whole in (matrix.by_unit[row["unit_id"]], matrix.by_period[period], matrix.total):
            whole.add(rate)
        order[row["unit_id"]] = None
    units = OrgUnit.objects.in_bulk(order)
    matrix.units = [units[pk] for pk in order]
    matrix.periods = sorted(matrix.by_period)
    return matrix


def rates_of_units(programme: Programme, *, today: date) -> dict[int, Rate]:
    """The rates of each unit over all its returns of the programme up to a day (one query)."""
    due = Q(due_on__lt=today) | Q(filed_on__lte=today)
    rows: QuerySet[Any, Any] = (
        queries.returns_behind(None, programme=programme, today=today)
        .order_by()
        .values("unit_id")
        .annotate(
            expected=Count("pk", filter=due),
            received=Count("pk", filter=Q(filed_on__lte=today)),
            on_time=Count("pk", filter=Q(filed_on__lte=F("due_on")) & Q(filed_on__lte=today)),
            accepted=Count("pk", filter=Q(state=ReturnState.ACCEPTED)),
            to_come=Count("pk", filter=~due),
        )
    )
    return {row["unit_id"]: Rate(*(row[name] for name in COUNTS)) for row in rows}
