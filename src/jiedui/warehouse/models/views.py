"""A question that somebody kept. Whoever opens it gets the answer within what they may see themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiedui.accounts.enums import Role
from jiedui.plans.models import Programme

MOST = 1000
"""Letters of an address."""


class SavedView(models.Model):
    """``query`` is the address of the pivot, as :class:`jiedui.warehouse.forms.PivotForm` reads it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=MOST, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "owner", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> list[str]:
        """The roles it is shared with."""
        return [shared.role for shared in self.shared_with.all()]


class SharedView(models.Model):
    """Everybody in a role finds the view."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="shared_with")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["view", "role"], name="view_shared_once")]

    def __str__(self) -> str:
        return f"{self.view_id}: {self.role}"
