"""Scorecards in versions, and the scores people give beside the computed ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.progress.scorecards.enums import (
    AssessmentState,
    Assessor,
    Measure,
    Shape,
    VersionState,
    Whom,
)


class Named(models.Model):
    """Something with a name in two languages."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class Scorecard(Named):
    """How a programme is scored; what it says stands in its versions."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="scorecards")
    code = models.SlugField(max_length=40)

    class Meta:
        ordering = ["programme", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="scorecard_code_once")]


class ScorecardVersion(models.Model):
    """Headings, lines and grades. Once published nothing of it changes: the database holds that, too.

    ``total`` is what the points of the lines add up to. ``reason`` and ``doc_number`` say what ordered the version.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    total = models.DecimalField(max_digits=8, decimal_places=2, default=100)
    reason = models.TextField(blank=True)
    doc_number = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["scorecard", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_once"),
            models.UniqueConstraint(
                fields=["scorecard"], condition=Q(state=VersionState.DRAFT), name="one_draft_scorecard"
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="scorecard_total_above_zero"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                name="published_scorecard_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} v{self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == VersionState.DRAFT


class ScoreGrade(Named):
    """A grade: its name, and the score from which on it is given."""

    version = models.ForeignKey(ScorecardVersion, on_delete=models.CASCADE, related_name="grades")
    at_least = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ["version", "-at_least"]
        constraints = [
            models.UniqueConstraint(fields=["version", "at_least"], name="grade_bound_once"),
            models.CheckConstraint(condition=Q(at_least__gte=0), name="grade_not_below_zero"),
        ]


class ScoreHeading(Named):
    """A heading over lines."""

    version = models.ForeignKey(ScorecardVersion, on_delete=models.CASCADE, related_name="headings")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["version", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="score_heading_once")]


class ScoreLine(Named):
    """One line: what it looks at, for whom, how many points it can give, and by what function.

    ``code`` is the same in every version, so that versions can be compared. ``parameters`` are those of ``shape``
    (:mod:`jiedui.progress.scorecards.functions`). A headcount of people put to work can be no line: the database
    refuses it, too.
    """

    heading = models.ForeignKey(ScoreHeading, on_delete=models.CASCADE, related_name="lines")
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    whom = models.CharField(max_length=12, choices=Whom.choices, default=Whom.ALL)
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="score_lines"
    )
    rule = models.ForeignKey(
        Rule, null=True, blank=True, on_delete=models.PROTECT, related_name="score_lines"
    )
    shape = models.CharField(max_length=10, choices=Shape.choices, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["heading__order", "heading_id", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="score_line_has_points"),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(measure__in=["rule", "timeliness", "judged"]),
                name="score_line_has_its_indicator",
            ),
            models.CheckConstraint(
                condition=Q(rule__isnull=False) | ~Q(measure="rule"), name="score_line_has_its_rule"
            ),
            models.CheckConstraint(
                condition=~Q(shape="") | Q(measure="judged"), name="score_line_has_its_function"
            ),
        ]


class ScoreAppointment(models.Model):
    """Who scores a unit beside itself: another unit (cross-score), or a person (third party)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="score_appointments")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="scored_by")
    kind = models.CharField(max_length=8, choices=Assessor.choices)
    by_unit = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="scores_others"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["unit__path", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "unit", "by_unit"], name="cross_scorer_appointed_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "unit", "by_user"], name="third_scorer_appointed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="cross", by_unit__isnull=False, by_user__isnull=True)
                | Q(kind="third", by_user__isnull=False, by_unit__isnull=True),
                name="scorer_is_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(by_unit__isnull=True) | ~Q(by_unit=models.F("unit")),
                name="nobody_cross_scores_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.by_unit or self.by_user} ({self.kind})"


class Assessment(models.Model):
    """What somebody scores a unit by one version on a day.

    A unit and the office have one a day, cross-checks and third parties one each. Once submitted it changes only if the
    office reopens it.
    """

    version = models.ForeignKey(ScorecardVersion, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=8, choices=Assessor.choices)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit", "kind", "on"],
                condition=Q(kind__in=["self", "office"]),
                name="assessed_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["version", "unit", "kind", "on", "entered_by"],
                condition=Q(kind__in=["cross", "third"]),
                name="assessed_once_a_day_by_each",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="submitted_assessment_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.on}"


class AssessmentScore(models.Model):
    """The points of one line, why, and what proves it. ``computed`` is what the figures gave when it was handed in."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    line = models.ForeignKey(ScoreLine, on_delete=models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    computed = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["line__heading__order", "line__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "line"], name="line_assessed_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="assessed_points_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.points}"
