"""A file that somebody asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.plans.models import Programme
from jiedui.warehouse.enums import ExportForm, ExportOf, ExportState
from jiedui.warehouse.models.views import MOST


class Export(models.Model):
    """What is written (``query`` and ``of``), in which form, and how far it is: ``written`` of ``rows`` rows.

    The file lies in :func:`jiedui.warehouse.exports.files.folder` under ``file`` for a week. ``error`` is a refusal in
    the words of whoever asked.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="exports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    query = models.CharField(max_length=MOST, blank=True)
    of = models.CharField(max_length=10, choices=ExportOf.choices)
    form = models.CharField(max_length=10, choices=ExportForm.choices)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    rows = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    file = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} ({self.form})"

    @property
    def percent(self) -> int:
        """How much is written."""
        return self.written * 100 // self.rows if self.rows else 0
