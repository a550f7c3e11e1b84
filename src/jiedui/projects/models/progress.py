"""How far a project has come, as people on the spot say; and by when it should have."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from jiedui.projects.models.projects import Project


class ProgressNote(models.Model):
    """Physical progress (形象进度) on a day, in per cent, judged by eye and entered by hand. Never changed.

    It is told apart from the money: what was paid says nothing of what stands.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    day = models.DateField()
    progress = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_up_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.progress} %"


class ProgressPicture(models.Model):
    """A photograph of the works, newly encoded so that it tells nothing but what it shows."""

    note = models.ForeignKey(ProgressNote, on_delete=models.CASCADE, related_name="pictures")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["note", "sha256"], name="picture_once")]

    def __str__(self) -> str:
        return self.filename


class ProjectMilestone(models.Model):
    """Something that is to be done by a day; ``progress`` is the per cent that should stand by then, if it is one."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField()
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "due_on", "text"], name="project_milestone_once"),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100), name="milestone_progress_up_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.text}"

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") and self.text_en else self.text
