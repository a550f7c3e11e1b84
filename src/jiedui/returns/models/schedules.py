"""What is asked of whom, how often, until when, and who looks at it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jiedui.kernel.figures import in_english
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.returns.calendar import Due
from jiedui.returns.enums import Cadence, DueRule, OnHoliday, Reporters, Reviewer


class ReturnSchedule(models.Model):
    """A return that is asked for again and again (周报、月报 …), or once.

    Periods that end from ``valid_from`` to ``valid_to`` are asked for; of one that is asked once, that is the
    period. ``basis`` keeps the plan's own words. ``remind_before`` and ``escalate_after`` are working days
    before and after the due day.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="return_schedules")
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.CASCADE, related_name="return_schedules"
    )
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    cadence = models.CharField(max_length=12, choices=Cadence.choices)
    due_rule = models.CharField(max_length=20, choices=DueRule.choices)
    due_number = models.PositiveSmallIntegerField(default=0)
    due_day = models.DateField(null=True, blank=True)
    on_holiday = models.CharField(max_length=10, choices=OnHoliday.choices, default=OnHoliday.NEXT)
    reporters = models.CharField(max_length=16, choices=Reporters.choices, default=Reporters.GIVERS)
    remind_before = models.PositiveSmallIntegerField(default=2)
    escalate_after = models.PositiveSmallIntegerField(default=3)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "workstream__order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="schedule_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="schedule_ends_after",
            ),
            models.CheckConstraint(
                condition=~Q(due_rule="fixed_day") | Q(due_day__isnull=False), name="fixed_day_is_given"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name

    @property
    def due(self) -> Due:
        """The rule by which a period's due day is reckoned."""
        return Due(DueRule(self.due_rule), self.due_number, self.due_day, OnHoliday(self.on_holiday))


class ScheduleUnit(models.Model):
    """A unit that owes the return, where units are named one by one."""

    schedule = models.ForeignKey(ReturnSchedule, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit__path"]
        constraints = [models.UniqueConstraint(fields=["schedule", "unit"], name="schedule_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class ReviewLevel(models.Model):
    """One level of the review, from 1 up; ``unit`` only where a unit is named."""

    schedule = models.ForeignKey(ReturnSchedule, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    reviewer = models.CharField(max_length=10, choices=Reviewer.choices)
    unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["schedule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="level_number_once"),
            models.CheckConstraint(
                condition=~Q(reviewer="named") | Q(unit__isnull=False), name="named_reviewer_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.reviewer}"


class ScheduleLine(models.Model):
    """A figure the return holds: an indicator's, or a kind of help's measure under a filter.

    ``measured_in`` and the names are those of the figure; an indicator's line takes them from the indicator.
    """

    schedule = models.ForeignKey(ReturnSchedule, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=40, blank=True)
    filter = models.JSONField(default=dict, blank=True)
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    measured_in = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["schedule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_line_number_once"),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, kind="")
                | (Q(indicator__isnull=True) & ~Q(kind="") & ~Q(measure="") & ~Q(name="")),
                name="line_counts_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.indicator)


class ScheduleSection(models.Model):
    """A narrative section the return asks for."""

    schedule = models.ForeignKey(ReturnSchedule, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["schedule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_section_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name
