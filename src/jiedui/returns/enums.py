"""Choices of schedules, returns and notices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """How often a return is asked for."""

    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEARLY = "half_yearly", _("half-yearly")
    YEARLY = "yearly", _("yearly")
    ONCE = "once", _("once")


class DueRule(models.TextChoices):
    """How the day on which a return is due follows from its period; ``due_number`` is n."""

    DAY_OF_NEXT_MONTH = "day_of_next_month", _("on the n-th day of the month after")
    LAST_WORKING_DAY = "last_working_day", _("on the last working day of the period")
    WORKING_DAYS_AFTER = "working_days_after", _("n working days after the period")
    FIXED_DAY = "fixed_day", _("on a fixed day")


class OnHoliday(models.TextChoices):
    """Where a due day goes on which nobody is at work."""

    NEXT = "next", _("the next working day")
    PREVIOUS = "previous", _("the working day before")
    STAYS = "stays", _("it stays")


class Reporters(models.TextChoices):
    """Who owes the return."""

    GIVERS = "givers", _("giving districts")
    FRONT_OFFICES = "front_offices", _("front offices")
    RECEIVERS = "receivers", _("receiving counties")
    DEPARTMENTS = "departments", _("departments with tasks in the workstream")
    LEADS = "leads", _("the workstream's lead")
    NAMED = "named", _("named units")


class Reviewer(models.TextChoices):
    """Who looks at a return on one level of its review."""

    LEAD = "lead", _("workstream lead")
    OFFICE = "office", _("programme office")
    PARENT = "parent", _("the unit above")
    NAMED = "named", _("a named unit")


class ReturnState(models.TextChoices):
    """open → submitted → in review → accepted for good, or sent back and submitted again."""

    OPEN = "open", _("to be filed")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    SENT_BACK = "sent_back", _("sent back")
    ACCEPTED = "accepted", _("accepted")


class Verdict(models.TextChoices):
    """What a reviewer decided."""

    PASSED = "passed", _("passed on")
    ACCEPTED = "accepted", _("accepted")
    SENT_BACK = "sent_back", _("sent back")


class NoticeKind(models.TextChoices):
    """What a notice says."""

    DUE_SOON = "due_soon", _("due soon")
    DUE_TODAY = "due_today", _("due today")
    OVERDUE = "overdue", _("overdue")
    ESCALATED = "escalated", _("overdue at a unit you review")
    TO_REVIEW = "to_review", _("waits for your review")
    SENT_BACK = "sent_back", _("sent back to you")
    ACCEPTED = "accepted", _("accepted")
    REOPENED = "reopened", _("opened again")

    @classmethod
    def reminders(cls) -> frozenset[str]:
        """Kinds that follow from the calendar, not from what somebody did."""
        return frozenset({cls.DUE_SOON, cls.DUE_TODAY, cls.OVERDUE, cls.ESCALATED})


class DeliveryChannel(models.TextChoices):
    """A way out of the house."""

    EMAIL = "email", _("e-mail")
    WEBHOOK = "webhook", _("webhook")


class DeliveryState(models.TextChoices):
    """Where a message on its way out stands."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
