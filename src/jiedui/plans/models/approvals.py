"""Who must approve how much money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiedui.plans.models.programmes import Programme


class ApprovalBand(models.Model):
    """From an amount on, these roles must approve an entry, one after the other, each another person.

    ``kind`` is the key of a kind of help, "" any kind with money; ``at_least`` is in yuan. ``approvers`` names roles in
    their turn: ``["lead", "office"]``. Of several bands the one with the highest ``at_least`` counts, one of the
    entry's own kind before one of any kind.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="approval_bands")
    kind = models.CharField(max_length=40, blank=True)
    at_least = models.DecimalField(max_digits=18, decimal_places=2)
    approvers = models.JSONField(default=list)

    class Meta:
        ordering = ["programme", "kind", "at_least"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "at_least"], name="approval_band_once"),
            models.CheckConstraint(condition=Q(at_least__gte=0), name="approval_band_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} ≥ {self.at_least}: {', '.join(self.approvers)}"
