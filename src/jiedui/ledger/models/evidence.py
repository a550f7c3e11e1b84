"""Files that prove an entry, and the receiver's word on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.ledger.enums import Verdict
from jiedui.ledger.models.entries import Entry
from jiedui.organisations.models import OrgUnit


class EvidenceFile(models.Model):
    """A stored file, known by its SHA-256; the bytes lie in :mod:`jiedui.kernel.storage`."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class EntryEvidence(models.Model):
    """A file in its role for one entry (``purpose``: voucher, agreement, photo …, named by the kind)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="uses")
    filename = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["entry", "file", "purpose"], name="evidence_once")]

    def __str__(self) -> str:
        return self.filename


class Confirmation(models.Model):
    """What the receiver says of an accepted entry; the latest row counts, none is changed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="confirmations")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    figure = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verdict} #{self.entry_id}"
