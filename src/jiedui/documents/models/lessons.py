"""What reviewers taught the reader for the documents that come after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.documents.enums import Taught
from jiedui.documents.models.proposals import FactRecord
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Milestone, Programme, Rule

MEANINGS = ("unit", "indicator", "milestone", "rule")


def _means(about: str, meaning: str) -> Q:
    return Q(about=about, **{f"{name}__isnull": name != meaning for name in MEANINGS})


class Lesson(models.Model):
    """In this programme a written name means a unit, a written measure an indicator, and the words of a milestone or a
    rule one that the plan has in other words, whichever version of it is in force.

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
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    rule = models.ForeignKey(Rule, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
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
                condition=_means("name", "unit")
                | _means("measure", "indicator")
                | _means("milestone", "milestone")
                | _means("rule", "rule"),
                name="lesson_means_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written} = {self.means}"

    @property
    def means(self) -> OrgUnit | Indicator | Milestone | Rule | None:
        """What it was taken for."""
        return self.unit or self.indicator or self.milestone or self.rule
