"""What people are told, and what leaves the house by e-mail or webhook."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.plans.models import Programme
from jiedui.returns.enums import DeliveryChannel, DeliveryState, NoticeKind
from jiedui.returns.models.returns import Return


class NoticeSettings(models.Model):
    """How a person wants to be told; the list in the application is always there."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings"
    )
    by_email = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.user)


class Webhook(models.Model):
    """An address outside that is told what is due and late, and of alerts. ``salt`` makes its signing secret."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=300)
    salt = models.CharField(max_length=40)
    active = models.BooleanField(default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "url"], name="webhook_once")]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """A message on its way out: the digest of a day for one person, or what one webhook is told.

    Written in the transaction that caused it; a task sends it, and tries again later where that failed. ``event`` is
    what a webhook is told of.
    """

    channel = models.CharField(max_length=10, choices=DeliveryChannel.choices)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    webhook = models.ForeignKey(Webhook, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40, default="returns.owed")
    on = models.DateField()
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="deliveries_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "on"], condition=Q(user__isnull=False), name="one_digest_a_day"
            ),
            models.UniqueConstraint(
                fields=["webhook", "on"],
                condition=Q(webhook__isnull=False, event="returns.owed"),
                name="one_webhook_digest_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.on}"


class Notice(models.Model):
    """Something a person is told about a return; shown in the application, and sent where they wish so.

    ``delivery`` is the message that carries it outside, once there is one.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    about = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "read_at"], name="notices_unread")]
        constraints = [
            models.UniqueConstraint(fields=["user", "about", "kind", "on"], name="notice_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.about_id}"
