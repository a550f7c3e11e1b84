"""Tasks: measures with lead, responsible and supporting units and a due date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Duty, TaskState
from jiedui.plans.models.programmes import Revision, Workstream


class Task(models.Model):
    """A measure of the plan. ``due_text`` keeps what was written where it is no date (持续推进)."""

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_text = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="tasks")

    class Meta:
        ordering = ["workstream__order", "number"]
        constraints = [models.UniqueConstraint(fields=["workstream", "number"], name="task_number_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") and self.text_en else self.text


class TaskUnit(models.Model):
    """A unit's duty in a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=12, choices=Duty.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit", "duty"], name="duty_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.duty}"
