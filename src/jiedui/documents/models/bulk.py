"""Decisions taken on many proposals at once, which can be taken back at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.documents.models.documents import SourceDocument


class BulkDecision(models.Model):
    """Everything that was shown, accepted with one press. ``selection`` is what was shown, as a query."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="bulk_decisions")
    selection = models.CharField(max_length=400, blank=True)
    count = models.PositiveIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.count}"
