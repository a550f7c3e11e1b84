"""Indicators with their own arithmetic, versioned targets, milestones and rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Better, Comparator, Course, Nature, Rollup
from jiedui.plans.headcounts import HEADCOUNTS_OF_WORK
from jiedui.plans.models.programmes import Programme, Revision, Workstream


class Indicator(models.Model):
    """What is counted. ``kind`` and ``measure`` name a kind of help and one of its measures; ``filter`` is a
    mapping of detail or entry fields to the values that count. ``course`` is how its targets are expected to fill
    where no milestones say so.

    ``as_stated``: a headcount target of a plan, kept as the document states it; it is never paced, ranked or
    scored (see the safeguards). Only such an indicator may count people put to work.
    """

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="indicators")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=40, blank=True)
    filter = models.JSONField(default=dict, blank=True)
    over_time = models.CharField(max_length=10, choices=Rollup.choices, default=Rollup.SUM)
    over_units = models.CharField(max_length=10, choices=Rollup.choices, default=Rollup.SUM)
    nature = models.CharField(max_length=8, choices=Nature.choices, default=Nature.FLOW)
    better = models.CharField(max_length=8, choices=Better.choices, default=Better.UP)
    course = models.CharField(max_length=12, choices=Course.choices, default=Course.WORKING_DAYS)
    decimals = models.PositiveSmallIntegerField(default=0)
    headline = models.BooleanField(default=False)
    as_stated = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["workstream__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(as_stated=True) | ~Q(kind__in=sorted(HEADCOUNTS_OF_WORK)),
                name="headcount_of_work_as_stated",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name

    @property
    def is_mean(self) -> bool:
        """Whether its value is a mean of shares, which neither adds up nor grows by per cent."""
        return Rollup.RATIO in {self.over_time, self.over_units}


class Target(models.Model):
    """An indicator's value for a unit (and a receiver) over a period, in one version.

    ``unit`` is the giver the target is set for (the programme's own giver for the whole). A target split over
    units or months is the ``parent`` of its parts. A revision never changes a row: it sets ``superseded_by`` on
    the old one and writes a new one.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="targets")
    receiver = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="targets_received"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    comparator = models.CharField(max_length=2, choices=Comparator.choices, default=Comparator.AT_LEAST)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="targets")
    superseded_by = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="targets_superseded"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "unit__path", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "starts_on", "ends_on"],
                condition=Q(superseded_by__isnull=True, receiver__isnull=True),
                name="one_current_target",
            ),
            models.UniqueConstraint(
                fields=["indicator", "unit", "receiver", "starts_on", "ends_on"],
                condition=Q(superseded_by__isnull=True, receiver__isnull=False),
                name="one_current_target_per_receiver",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="target_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.comparator} {self.value}"


class Milestone(models.Model):
    """A day by which something is due: a share of the indicator's target, or (no share) an event; in one version.

    Day, words and share may all change, so ``origin`` says which milestone a row is a version of: the first one (none
    on that itself). A revision never changes a row but for ``superseded_by``.
    """

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="milestones")
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="milestones"
    )
    due_on = models.DateField()
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="milestones")
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    superseded_by = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones_superseded"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "due_on", "text"],
                condition=Q(superseded_by__isnull=True),
                name="one_current_milestone",
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=Q(superseded_by__isnull=True), name="one_current_successor"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="milestone_share_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.text}"

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") and self.text_en else self.text


class Rule(models.Model):
    """A threshold the programme must keep: numerator over denominator against a share; in one version.

    The versions of a rule share its ``code``. A revision never changes a row but for ``superseded_by``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rules")
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.CASCADE, related_name="rules"
    )
    code = models.SlugField(max_length=60)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    comparator = models.CharField(max_length=2, choices=Comparator.choices, default=Comparator.AT_LEAST)
    threshold = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    numerator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    denominator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rules")
    superseded_by = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="rules_superseded"
    )

    class Meta:
        ordering = ["programme", "code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(superseded_by__isnull=True),
                name="one_current_rule",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") and self.text_en else self.text

    @property
    def is_share(self) -> bool:
        """Whether the threshold is a share (0.8), as against an amount or a term."""
        return self.denominator_id is not None or (self.numerator_id is None and "%" in self.text)
