"""People and what they are in which unit. Staff are users or posts, nothing more."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from jiedui.accounts.enums import Role
from jiedui.organisations.models import OrgUnit


class User(AbstractUser):
    """Somebody who signs in. Only a display name and a language are kept of the person.

    ``is_example``: an account of an example programme, whose password everybody may read.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True)
    is_example = models.BooleanField(default=False)

    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.username


class Membership(models.Model):
    """A role in a unit; it reaches over the unit's subtree."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} @ {self.unit}"
