"""The steps a project has taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.projects.enums import Stage
from jiedui.projects.models.projects import Project


class ProjectStageChange(models.Model):
    """A project came to a stage on a day. Never changed; a step that was noted wrongly is taken back by a
    row of its own (``takes_back``) that gives the reason and the stage the project stood at before.

    ``document`` names what bears it out (a contract, an acceptance report, the record of handing over); the file
    itself, where one was given, lies in :mod:`jiedui.kernel.storage` under ``sha256``.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    day = models.DateField()
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.day}: {self.stage}"
