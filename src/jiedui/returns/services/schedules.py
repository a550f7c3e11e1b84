"""What is asked of whom: adding, changing and ending schedules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.ledger import postings
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.returns.enums import Cadence, DueRule, OnHoliday, Reporters, Reviewer
from jiedui.returns.errors import AsStatedLine, ScheduleInUse, ScheduleUnfit
from jiedui.returns.models import (
    ReturnSchedule,
    ReviewLevel,
    ScheduleLine,
    ScheduleSection,
    ScheduleUnit,
)

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A figure that is asked for: an indicator's, or a kind's measure under a filter with a name of its own."""

    indicator: Indicator | None = None
    kind: str = ""
    measure: str = ""
    filter: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    name_en: str = ""
    measured_in: str = ""


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A heading under which the unit writes."""

    name: str
    name_en: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """Who looks at the return on a level."""

    reviewer: Reviewer
    unit: OrgUnit | None = None


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """All a schedule says. Without ``levels`` the workstream's lead looks first, then the office."""

    code: str
    name: str
    cadence: Cadence
    due_rule: DueRule
    valid_from: date
    workstream: Workstream | None = None
    name_en: str = ""
    basis: str = ""
    due_number: int = 0
    due_day: date | None = None
    on_holiday: OnHoliday = OnHoliday.NEXT
    reporters: Reporters = Reporters.GIVERS
    units: Sequence[OrgUnit] = ()
    valid_to: date | None = None
    remind_before: int = 2
    escalate_after: int = 3
    lines: Sequence[LineSpec] = ()
    sections: Sequence[SectionSpec] = ()
    levels: Sequence[LevelSpec] = (LevelSpec(Reviewer.LEAD), LevelSpec(Reviewer.OFFICE))


OWN = (
    "code", "name", "name_en", "basis", "workstream", "cadence", "due_rule", "due_number", "due_day",
    "on_holiday", "reporters", "valid_from", "valid_to", "remind_before", "escalate_after",
)  # fmt: skip


@transaction.atomic
def create_schedule(*, actor: Any, programme: Programme, spec: ScheduleSpec) -> ReturnSchedule:
    """Ask for a return from now on. Raises NotAllowed, ScheduleUnfit or AsStatedLine with the field's name."""
    _guard(actor)
    _check(programme, spec)
    if programme.return_schedules.filter(code=spec.code).exists():
        raise ScheduleUnfit(_("“%(code)s” is taken by another schedule."), address="code", code=spec.code)
    schedule = ReturnSchedule.objects.create(programme=programme, **_own(spec))
    _write_parts(schedule, spec)
    audit.record(actor=actor, action="schedule.create", subject=schedule, code=spec.code)
    return schedule


@transaction.atomic
def update_schedule(*, actor: Any, schedule: ReturnSchedule, spec: ScheduleSpec) -> ReturnSchedule:
    """Ask for something else from now on; returns that were made already stay as they are.

    Raises as :func:`create_schedule`, and ScheduleInUse where the cadence would change under returns there are.
    """
    _guard(actor)
    schedule = ReturnSchedule.objects.select_for_update().get(pk=schedule.pk)
    _check(schedule.programme, spec)
    if spec.cadence != schedule.cadence and schedule.returns.exists():
        raise ScheduleInUse
    before = audit.snapshot(schedule, OWN)
    for name, value in _own(spec).items():
        setattr(schedule, name, value)
    schedule.save()
    for parts in (schedule.units, schedule.levels, schedule.lines, schedule.sections):
        parts.all().delete()
    _write_parts(schedule, spec)
    changes = audit.changes(before, schedule)
    audit.record(actor=actor, action="schedule.update", subject=schedule, changes=changes)
    return schedule


@transaction.atomic
def end_schedule(*, actor: Any, schedule: ReturnSchedule, last: date) -> ReturnSchedule:
    """Ask for no period that ends after ``last``. Raises NotAllowed, ScheduleUnfit."""
    _guard(actor)
    if last < schedule.valid_from:
        raise ScheduleUnfit(_("It cannot end before it begins."), address="valid_to")
    before = audit.snapshot(schedule, ("valid_to",))
    schedule.valid_to = last
    schedule.save(update_fields=["valid_to"])
    changes = audit.changes(before, schedule)
    audit.record(actor=actor, action="schedule.end", subject=schedule, changes=changes)
    return schedule


@transaction.atomic
def delete_schedule(*, actor: Any, schedule: ReturnSchedule) -> None:
    """Take back a schedule nobody has been asked by. Raises NotAllowed, ScheduleInUse."""
    _guard(actor)
    if schedule.returns.exists():
        raise ScheduleInUse
    audit.record(actor=actor, action="schedule.delete", subject=schedule, code=schedule.code)
    schedule.delete()


def _guard(actor: Any) -> None:
    """The system itself (the command line) may; a person only with the right to edit schedules."""
    if actor is not None:
        require(actor, Action.EDIT_SCHEDULE)


def _own(spec: ScheduleSpec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in OWN}


