"""Choices of the plan's objects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comparator(models.TextChoices):
    """How a value is held against its target."""

    AT_LEAST = ">=", _("at least")
    EQUAL = "=", _("exactly")
    AT_MOST = "<=", _("at most")


class Rollup(models.TextChoices):
    """How an indicator adds up, over time and over units."""

    SUM = "sum", _("sum")
    DISTINCT = "distinct", _("distinct count")
    LATEST = "latest", _("latest value")
    RATIO = "ratio", _("ratio")


class Nature(models.TextChoices):
    """Flow: happens in a period. Stock: stands on a day."""

    FLOW = "flow", _("flow")
    STOCK = "stock", _("stock")


class Better(models.TextChoices):
    """Which way is better."""

    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class Course(models.TextChoices):
    """How a target is expected to fill where no milestones say so."""

    WORKING_DAYS = "working_days", _("evenly over working days")
    LAST_YEAR = "last_year", _("as last year went")


class TaskState(models.TextChoices):
    """Where a task stands. Late is computed from the due date, not stored."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Duty(models.TextChoices):
    """A unit's part in a task."""

    LEAD = "lead", _("lead")
    RESPONSIBLE = "responsible", _("responsible")
    SUPPORTING = "supporting", _("supporting")
