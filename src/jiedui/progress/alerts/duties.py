"""Tasks whose day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.plans.enums import Duty, TaskState
from jiedui.plans.models import Programme, Task
from jiedui.progress.alerts.base import AlertKind, Facts, Found


def _overdue(programme: Programme, on: date) -> Iterator[Found]:
    """To whoever leads or is responsible; to the lead of the field of work where nobody is named."""
    late = Task.objects.filter(workstream__programme=programme, state=TaskState.OPEN, due_on__lt=on)
    for task in late.select_related("workstream").prefetch_related("duties"):
        units = {duty.unit_id for duty in task.duties.all() if duty.duty != Duty.SUPPORTING}
        for unit in sorted(units or {task.workstream.lead_id or programme.giver_id}):
            yield Found(unit, task.pk, {"due": f"{task.due_on:%Y-%m-%d}"})


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("workstream")


def _says(task: Task, facts: Facts) -> str:
    return gettext("%(task)s: due on %(due)s.") % {"task": task.text, **facts}


OVERDUE = AlertKind(
    "overdue", _("Overdue task"), "bad", _overdue, _tasks, _says,
    _("Do it and mark it done on the plan, or ask the programme office for another day."),
)  # fmt: skip
