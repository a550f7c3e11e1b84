"""Who approved an entry on its way to being accepted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.accounts.enums import Role
from jiedui.ledger.models.entries import Entry


class Approval(models.Model):
    """One person's approval of one submission, in a role; never changed.

    ``submitted_at`` is the entry's own at that time: once it is returned and submitted again, it starts anew.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="approvals")
    submitted_at = models.DateTimeField()
    role = models.CharField(max_length=12, choices=Role.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "submitted_at", "by"], name="approval_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.by} #{self.entry_id}"
