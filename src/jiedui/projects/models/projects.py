"""A project and the money planned for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.enums import ProjectNature, ProjectType, Source, Stage


class Project(models.Model):
    """One piece of work in a receiving place: a school building, a greenhouse base, a course of lessons.

    ``number`` is the one the project list gives it. ``implementer`` is an organisation, never a person.
    ``households`` and ``persons`` are whom it reaches, as counts; nobody is named. ``stage`` is that of the latest
    :class:`ProjectStageChange`. What was allocated, paid and spent is never kept here: it is computed from
    the ledger's entries for the project.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="projects")
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    givers = models.ManyToManyField(OrgUnit, related_name="projects_given")
    receiver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="projects_received")
    implementer = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=20, choices=ProjectType.choices)
    nature = models.CharField(max_length=12, choices=ProjectNature.choices, default=ProjectNature.NEW)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RESERVE)
    content = models.TextField(blank=True)
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["workstream__order", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="project_number_once"),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(planned_end__gte=F("planned_start")),
                name="project_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class ProjectBudget(models.Model):
    """Money planned from one source, in yuan, with the number of the document that allocates it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget")
    source = models.CharField(max_length=10, choices=Source.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    document_number = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source", "document_number"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount}"
