"""What a schedule would ask for: its next due days, and the units that would report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from jiedui.console.return_words import due_words, period_words
from jiedui.kernel.periods import Period
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns.calendar import due_on, periods_between
from jiedui.returns.enums import Cadence, Reporters
from jiedui.returns.models import ReturnSchedule
from jiedui.returns.reporters import reporting_units
from jiedui.returns.services import ScheduleSpec

SHOWN = 3
AHEAD = timedelta(days=3 * 366)
BEHIND = timedelta(days=366 + 92)
"""The longest a period reaches back from its due day: a year, and the months after it."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A return to come: its period in words, and when it is due."""

    period: str
    span: Period
    due_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be asked: the rule in words, the next due days, of whom, and how much."""

    rule: str
    coming: list[Coming]
    units: list[OrgUnit]
    lines: int
    sections: int


def coming(schedule: ReturnSchedule, on: date, count: int = SHOWN) -> list[Coming]:
    """The next returns that fall due from ``on`` on. Pure: no query."""
    last = min(schedule.valid_to or on + AHEAD, on + AHEAD)
    if schedule.cadence == Cadence.ONCE:
        first, last = schedule.valid_from, schedule.valid_to or schedule.valid_from
    else:
        first = max(schedule.valid_from, on - BEHIND)
    found = (
        Coming(period_words(schedule.cadence, span.first, span.last), span, due_on(schedule.due, span))
        for span in periods_between(Cadence(schedule.cadence), first, last)
    )
    return list(islice((one for one in found if one.due_on >= on), count))


def preview_of(programme: Programme, spec: ScheduleSpec) -> Preview:
    """What a schedule that is not stored would ask for."""
    names = (
        "name", "name_en", "workstream", "cadence", "due_rule", "due_number", "due_day", "on_holiday",
        "reporters", "valid_from", "valid_to",
    )  # fmt: skip
    schedule = ReturnSchedule(programme=programme, **{name: getattr(spec, name) for name in names})
    days = coming(schedule, programme.today)
    units = _units(schedule, spec.units, days)
    return Preview(due_words(schedule), days, units, len(spec.lines), len(spec.sections))


def _units(schedule: ReturnSchedule, named: Sequence[OrgUnit], days: list[Coming]) -> list[OrgUnit]:
    if schedule.reporters == Reporters.NAMED:
        return list(named)
    span = days[0].span if days else Period(schedule.valid_from, schedule.valid_from)
    return reporting_units(schedule, span)
