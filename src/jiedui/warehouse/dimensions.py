"""What postings are told apart by: units with what lies above them, indicators, days.

They are few beside the postings and are written anew, whole, when :func:`units_mark` or :func:`indicators_mark` says
that the database has others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Sum

from jiedui.kernel.working_days import is_working_day
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator, Programme

SELF = "self"
"""The level at which each unit stands for itself alone."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's place in the tree. ``above`` are the ids from the root to the unit itself."""

    id: int
    kind: str
    above: tuple[int, ...]

    @property
    def row(self) -> Row:
        """As the table of units has it."""
        return self.id, self.above[-2] if len(self.above) > 1 else None, len(self.above) - 1, self.kind


def units() -> list[Unit]:
    """Every unit of the database."""
    found = OrgUnit.objects.order_by("pk").values_list("pk", "kind", "path")
    return [
        Unit(pk, kind, tuple(int(part) for part in path.strip("/").split("/"))) for pk, kind, path in found
    ]


def ancestry(units: Iterable[Unit]) -> Iterator[Row]:
    """Each unit's levels. A level is :data:`SELF`, a depth ("0" for roots) or a kind of unit.

    Of several units of one kind above one another the topmost counts, so that each stands for its whole subtree.
    """
    units = list(units)
    kinds = {unit.id: unit.kind for unit in units}
    for unit in units:
        levels: dict[str, int] = {SELF: unit.id}
        for depth, pk in enumerate(unit.above):
            levels[str(depth)] = pk
            levels.setdefault(kinds[pk], pk)
        yield from ((unit.id, level, pk) for level, pk in levels.items())


def indicators() -> Iterator[Row]:
    """Every indicator of the database."""
    names = ("pk", "workstream__programme_id", "workstream_id", "over_time", "over_units", "as_stated")
    for pk, programme, workstream, over_time, over_units, as_stated in Indicator.objects.order_by(
        "pk"
    ).values_list(*names):
        yield pk, programme, workstream, over_time, over_units, rolls_up(over_time, over_units), as_stated


def rolls_up(over_time: str, over_units: str) -> str:
    """Which of the queries answers for an indicator, as :func:`jiedui.ledger.series.series_of` decides it."""
    ways = {over_time, over_units}
    for way in (Rollup.RATIO, Rollup.LATEST, Rollup.DISTINCT):
        if way in ways:
            return str(way)
    return str(Rollup.SUM)


def calendar(first: int, last: int) -> Iterator[Row]:
    """Every day of the years, with the first days of the periods it lies in."""
    day = date(first, 1, 1)
    while day.year <= last:
        yield (day, *(first_day(day, grain) for grain in PERIODS), is_working_day(day))
        day += timedelta(days=1)


PERIODS = ("ten_days", "month", "quarter", "half", "year")


def first_day(day: date, grain: str) -> date:
    """The first day of the period ``day`` lies in; a month's third ten days (下旬) end with the month."""
    if grain == "ten_days":
        return day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1)
    months: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    length = months[grain]
    return day.replace(month=(day.month - 1) // length * length + 1, day=1)


def units_mark() -> int:
    """A number that changes when a unit comes, goes, moves or becomes of another kind; one query."""
    kinds = OrgUnit.objects.order_by("kind").values_list("kind")
    return _number(kinds.annotate(Count("pk"), Max("pk"), Sum("pk"), place=Sum(F("pk") * F("parent_id"))))


def indicators_mark() -> int:
    """A number that changes when an indicator does, or a programme's years; two queries."""
    years = Programme.objects.order_by("pk").values_list("starts_on__year", "ends_on__year")
    return _number([*indicators(), *years])


def _number(rows: Iterable[Any]) -> int:
    digest = hashlib.sha256(repr(list(rows)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def years_of(programmes: Iterable[tuple[int, int]], today: date) -> tuple[int, int]:
    """The years the calendar holds: those of the programmes, with one before to compare with, and this one."""
    spans = list(programmes)
    years = [today.year, *(year for span in spans for year in span)]
    return min(years) - 1, max(years) + 1
