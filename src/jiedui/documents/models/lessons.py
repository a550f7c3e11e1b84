"""What reviewers taught the reader for the documents that come after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.documents.enums import Taught
from jiedui.documents.models.proposals import FactRecord
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme


class Lesson(models.Model):
    """In this programme a written name means a unit, or a written measure an indicator.

    ``key`` is ``written`` as it is compared; ``measured_in`` the unit of measure a measure was written with. ``fact``
    is the sentence it was learned from. A forgotten lesson is kept, so that it can be recalled.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="lessons")
    about = models.CharField(max_length=10, choices=Taught.choices)
    written = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    measured_in = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="lessons"
    )
    fact = models.ForeignKey(
        FactRecord, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons"
    )
    taught_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taught_at = models.DateTimeField(auto_now_add=True)
    forgotten_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "about", "key", "measured_in"],
                condition=Q(forgotten_at__isnull=True),
                name="one_lesson_in_force",
            ),
            models.CheckConstraint(
                condition=Q(about="name", unit__isnull=False, indicator__isnull=True)
                | Q(about="measure", unit__isnull=True, indicator__isnull=False),
                name="lesson_means_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written} = {self.unit or self.indicator}"
