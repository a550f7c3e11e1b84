"""What reviewers said and decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.returns.enums import Verdict
from jiedui.returns.models.returns import Return, ReturnLine, ReturnText


class Remark(models.Model):
    """A reviewer's word on a line, a section or (with neither) the whole return, and the unit's answer to it.

    ``opened`` tells whether it has reached the unit: a remark is the reviewer's own until the return is sent back.
    """

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="remarks")
    line = models.ForeignKey(
        ReturnLine, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks"
    )
    section = models.ForeignKey(
        ReturnText, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks"
    )
    level = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    opened = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["of", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Decision(models.Model):
    """One decision on one level of the review; never changed."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="decisions")
    level = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["of", "id"]

    def __str__(self) -> str:
        return f"{self.level}: {self.verdict}"
