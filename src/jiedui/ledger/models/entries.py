"""An act of help."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.ledger.enums import EntryState
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.models import Project


class VoucherNumber(models.Func):
    """The ``voucher_number`` of a detail as text, which an index holds.

    Its SQL says the name of the field itself: SQLite uses no index on an expression that has a parameter in it. What
    was changed from outside into no JSON at all has no number.
    """

    output_field = models.TextField()
    template = "(%(expressions)s ->> 'voucher_number')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite before 3.38 has no ``->>``."""
        template = (
            "(CASE WHEN JSON_VALID(%(expressions)s)"
            " THEN JSON_EXTRACT(%(expressions)s, '$.voucher_number') END)"
        )
        return self.as_sql(compiler, connection, template=template, **context)


class Entry(models.Model):
    """One act of help, recorded once.

    ``kind`` names a module under ``ledger/kinds``; ``detail`` is validated by that kind's model. ``amount`` in
    ``currency`` units (not 万), ``persons`` heads (never person-times unless the kind says so), ``quantity`` in
    ``quantity_unit``; ``project`` what it was for, where it was for one. An accepted entry is never changed or
    deleted: ``reverses`` points from the reversal to the entry it takes back,
    ``corrects`` from the entry that stands in its place. ``sequence``, ``previous_hash`` and
    ``hash`` place it in the chain; ``chain_format`` says which of its fields were hashed.
    """

    # Indexes of the table begin with programme, giver and receiver; a second of each would only cost at each insertion.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="entries", db_index=False)
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=40)
    giver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="entries_given", db_index=False)
    receiver = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, related_name="entries_received", db_index=False
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    occurred_on = models.DateField()
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    persons = models.PositiveIntegerField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)
    synthetic = models.BooleanField(default=False)

    state = models.CharField(max_length=12, choices=EntryState.choices, default=EntryState.DRAFT)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reversal_reason = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )
    idempotency_key = models.CharField(max_length=80, null=True, blank=True, unique=True)

    sequence = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    chain_format = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-occurred_on", "-id"]
        indexes = [
            models.Index(fields=["programme", "state", "occurred_on"]),
            # The list as it is opened: a page of sixty thousand without sorting them.
            models.Index(fields=["programme", "-occurred_on", "-id"], name="entry_latest_first"),
            models.Index(fields=["giver", "occurred_on"]),
            models.Index(fields=["receiver", "occurred_on"]),
            models.Index(VoucherNumber("detail"), name="entry_by_voucher"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state="accepted")
                    & Q(sequence__isnull=False)
                    & Q(chain_format__isnull=False)
                    & ~Q(hash="")
                )
                | (~Q(state="accepted") & Q(sequence__isnull=True) & Q(hash="")),
                name="accepted_entries_are_chained",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"


class EntryAssist(models.Model):
    """A department that assisted a district's act. Shown, never counted a second time."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assists")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="entries_assisted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "unit"], name="assist_once")]

    def __str__(self) -> str:
        return f"{self.unit} → #{self.entry_id}"
