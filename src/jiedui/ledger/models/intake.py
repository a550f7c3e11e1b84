"""Many rows at once: what was handed in, what became of each row, and what may be there twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.ledger.intake.enums import DuplicateState, DuplicateWhy, ImportForm, ImportState
from jiedui.ledger.models.entries import Entry
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme


class MappingProfile(models.Model):
    """How a unit's own column layout is read, offered again when the same header comes.

    ``header`` is the fingerprint of the header's texts; ``mapping`` is
    :meth:`jiedui.ledger.intake.mapping.Mapping.as_record`.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="mapping_profiles")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    header = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["unit", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "header"], name="profile_once_per_header")
        ]

    def __str__(self) -> str:
        return self.name


class ImportSource(models.Model):
    """Where rows come from again and again: one downloaded template, one unit's own ledger, or rows without a home."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "kind", "name"], name="source_once")]

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file (or paste, or list of rows) of one kind, from its check to its commit.

    The bytes lie in :mod:`jiedui.kernel.storage` under ``sha256``. ``report`` is
    :meth:`jiedui.ledger.intake.report.Report.as_record` of the latest check; ``progress`` is in percent of ``step``.
    ``voucher`` is a stored file that is attached to every line, in the role ``voucher_purpose``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=8, choices=ImportForm.choices)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="batches")
    mapping = models.JSONField(default=dict)
    submit = models.BooleanField(default=False)
    voucher = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.RECEIVED)
    step = models.CharField(max_length=20, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    idempotency_key = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "sha256", "source", "uploaded_by"],
                condition=Q(state__in=["received", "checking", "checked", "committing"]),
                name="one_open_import_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.kind})"


class ImportedRow(models.Model):
    """A row that was committed: the same row of the same source is never written twice.

    ``key`` is the row's own number in its template or ledger, or made of its content where it has none.
    ``entry`` is empty where the row was found a duplicate, so that it does not come back. ``number`` is the
    row's number in the file of ``batch``, the latest that brought something new.
    """

    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="rows", db_index=False)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=32)
    entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="imported_from"
    )
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="row_once_per_source")]

    def __str__(self) -> str:
        return self.key


class SuspectedDuplicate(models.Model):
    """Two records that may be one act of help; a person says whether they are.

    ``number`` is the row of the batch that is suspected, ``entry`` what it was written as (nothing before the commit,
    or where it was not written). It looks like ``other_entry``, or like the row ``other_number`` of the same file.
    ``content`` and ``other_content`` are what the rows say, as the services take it, for whoever holds the two against
    each other.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="duplicates")
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    says = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    giver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    other_entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="suspected_twins"
    )
    other_number = models.PositiveIntegerField(null=True, blank=True)
    content = models.JSONField(default=dict)
    other_content = models.JSONField(default=dict)
    why = models.CharField(max_length=12, choices=DuplicateWhy.choices)
    state = models.CharField(max_length=12, choices=DuplicateState.choices, default=DuplicateState.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "key", "other_entry"],
                condition=Q(other_entry__isnull=False),
                name="suspected_once_per_entry",
            ),
            models.UniqueConstraint(
                fields=["batch", "key", "other_number"],
                condition=Q(other_number__isnull=False),
                name="suspected_once_per_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
