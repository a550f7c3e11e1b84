"""A programme, its fields of work and the documents that changed its plan."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from jiedui.organisations.models import OrgUnit


class Programme(models.Model):
    """A giving territory helps receiving territories over a span of time.

    ``reference_date`` holds the clock of an archived or example programme: what "today" is on its screens.
    ``synthetic`` marks generated data; every screen and publication that shows it says so.
    ``separate_duties``: who enters an entry never decides on it, not even as the office.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    giver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="programmes")
    office = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reference_date = models.DateField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)
    separate_duties = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name

    @property
    def today(self) -> date:
        """The day the programme's screens speak of: its own clock, else today."""
        return self.reference_date or timezone.localdate()


class Workstream(models.Model):
    """One field of work with a lead unit."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="workstreams")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    lead = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="workstreams_led"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="workstream_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class Revision(models.Model):
    """One state of the plan: the document that ordered it, or an office edit with its reason."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    doc_number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.programme.code} r{self.number}"
