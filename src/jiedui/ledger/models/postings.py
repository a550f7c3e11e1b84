"""What an accepted entry adds to an indicator."""

from __future__ import annotations

import secrets

from django.db import models

from jiedui.ledger.enums import PostingAct
from jiedui.ledger.models.entries import Entry
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme


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


def new_mark() -> int:
    """A number nobody draws twice, that fits a signed 64-bit column."""
    return secrets.randbits(62)


class PostingChange(models.Model):
    """A change to postings, for whoever keeps a copy of them; written in the transaction that makes it.

    It says where to look, not what to find: numbers ``first`` to ``last`` of the chain for entries that were accepted,
    ids of ``entries`` or the ``programme`` where postings were written anew, ids of the receivers' words where they
    spoke. Rows are written while the head of the chain is held, so their ids are committed in order. ``mark`` tells the
    row from one of the same id in another past, which a database restored from a backup may write.
    """

    act = models.CharField(max_length=8, choices=PostingAct.choices)
    first = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)
    entries = models.JSONField(default=list)
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="+")
    mark = models.PositiveBigIntegerField(default=new_mark)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.act} #{self.pk}"
