"""What has to be done soon, and what should be done already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Better, TaskState
from jiedui.plans.models import Milestone, Programme, Task, Workstream
from jiedui.plans.queries import current_milestones
from jiedui.progress.league import programme_targets
from jiedui.progress.reckoning import standings
from jiedui.progress.standing import Standing

HORIZON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DueItem:
    """A task or a milestone. ``days`` is how many days are left, negative where it is late."""

    item: Task | Milestone
    due_on: date
    days: int

    @property
    def is_task(self) -> bool:
        """A task, as against a milestone."""
        return isinstance(self.item, Task)

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.days < 0

    @property
    def text(self) -> str:
        """What is due."""
        return self.item.text

    @property
    def workstream(self) -> Workstream:
        """The field of work it belongs to."""
        return self.item.workstream


@dataclass(frozen=True, slots=True)
class Agenda:
    """Open tasks and milestones whose day is over or comes within the horizon."""

    tasks: list[Task]
    milestones: list[Milestone]


def due(
    programme: Programme, *, on: date, units: Iterable[OrgUnit] | None = None, within: timedelta = HORIZON
) -> list[DueItem]:
    """Open tasks and milestones that are late or due within ``within`` days of ``on``, the most urgent first.

    With ``units``: tasks in which a unit of their subtrees has a duty, and milestones of workstreams that such
    a unit leads. A milestone with a share is done when every programme-wide target of its indicator has that
    share; a milestone that is an event is only told of until its day, for nobody records that it happened.
    """
    found = agenda(programme, on=on, within=within)
    return due_of(found, standings(programme, on=on), on=on, units=units)


def agenda(programme: Programme, *, on: date, within: timedelta = HORIZON) -> Agenda:
    """What there is to be done, whoever does it. Four queries."""
    last = on + within
    tasks = (
        Task.objects.filter(workstream__programme=programme, state=TaskState.OPEN, due_on__lte=last)
        .select_related("workstream")
        .prefetch_related("duties__unit")
    )
    milestones = current_milestones(programme).filter(due_on__lte=last).select_related("workstream__lead")
    return Agenda(list(tasks), list(milestones))


def due_of(
    found: Agenda, rows: Iterable[Standing], *, on: date, units: Iterable[OrgUnit] | None = None
) -> list[DueItem]:
    """The same as :func:`due` from an agenda and the standings of the whole programme. No query."""
    paths = None if units is None else [unit.path for unit in units]
    items: list[tuple[Task | Milestone, date]] = [
        *_tasks(found.tasks, paths),
        *_milestones(found.milestones, rows, on, paths),
    ]
    made = [DueItem(item, day, (day - on).days) for item, day in items]
    return sorted(made, key=lambda d: (d.due_on, not d.is_task, d.item.pk))


def _tasks(tasks: Iterable[Task], paths: Sequence[str] | None) -> list[tuple[Task, date]]:
    return [
        (task, task.due_on)
        for task in tasks
        if task.due_on and _concerns([duty.unit for duty in task.duties.all()], paths)
    ]


def _milestones(
    milestones: Iterable[Milestone], rows: Iterable[Standing], on: date, paths: Sequence[str] | None
) -> list[tuple[Milestone, date]]:
    wholes = programme_targets(rows)
    return [
        (row, row.due_on)
        for row in milestones
        if _concerns([row.workstream.lead], paths) and not _is_done(row, wholes, on)
    ]


def _concerns(units: Iterable[OrgUnit | None], paths: Sequence[str] | None) -> bool:
    if paths is None:
        return True
    return any(unit.path.startswith(path) for unit in units if unit for path in paths)


def _is_done(milestone: Milestone, wholes: Iterable[Standing], on: date) -> bool:
    if milestone.share is None:
        return milestone.due_on < on
    spoken_of = [
        s
        for s in wholes
        if s.indicator.pk == milestone.indicator_id
        and s.target.starts_on <= milestone.due_on <= s.target.ends_on
    ]
    if not spoken_of:
        return milestone.due_on < on
    return all(_has(s, milestone.share) for s in spoken_of)


def _has(standing: Standing, share: Decimal) -> bool:
    if standing.value is None or not standing.status.paced:
        # Never nag about a figure that is not paced or that nobody can record.
        return True
    if standing.indicator.better == Better.DOWN:
        return False
    return standing.value >= share * standing.target_value