def _check(programme: Programme, spec: ScheduleSpec) -> None:
    if not spec.name.strip():
        raise ScheduleUnfit(_("Give it a name."), address="name")
    if spec.workstream is not None and spec.workstream.programme_id != programme.pk:
        raise ScheduleUnfit(_("This field of work belongs to another programme."), address="workstream")
    if spec.valid_to is not None and spec.valid_to < spec.valid_from:
        raise ScheduleUnfit(_("It cannot end before it begins."), address="valid_to")
    _check_due(spec)
    _check_reporters(spec)
    _check_levels(spec)
    for number, line in enumerate(spec.lines, 1):
        _check_line(programme, spec, line, f"lines[{number}]")


def _check_due(spec: ScheduleSpec) -> None:
    most = {DueRule.DAY_OF_NEXT_MONTH: 31, DueRule.WORKING_DAYS_AFTER: MOST_DAYS}.get(spec.due_rule)
    if most is not None and not 1 <= spec.due_number <= most:
        message = _("Say which day, as a number from 1 to %(most)d.")
        raise ScheduleUnfit(message, address="due_number", most=most)
    if spec.due_rule == DueRule.FIXED_DAY:
        if spec.due_day is None:
            raise ScheduleUnfit(_("Say on which day."), address="due_day")
        if spec.cadence not in {Cadence.YEARLY, Cadence.ONCE}:
            message = _("Only what is asked yearly or once can be due on a fixed day.")
            raise ScheduleUnfit(message, address="due_rule")
    if spec.due_rule == DueRule.DAY_OF_NEXT_MONTH and spec.cadence == Cadence.WEEKLY:
        message = _("What is asked weekly is due so many working days after the week.")
        raise ScheduleUnfit(message, address="due_rule")
    if spec.cadence == Cadence.ONCE and spec.valid_to is None:
        raise ScheduleUnfit(_("What is asked once needs the last day of its period."), address="valid_to")


def _check_reporters(spec: ScheduleSpec) -> None:
    if spec.reporters == Reporters.NAMED and not spec.units:
        raise ScheduleUnfit(_("Name at least one unit."), address="units")
    if spec.reporters in {Reporters.DEPARTMENTS, Reporters.LEADS} and spec.workstream is None:
        raise ScheduleUnfit(_("Say for which field of work."), address="workstream")


def _check_levels(spec: ScheduleSpec) -> None:
    if not spec.levels:
        raise ScheduleUnfit(_("Somebody has to look at the return."), address="levels")
    for level in spec.levels:
        if level.reviewer == Reviewer.NAMED and level.unit is None:
            raise ScheduleUnfit(_("Name the unit that reviews."), address="levels")


def _check_line(programme: Programme, spec: ScheduleSpec, line: LineSpec, address: str) -> None:
    if line.indicator is not None:
        if line.indicator.workstream.programme_id != programme.pk:
            raise ScheduleUnfit(_("This indicator belongs to another programme."), address=address)
        if line.indicator.as_stated:
            raise AsStatedLine(indicator=line.indicator.label, address=address)
        return
    if not (line.kind and line.measure and line.name.strip()):
        message = _("A line names an indicator, or a kind of help, its measure and a name.")
        raise ScheduleUnfit(message, address=address)
    counter = Indicator(kind=line.kind, measure=line.measure, filter=line.filter)
    if wrong := postings.problems(counter):
        message = _("The line counts nothing: it names an unknown %(problem)s.")
        raise ScheduleUnfit(message, address=address, problem=wrong[0])


def _write_parts(schedule: ReturnSchedule, spec: ScheduleSpec) -> None:
    ScheduleUnit.objects.bulk_create(ScheduleUnit(schedule=schedule, unit=unit) for unit in spec.units)
    ReviewLevel.objects.bulk_create(
        ReviewLevel(schedule=schedule, number=number, reviewer=level.reviewer, unit=level.unit)
        for number, level in enumerate(spec.levels, 1)
    )
    ScheduleLine.objects.bulk_create(
        ScheduleLine(
            schedule=schedule,
            number=number,
            indicator=line.indicator,
            kind=line.kind,
            measure=line.measure,
            filter=line.filter,
            name=line.name.strip(),
            name_en=line.name_en.strip(),
            measured_in=line.measured_in.strip(),
        )
        for number, line in enumerate(spec.lines, 1)
    )
    ScheduleSection.objects.bulk_create(
        ScheduleSection(
            schedule=schedule,
            number=number,
            name=section.name,
            name_en=section.name_en,
            required=section.required,
        )
        for number, section in enumerate(spec.sections, 1)
    )


def spec_of(schedule: ReturnSchedule) -> ScheduleSpec:
    """What a stored schedule says, to be changed and stored again."""
    own = {name: getattr(schedule, name) for name in OWN}
    return ScheduleSpec(
        **own,
        units=[row.unit for row in schedule.units.select_related("unit")],
        lines=[
            LineSpec(row.indicator, row.kind, row.measure, row.filter, row.name, row.name_en, row.measured_in)
            for row in schedule.lines.select_related("indicator__workstream")
        ],
        sections=[SectionSpec(row.name, row.name_en, row.required) for row in schedule.sections.all()],
        levels=[
            LevelSpec(Reviewer(row.reviewer), row.unit) for row in schedule.levels.select_related("unit")
        ],
    )
