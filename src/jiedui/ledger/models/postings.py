"""What an accepted entry adds to an indicator."""

from __future__ import annotations

from django.db import models

from jiedui.ledger.models.entries import Entry
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator


class Posting(models.Model):
    """One amount on one indicator on one day; written with the acceptance, rebuilt by ``jiedui rebuild``.

    ``subject`` identifies what is counted once where the indicator counts distinct things. A reversal posts
    the negative value.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="postings")
    giver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    subject = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["indicator", "giver", "day"])]
        constraints = [models.UniqueConstraint(fields=["entry", "indicator"], name="posting_once")]

    def __str__(self) -> str:
        return f"#{self.entry_id} {self.indicator_id} {self.value}"
