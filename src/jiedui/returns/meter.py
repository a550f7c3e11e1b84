"""The meter of what is asked: forms, fields and hours a month of each unit, and what need not be asked.

Reckoned from the schedules alone, so that it can be read before anybody is asked. The hours are an estimate with
the minutes below; they compare schedules and months, and are no measurement of anybody's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiedui.kernel.periods import month_of
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns import queries
from jiedui.returns.calendar import due_on
from jiedui.returns.counting import Definition, definition_of, definition_of_measure, key_of
from jiedui.returns.models import ReturnSchedule, ScheduleLine
from jiedui.returns.reporters import Reporting
from jiedui.returns.services.producing import periods_of

FORM_MINUTES = 10
"""To open a form, check it and hand it in."""

FIGURE_MINUTES = 8
"""To find a figure and type it."""

CHECK_MINUTES = 1
"""To look at a figure that is there already."""

TEXT_MINUTES = 25
"""To write a section."""

PERIODS_A_YEAR = {"weekly": 52, "monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1, "once": 1}


@dataclass(slots=True)
class Load:
    """What is asked of one unit in one month (the month in which it is due).

    ``fields`` are figures and sections; ``known`` the figures that the ledger has, ``twice`` those that another
    form of the same unit asks for, too.
    """

    unit: OrgUnit
    month: date
    forms: int = 0
    fields: int = 0
    texts: int = 0
    known: int = 0
    twice: int = 0

    @property
    def hours_by_hand(self) -> Decimal:
        """Hours if every figure were typed."""
        figures = self.fields - self.texts
        return _hours(self.forms * FORM_MINUTES + figures * FIGURE_MINUTES + self.texts * TEXT_MINUTES)

    @property
    def hours(self) -> Decimal:
        """Hours now that the figures of the ledger are filled in."""
        typed = self.fields - self.texts - self.known
        minutes = self.forms * FORM_MINUTES + typed * FIGURE_MINUTES
        return _hours(minutes + self.known * CHECK_MINUTES + self.texts * TEXT_MINUTES)


@dataclass(frozen=True, slots=True)
class Droppable:
    """A line that need not be asked for. ``also`` are the other schedules that ask the same units for it."""

    line: ScheduleLine
    known: bool
    also: list[ReturnSchedule]


@dataclass(slots=True)
class Meter:
    """What a programme asks of its units in a span."""

    loads: list[Load] = field(default_factory=list)
    droppable: list[Droppable] = field(default_factory=list)


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"))


def measure(programme: Programme, *, start: date, end: date) -> Meter:
    """What falls due from ``start`` to ``end``, by unit and month; queries by schedule only."""
    schedules = list(queries.schedules_of(programme))
    reporting = Reporting()
    asked = {schedule.pk: _definitions(schedule) for schedule in schedules}
    loads: dict[tuple[int, date], Load] = {}
    reach: dict[int, set[int]] = {}
    keys: defaultdict[tuple[int, date], list[str]] = defaultdict(list)
    for schedule in schedules:
        units: dict[int, OrgUnit] = {}
        for period in periods_of(schedule, end):
            day = due_on(schedule.due, period)
            if start <= day <= end:
                for unit in reporting.units(schedule, period):
                    units[unit.pk] = unit
                    _count(loads, keys, unit, month_of(day).first, schedule, asked[schedule.pk])
        reach[schedule.pk] = set(units)
    for where, load in loads.items():
        load.twice = _repeated(keys[where])
    ordered = sorted(loads.values(), key=lambda load: (load.unit.path, load.month))
    return Meter(ordered, _droppable(schedules, asked, reach))


def _definitions(schedule: ReturnSchedule) -> list[tuple[ScheduleLine, Definition]]:
    return [(line, _definition(schedule, line)) for line in schedule.lines.all()]


def _definition(schedule: ReturnSchedule, line: ScheduleLine) -> Definition:
    if line.indicator is not None:
        return definition_of(line.indicator)
    return definition_of_measure(line.kind, line.measure, line.filter, schedule.workstream)


def _name(line: ScheduleLine, definition: Definition) -> str:
    """What the line asks for: the same text for the same figure."""
    return key_of(definition) if definition else f"indicator {line.indicator_id}"


def _count(
    loads: dict[tuple[int, date], Load],
    keys: defaultdict[tuple[int, date], list[str]],
    unit: OrgUnit,
    month: date,
    schedule: ReturnSchedule,
    lines: list[tuple[ScheduleLine, Definition]],
) -> None:
    load = loads.setdefault((unit.pk, month), Load(unit, month))
    texts = len(schedule.sections.all())
    load.forms += 1
    load.texts += texts
    load.fields += texts + len(lines)
    load.known += sum(1 for _line, definition in lines if definition)
    # One schedule that asks for every week of a month asks for other figures each time.
    keys[unit.pk, month] += {_name(line, definition) for line, definition in lines}


def _repeated(names: Iterable[str]) -> int:
    seen: set[str] = set()
    count = 0
    for name in names:
        count += name in seen
        seen.add(name)
    return count


def _droppable(
    schedules: list[ReturnSchedule],
    asked: dict[int, list[tuple[ScheduleLine, Definition]]],
    reach: dict[int, set[int]],
) -> list[Droppable]:
    """Lines the ledger computes, and lines that a more frequent form asks the same units for."""
    holders: defaultdict[str, list[ReturnSchedule]] = defaultdict(list)
    for schedule in schedules:
        for name in {_name(*pair) for pair in asked[schedule.pk]}:
            holders[name].append(schedule)
    found = []
    for schedule in schedules:
        for line, definition in asked[schedule.pk]:
            also = [
                other
                for other in holders[_name(line, definition)]
                if other.pk != schedule.pk
                and reach[other.pk] & reach[schedule.pk]
                and _oftener(other, schedule)
            ]
            if definition or also:
                found.append(Droppable(line, bool(definition), also))
    return found


def _oftener(one: ReturnSchedule, other: ReturnSchedule) -> bool:
    """Whether one is asked for more often; of two that are asked as often, the later one repeats the earlier."""
    often, seldom = PERIODS_A_YEAR[one.cadence], PERIODS_A_YEAR[other.cadence]
    return (often, -one.pk) > (seldom, -other.pk)
