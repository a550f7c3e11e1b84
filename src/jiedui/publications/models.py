"""The month's bulletin: a draft an editor shapes, frozen when published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.models import Entry
from jiedui.plans.models import Programme


class BulletinState(models.TextChoices):
    """draft → published; a published issue never changes."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Bulletin(models.Model):
    """One issue for one month of one programme.

    ``frozen`` holds every figure as it stood when published, with the entries behind it; ``sha256`` is the
    stored .docx, so that publishing again gives the same bytes. ``report_to`` and ``copy_to`` are named in the
    block at its foot (报送、抄送).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bulletins")
    month = models.DateField()
    issue = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    foreword = models.TextField(blank=True)
    report_to = models.CharField(max_length=300, blank=True)
    copy_to = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=BulletinState.choices, default=BulletinState.DRAFT)
    frozen = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="one_bulletin_a_month"),
            models.UniqueConstraint(fields=["programme", "issue"], name="bulletin_issue_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether it is frozen."""
        return self.state == BulletinState.PUBLISHED


class Story(models.Model):
    """A piece of text an editor chose, resting on ledger entries."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="stories")
    order = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(max_length=120)
    body = models.TextField()
    entries = models.ManyToManyField(Entry, related_name="stories", blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.heading


class BulletinEntry(models.Model):
    """An entry counted in a published bulletin: the way up from an act of help to what was told of it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="counted")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="publications")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "entry"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.bulletin_id} ← #{self.entry_id}"
