"""Making the returns that are owed: each opens with its figures already computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.periods import Period
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns import queries
from jiedui.returns.calendar import due_on, periods_between
from jiedui.returns.counting import definition_of, definition_of_measure
from jiedui.returns.enums import Cadence
from jiedui.returns.figures import Figures
from jiedui.returns.held import without_held
from jiedui.returns.models import Return, ReturnLine, ReturnSchedule, ReturnText, ScheduleLine
from jiedui.returns.reporters import Reporting
from jiedui.returns.stations import Stations

BATCH = 500
LONGEST = timedelta(days=366)


@dataclass(slots=True)
class Produced:
    """What producing did."""

    created: list[Return] = field(default_factory=list)
    there: int = 0


def periods_of(schedule: ReturnSchedule, until: date) -> list[Period]:
    """The periods the schedule has asked for by ``until``, the first one first.

    A return opens when its period is over, or on its due day where that comes before.
    """
    if schedule.cadence == Cadence.ONCE:
        periods = [Period(schedule.valid_from, schedule.valid_to or schedule.valid_from)]
    else:
        last = min(until + LONGEST, schedule.valid_to or date.max)
        periods = list(periods_between(Cadence(schedule.cadence), schedule.valid_from, last))
    return [period for period in periods if min(period.last, due_on(schedule.due, period)) <= until]


@transaction.atomic
def produce_returns(
    *,
    actor: Any,
    programme: Programme,
    until: date,
    since: date | None = None,
    schedules: Iterable[ReturnSchedule] | None = None,
) -> Produced:
    """Make every return whose period is over by the close of ``until`` (and ended on or after ``since``).

    Repeating it makes only what is missing. A number of queries that depends on the schedules, and on the periods
    for which something is missing, not on the units. Raises NotAllowed.
    """
    if actor is not None:
        require(actor, Action.EDIT_SCHEDULE)
    # Two who produce at once wait for one another.
    Programme.objects.select_for_update().get(pk=programme.pk)
    produced, reporting = Produced(), Reporting()
    for schedule in queries.schedules_of(programme) if schedules is None else schedules:
        periods = [period for period in periods_of(schedule, until) if since is None or period.last >= since]
        if periods:
            _produce(schedule, periods, produced, reporting)
    _write_parts(programme, produced.created)
    audit.record_many(
        audit.draft(actor=actor, action="return.produce", subject=one) for one in produced.created
    )
    return produced


def _produce(
    schedule: ReturnSchedule, periods: list[Period], produced: Produced, reporting: Reporting
) -> None:
    first = min(period.first for period in periods)
    there: defaultdict[date, set[int]] = defaultdict(set)
    found = schedule.returns.filter(starts_on__gte=first).values_list("starts_on", "unit_id")
    for starts_on, unit in found.order_by().distinct():
        there[starts_on].add(unit)
    for period in periods:
        units = reporting.units(schedule, period)
        missing = [unit for unit in units if unit.pk not in there[period.first]]
        produced.there += len(there[period.first])
        if missing:
            produced.created += Return.objects.bulk_create(
                (new_return(schedule, unit, period) for unit in missing), batch_size=BATCH
            )


def new_return(schedule: ReturnSchedule, unit: OrgUnit, period: Period) -> Return:
    """A return that is not stored yet."""
    return Return(
        schedule=schedule,
        unit=unit,
        starts_on=period.first,
        ends_on=period.last,
        due_on=due_on(schedule.due, period),
    )


def _write_parts(programme: Programme, returns: list[Return]) -> None:
    stations = Stations(programme, returns)
    lines = without_held([line for one in returns for line in stations.split(one, lines_for(one))])
    figures = Figures(programme, lines)
    for line in lines:
        figures.compute(line)
    ReturnLine.objects.bulk_create(lines, batch_size=BATCH)
    ReturnText.objects.bulk_create(
        (
            ReturnText(
                of=one,
                number=section.number,
                name=section.name,
                name_en=section.name_en,
                required=section.required,
            )
            for one in returns
            for section in one.schedule.sections.all()
        ),
        batch_size=BATCH,
    )


def lines_for(one: Return) -> list[ReturnLine]:
    """The lines a return begins with, without figures; nothing is stored."""
    return [_line(one, asked) for asked in one.schedule.lines.all()]


def _line(one: Return, asked: ScheduleLine) -> ReturnLine:
    if asked.indicator is not None:
        found = asked.indicator
        words = {"name": found.name, "name_en": found.name_en, "measured_in": found.unit}
        return ReturnLine(
            of=one,
            number=asked.number,
            indicator=found,
            definition=definition_of(found),
            decimals=found.decimals,
            **words,
        )
    return ReturnLine(
        of=one,
        number=asked.number,
        definition=definition_of_measure(asked.kind, asked.measure, asked.filter, one.schedule.workstream),
        name=asked.name,
        name_en=asked.name_en,
        measured_in=asked.measured_in,
    )
