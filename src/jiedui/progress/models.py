"""Questions that figures raised and what the units said; alerts that stand and that stood; scorecards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.enums import QuestionState, Verdict
from jiedui.progress.scorecards.models import (
    Assessment,
    AssessmentScore,
    ScoreAppointment,
    Scorecard,
    ScorecardVersion,
    ScoreGrade,
    ScoreHeading,
    ScoreLine,
)

__all__ = [
    "Alert",
    "Assessment",
    "AssessmentScore",
    "PlausibilityQuestion",
    "ScoreAppointment",
    "ScoreGrade",
    "ScoreHeading",
    "ScoreLine",
    "Scorecard",
    "ScorecardVersion",
]


class PlausibilityQuestion(models.Model):
    """One thing that looked odd about a unit's figures.

    ``check_key`` and ``key`` tell what looked odd (:mod:`jiedui.progress.plausibility`), ``facts`` fill the sentence,
    ``entries`` are the ids it speaks of. It closes by an answer, or by itself once the figures no longer raise it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="plausibility_questions")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="plausibility_questions")
    check_key = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    entries = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=QuestionState.choices, default=QuestionState.OPEN)
    raised_on = models.DateField()
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "check_key", "unit", "key"], name="question_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionState.ANSWERED) | (~Q(verdict="") & ~Q(answer="")),
                name="answered_question_has_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "unit"], name="question_open")]

    def __str__(self) -> str:
        return f"{self.check_key} {self.unit}"


class Alert(models.Model):
    """Something a unit can act on (:mod:`jiedui.progress.alerts`); it closes by itself once it is no longer so.

    ``kind`` says why, ``subject`` is the id of what it speaks of, ``facts`` fill its sentence and are those of the last
    round. ``told_at`` is when people were written to, ``posted_at`` when webhooks' messages were put on their way.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="alerts")
    subject = models.PositiveBigIntegerField()
    facts = models.JSONField(default=dict)
    raised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "unit", "subject"],
                condition=Q(closed_on__isnull=True),
                name="alert_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
