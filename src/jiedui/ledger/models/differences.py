"""Where the two sides differ on an entry, what they say of it, and what they ask the office to correct."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.ledger.enums import DifferenceState, Outcome, RequestState, Side
from jiedui.ledger.models.entries import Entry
from jiedui.ledger.models.evidence import EvidenceFile


class Difference(models.Model):
    """The receiver disputes an entry; it ends when both sides agree on an outcome, with a reason.

    ``proposed_*``: the outcome one side has proposed and the other has not answered yet. ``figure`` is the figure
    that would stand, in the unit of the entry's own.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="differences")
    state = models.CharField(max_length=10, choices=DifferenceState.choices, default=DifferenceState.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    figure = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    reason = models.TextField(blank=True)
    proposed_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=~Q(state="closed"), name="one_open_difference"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="closed_differences_say_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.entry_id}"


class DifferenceWord(models.Model):
    """Something said in a difference, or done; never changed."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="words")
    act = models.CharField(max_length=12)
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.act} {self.side}"


class CorrectionRequest(models.Model):
    """A wish that an accepted entry be put right, for the programme office to decide.

    ``content`` is what should stand instead, as ``record_entry`` takes it; null where the entry should only be
    taken back. ``file`` is the document that orders it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="correction_requests")
    content = models.JSONField(null=True, blank=True)
    reason = models.TextField()
    file = models.ForeignKey(EvidenceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    difference = models.ForeignKey(
        Difference, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="asked"), name="one_open_request")
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.entry_id}"
