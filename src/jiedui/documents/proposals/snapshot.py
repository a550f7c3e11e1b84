"""The running programme as proposals are compared with it, read once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from jiedui.organisations.divisions import squeeze
from jiedui.organisations.models import Pairing
from jiedui.plans.enums import TaskState
from jiedui.plans.models import Indicator, Milestone, Programme, Rule, Target, Task, Workstream
from jiedui.plans.queries import current_milestones, current_rules
from jiedui.projects.models import Project


class TargetKey(NamedTuple):
    """What makes two targets the same target."""

    indicator: int
    unit: int
    receiver: int | None
    starts_on: date
    ends_on: date


class Snapshot:
    """Workstreams, indicators, current targets, pairings, tasks, milestones, projects and rules of a programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.workstreams: dict[str, Workstream] = {}
        for workstream in programme.workstreams.select_related("lead"):
            self.workstreams[workstream.name] = workstream
            self.workstreams.setdefault(workstream.key, workstream)
        self.indicators: dict[tuple[int, str, str], Indicator] = {
            (row.workstream_id, squeeze(row.name), row.unit): row
            for row in Indicator.objects.select_related("workstream").filter(workstream__programme=programme)
        }
        self.targets: dict[TargetKey, Target] = {
            TargetKey(row.indicator_id, row.unit_id, row.receiver_id, row.starts_on, row.ends_on): row
            for row in Target.objects.filter(
                indicator__workstream__programme=programme, superseded_by__isnull=True
            )
        }
        self.pairings: dict[tuple[str, int, int], list[Pairing]] = defaultdict(list)
        for pairing in Pairing.objects.all():
            self.pairings[(pairing.type, pairing.giver_id, pairing.receiver_id)].append(pairing)
        self.tasks: dict[tuple[int, str], Task] = {
            (task.workstream_id, squeeze(task.text)): task
            for task in Task.objects.filter(workstream__programme=programme)
            .exclude(state=TaskState.CANCELLED)
            .prefetch_related("duties__unit")
        }
        self.milestones_in_force: dict[int, Milestone] = {
            row.pk: row for row in current_milestones(programme)
        }
        self.milestones: dict[tuple[int, date, str], Milestone] = {
            (row.workstream_id, row.due_on, squeeze(row.text)): row
            for row in self.milestones_in_force.values()
        }
        self.projects: dict[str, Project] = {
            squeeze(row.name): row for row in Project.objects.filter(programme=programme)
        }
        self.rules: dict[str, Rule] = {squeeze(rule.text): rule for rule in current_rules(programme)}

    def pairing(self, type: str, giver: int, receiver: int, start: date, end: date) -> Pairing | None:
        """The pairing of the two in force on some day of the span."""
        return next(
            (
                pairing
                for pairing in self.pairings.get((type, giver, receiver), [])
                if pairing.valid_from <= end and (pairing.valid_to is None or pairing.valid_to >= start)
            ),
            None,
        )
