"""Returns in words: the period one speaks of, when it is due, how it stands against its day."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedui.returns.enums import Cadence, DueRule, OnHoliday, ReturnState
from jiedui.returns.models import Return, ReturnSchedule

SOON_DAYS = 7
"""From how many days before its day on a return is called due soon."""


def period_words(cadence: str, first: date, last: date) -> str:
    """The period as people name it: «2019年9月», «Q3 2019»; days where it has no name."""
    if cadence == Cadence.MONTHLY:
        return date_format(first, "YEAR_MONTH_FORMAT")
    if cadence == Cadence.QUARTERLY:
        return _("Q%(number)s %(year)s") % {"number": (first.month + 2) // 3, "year": first.year}
    if cadence == Cadence.HALF_YEARLY:
        word = _("first half of %(year)s") if first.month == 1 else _("second half of %(year)s")
        return word % {"year": first.year}
    if cadence == Cadence.YEARLY:
        return _("the year %(year)s") % {"year": first.year}
    return f"{first.isoformat()} – {last.isoformat()}"


def period_of(one: Return) -> str:
    """The period of a return in words."""
    return period_words(one.schedule.cadence, one.starts_on, one.ends_on)


def due_words(schedule: ReturnSchedule) -> str:
    """The due rule as one phrase: «每月5日前，遇节假日顺延»."""
    rule = _rule_words(schedule)
    if schedule.due_rule in {DueRule.LAST_WORKING_DAY, DueRule.WORKING_DAYS_AFTER}:
        return rule
    return (
        rule
        + {
            OnHoliday.NEXT: _(", on a holiday by the next working day"),
            OnHoliday.PREVIOUS: _(", on a holiday by the working day before"),
            OnHoliday.STAYS: _(", holidays or not"),
        }[OnHoliday(schedule.on_holiday)]
    )


def _rule_words(schedule: ReturnSchedule) -> str:
    number = schedule.due_number
    if schedule.due_rule == DueRule.LAST_WORKING_DAY:
        return _("by the last working day of the period")
    if schedule.due_rule == DueRule.WORKING_DAYS_AFTER:
        return ngettext(
            "within %(number)s working day after the period",
            "within %(number)s working days after the period",
            number,
        ) % {"number": number}
    if schedule.due_rule == DueRule.FIXED_DAY and schedule.due_day:
        return _fixed_words(schedule.cadence, schedule.due_day)
    if schedule.cadence == Cadence.MONTHLY:
        return _("by day %(number)s of each month, for the month before") % {"number": number}
    return _("by day %(number)s of the month after the period") % {"number": number}


def _fixed_words(cadence: str, day: date) -> str:
    if cadence == Cadence.ONCE:
        return _("by %(day)s") % {"day": day.isoformat()}
    return _("by %(day)s of each year") % {"day": date_format(day, "MONTH_DAY_FORMAT")}


def timing(one: Return, today: date) -> tuple[str, str, str]:
    """How a return stands against its day: words, tone and shape of the chip."""
    if one.filed_on is not None:
        return _filed(one, (one.filed_on - one.due_on).days)
    days = (one.due_on - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}, "bad", "square"
    if days == 0:
        return _("due today"), "warn", "down"
    words = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return (words, "warn", "down") if days <= SOON_DAYS else (words, "quiet", "ring")


def _filed(one: Return, late: int) -> tuple[str, str, str]:
    if one.state == ReturnState.SENT_BACK:
        return _("to be mended"), "warn", "back"
    if late > 0:
        words = ngettext("handed in %(days)s day late", "handed in %(days)s days late", late)
        return words % {"days": late}, "warn", "down"
    return _("handed in on time"), "good", "check"
