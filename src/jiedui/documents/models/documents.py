"""A document as it was handed in, and its blocks."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.documents.enums import DocumentState, ReadingStep
from jiedui.plans.models import Programme, Revision


class SourceDocument(models.Model):
    """An official paper handed in for a programme. The bytes lie in content-addressed storage.

    ``step`` says how far the reading has come, ``pages_read`` of ``pages`` what of the file is opened (0 where it has
    no pages), ``shapes`` the width, height and turn of each page that can be shown; ``revision`` is the state of the
    plan its acceptance made.
    """

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    doc_number = models.CharField(max_length=80, blank=True)
    issued_text = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.RECEIVED)
    step = models.CharField(max_length=12, choices=ReadingStep.choices, blank=True)
    pages = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    shapes = models.JSONField(default=list)
    error = models.TextField(blank=True)
    repairs = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="document_once_per_programme")
        ]

    def __str__(self) -> str:
        return self.title or self.filename


class DocumentBlock(models.Model):
    """One block of a read document (see :class:`jiedui.documents.blocks.Block`).

    ``places`` says where its text stands on the pages, line by line: ``[offset, line, page, box, confidence]``, the box
    as left, top, right, bottom in shares of the page; empty where the file has no pages.
    """

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="blocks")
    index = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(default=0)
    line = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    rows = models.JSONField(default=list)
    places = models.JSONField(default=list)

    class Meta:
        ordering = ["document", "index"]
        constraints = [models.UniqueConstraint(fields=["document", "index"], name="block_once")]

    def __str__(self) -> str:
        return self.text[:60]
