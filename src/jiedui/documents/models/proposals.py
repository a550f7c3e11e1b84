"""Facts found in a document, proposals made of them, and links to what was accepted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from jiedui.documents.enums import Choice, Match, ProposalState, ProposedObject
from jiedui.documents.models.bulk import BulkDecision
from jiedui.documents.models.documents import SourceDocument


class FactRecord(models.Model):
    """A stored :class:`jiedui.documents.facts.Fact`, with its place: block, span, row, line."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="facts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    workstream = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    quote = models.TextField()
    line = models.PositiveIntegerField()
    block = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    row = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2)

    class Meta:
        ordering = ["document", "number"]
        indexes = [models.Index(fields=["document", "kind"])]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="fact_number_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.quote[:60]}"


class Proposal(models.Model):
    """What accepting a fact would write; ``edited`` holds the reviewer's changes to its fields.

    ``plan`` is the draft as it stood when the programme was last compared (see
    :mod:`jiedui.documents.proposals`): for showing only, acceptance computes it anew. ``section`` is the field
    of work it is reviewed under ("" for pairings); ``blocked`` proposals cannot be accepted as they are. ``bulk`` is
    the press that accepted it together with others, until somebody decides on it alone.
    """

    fact = models.OneToOneField(FactRecord, on_delete=models.CASCADE, related_name="proposal")
    makes = models.CharField(max_length=12, choices=ProposedObject.choices, default=ProposedObject.TARGET)
    section = models.CharField(max_length=40, blank=True)
    match = models.CharField(max_length=10, choices=Match.choices, default=Match.NEW)
    blocked = models.BooleanField(default=False)
    plan = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    edited = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    bulk = models.ForeignKey(
        BulkDecision, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    def __str__(self) -> str:
        return f"{self.state}: {self.fact}"


class FoundDiscrepancy(models.Model):
    """A stored :class:`jiedui.documents.facts.Discrepancy` and the reviewer's choice."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="discrepancies")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    params = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    choices = models.JSONField(default=list)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="discrepancy_number_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.params}"


class FactLink(models.Model):
    """From a fact to an object that was written when it was accepted (unit, pairing, target, task …)."""

    fact = models.ForeignKey(FactRecord, on_delete=models.PROTECT, related_name="links")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(fields=["fact", "content_type", "object_id"], name="fact_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} → {self.content_type_id}:{self.object_id}"
