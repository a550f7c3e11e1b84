"""The audit log: who did what to which object, when, from where, and what it was before."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from jiedui.kernel.enums import Channel
from jiedui.kernel.errors import WrittenForEver


class AuditQuerySet(models.QuerySet["AuditRecord"]):
    """Rows that can be read and added to, and nothing else; the database holds that, too."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse. Raises WrittenForEver."""
        raise WrittenForEver

    def delete(self) -> NoReturn:
        """Refuse. Raises WrittenForEver."""
        raise WrittenForEver


class AuditRecord(models.Model):
    """One act on one object. Written in the act's own transaction; never changed, never removed.

    ``changes`` is ``{field: [before, after]}``. ``channel``, ``ip``, ``token`` (the name of a service token) and
    ``request_id`` say from where; ``detail["reason"]`` says why. Of a person nothing is kept but who acted.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audit_records"
    )
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SYSTEM)
    ip = models.GenericIPAddressField(null=True)
    token = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    @property
    def reason(self) -> str:
        """Why, in the words of whoever did it; empty where none were asked for."""
        return str(self.detail.get("reason", ""))


class KeptAnswer(models.Model):
    """What was answered to an act that was asked for under an idempotency key, to be said again if it is repeated.

    Written in the act's own transaction, so a refusal leaves none; see :mod:`jiedui.kernel.repetition`.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["actor", "at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.actor_id}:{self.key}"
