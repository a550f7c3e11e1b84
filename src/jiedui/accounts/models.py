"""People and what they are in which unit. Staff are users or posts, nothing more."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from jiedui.accounts.enums import Role
from jiedui.organisations.models import OrgUnit


class User(AbstractUser):
    """Somebody who signs in. Only a display name and a language are kept of the person.

    ``is_example``: an account of an example programme, whose password everybody may read.
    ``must_change_password``: somebody else chose the password, so it is good for one sign-in.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True)
    is_example = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

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


class ApiToken(models.Model):
    """What a program shows instead of a person's password. The secret itself is not kept, only its SHA-256.

    It acts as ``user`` within ``scopes`` (keys of :class:`jiedui.accounts.enums.TokenScope`) until ``expires_at``.
    """

    name = models.CharField(max_length=80)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_ip = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        """Whether it opens anything: neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()
