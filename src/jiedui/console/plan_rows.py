"""Tasks, milestones and targets of a plan as they are shown, each with the sentence it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Model, OuterRef

from jiedui.documents.models import FactRecord
from jiedui.documents.queries import sources_of
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Duty, TaskState
from jiedui.plans.models import Milestone, Programme, Task, TaskUnit, Workstream
from jiedui.plans.queries import current_milestones

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DutyUnits:
    """The units that share a duty in a task; none are named where the page is about the one that has it."""

    duty: Duty
    units: list[OrgUnit]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task; ``days`` left until its day (negative: late), None where it has none or is done."""

    task: Task
    duties: list[DutyUnits]
    days: int | None
    fact: FactRecord | None

    @property
    def late(self) -> bool:
        """Open and past its day."""
        return self.days is not None and self.days < 0

    @property
    def soon(self) -> bool:
        """Open and due within a month."""
        return self.days is not None and 0 <= self.days <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone; whether its day has passed."""

    milestone: Milestone
    past: bool
    fact: FactRecord | None


def facts_behind(objects: Iterable[Model]) -> dict[int, FactRecord]:
    """The fact each object was first accepted from, by the object's id; objects are of one model. One query."""
    found = list(objects)
    if not found:
        return {}
    content_type = ContentType.objects.get_for_model(type(found[0]))
    links = sources_of(content_type.pk, [o.pk for o in found])
    return {link.object_id: link.fact for link in links.order_by("-id")}


def task_rows(
    programme: Programme, *, on: date, workstream: Workstream | None = None, unit: OrgUnit | None = None
) -> list[TaskRow]:
    """Tasks by due date, those without a day last; with ``unit``, those in which it has a duty."""
    tasks = Task.objects.filter(workstream__programme=programme, **_of(workstream))
    if unit is not None:
        tasks = tasks.filter(Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit=unit)))
    tasks = tasks.select_related("workstream").prefetch_related("duties__unit")
    rows = list(tasks.order_by(F("due_on").asc(nulls_last=True), "workstream__order", "number"))
    facts = facts_behind(rows)
    return [TaskRow(task, _duties(task, unit), _days(task, on), facts.get(task.pk)) for task in rows]


def milestone_rows(
    programme: Programme, *, on: date, workstream: Workstream | None = None
) -> list[MilestoneRow]:
    """Milestones in force by their day."""
    rows: Sequence[Milestone] = list(current_milestones(programme).filter(**_of(workstream)))
    facts = facts_behind(rows)
    return [MilestoneRow(row, row.due_on < on, facts.get(row.pk)) for row in rows]


def _of(workstream: Workstream | None) -> dict[str, Any]:
    return {} if workstream is None else {"workstream": workstream}


def _days(task: Task, on: date) -> int | None:
    if task.due_on is None or task.state != TaskState.OPEN:
        return None
    return (task.due_on - on).days


def _duties(task: Task, unit: OrgUnit | None) -> list[DutyUnits]:
    """Who does what; on a unit's own page its part, and who leads where it does not."""
    held = {duty: [d.unit for d in task.duties.all() if d.duty == duty] for duty in Duty}
    if unit is None:
        return [DutyUnits(duty, units) for duty, units in held.items() if units]
    own = [DutyUnits(duty, []) for duty, units in held.items() if unit in units]
    led = [] if unit in held[Duty.LEAD] or not held[Duty.LEAD] else [DutyUnits(Duty.LEAD, held[Duty.LEAD])]
    return own + led
