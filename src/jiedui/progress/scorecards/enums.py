"""What a line measures, how it gives points, whom it speaks of, and who scores."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measure(models.TextChoices):
    """What a line looks at."""

    COMPLETION = "completion", _("done of the target")
    PACE = "pace", _("done of what is due by the day")
    VALUE = "value", _("the figure itself")
    EVIDENCED = "evidenced", _("share with evidence")
    CONFIRMED = "confirmed", _("share confirmed by the receiver")
    RULE = "rule", _("a rule is kept")
    TIMELINESS = "timeliness", _("returns filed in time")
    JUDGED = "judged", _("judged by the office")

    @property
    def of_indicator(self) -> bool:
        """Whether it needs an indicator."""
        return self not in {Measure.RULE, Measure.TIMELINESS, Measure.JUDGED}

    @property
    def of_target(self) -> bool:
        """Whether a unit without a target has nothing to be measured against."""
        return self in {Measure.COMPLETION, Measure.PACE}

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, written in percent."""
        return self not in {Measure.VALUE, Measure.JUDGED, Measure.RULE}


class Shape(models.TextChoices):
    """How a value becomes points."""

    LINEAR = "linear", _("evenly from one value to another")
    STEP = "step", _("by steps")
    THRESHOLD = "threshold", _("all or nothing")
    RANK = "rank", _("by place among the units of its level")


class Whom(models.TextChoices):
    """Which units a line speaks of."""

    ALL = "all", _("everyone")
    PROGRAMME = "programme", _("the programme as a whole")
    TERRITORIES = "territories", _("districts and other territories")
    DEPARTMENTS = "departments", _("departments")


class VersionState(models.TextChoices):
    """A version is worked on, then published for good."""

    DRAFT = "draft", pgettext_lazy("scorecard", "draft")
    PUBLISHED = "published", pgettext_lazy("scorecard", "published")


class Assessor(models.TextChoices):
    """Who scores beside the computed score."""

    SELF = "self", _("self-score")
    CROSS = "cross", _("cross-score")
    THIRD = "third", _("third party")
    OFFICE = "office", _("office's judgement")


class AssessmentState(models.TextChoices):
    """Written, then handed in."""

    DRAFT = "draft", pgettext_lazy("assessment", "draft")
    SUBMITTED = "submitted", pgettext_lazy("assessment", "submitted")
