"""Holds on workshops, employers and recruiters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.plans.models import Programme
from jiedui.safeguards.enums import HoldOn, RedFlag


class LabourHold(models.Model):
    """While it stands nothing of this workshop or recruiter is counted anywhere in the programme.

    ``name`` is the organisation's, never a person's; ``key`` is its one form (see ``names.name_of``). A
    hold is lifted, never deleted: with a reason and an independent check, both kept.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="labour_holds")
    on = models.CharField(max_length=12, choices=HoldOn.choices)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=800)
    flag = models.CharField(max_length=40, choices=RedFlag.choices)
    reason = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "on", "key", "flag"],
                condition=Q(lifted_at__isnull=True),
                name="labour_hold_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (
                    Q(lifted_by__isnull=False, checked_on__isnull=False)
                    & ~Q(lift_reason="")
                    & ~Q(checked_by="")
                ),
                name="labour_hold_lifted_with_a_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_on_display()} {self.name}: {self.get_flag_display()}"
