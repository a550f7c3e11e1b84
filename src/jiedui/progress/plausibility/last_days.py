"""Nearly everything on the last days of the month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.periods import month_end
from jiedui.kernel.working_days import previous_working_day
from jiedui.progress.plausibility.acts import Act, by_month, by_unit_and_kind, total
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

LEAST_ENTRIES, LEAST_MONTHS = 8, 3
SHARE = 0.6
"""Of the money of a month, on its last two working days or later. Two of 21 days have a tenth."""


def last_days(acts: Sequence[Act]) -> Iterator[Doubt]:
    """Units of whose months with so many entries or more at least three were crowded at their end."""
    for (unit, kind), own in by_unit_and_kind(acts).items():
        months = {month: some for month, some in by_month(own).items() if len(some) >= LEAST_ENTRIES}
        crowded = {month: late for month, some in months.items() if (late := _late(month, some))}
        if len(crowded) < LEAST_MONTHS or 2 * len(crowded) < len(months):
            continue
        entries = tuple(act.entry for late in crowded.values() for act in late)
        named = "、".join(f"{month:%Y-%m}" for month in sorted(crowded))
        yield Doubt(unit, kind, {"months": named, "entries": str(len(entries))}, entries)


def _late(month: date, acts: list[Act]) -> list[Act]:
    """Those on its last two working days or after, if they have the most of the money."""
    last = previous_working_day(month_end(month))
    begins = previous_working_day(last - timedelta(days=1))
    late = [act for act in acts if act.day >= begins]
    return late if float(total(late)) > SHARE * float(total(acts)) else []


CHECK = PlausibilityCheck(
    "last_days",
    _("All on the last days"),
    _("In %(months)s most of the money is dated on the last two working days of the month (%(entries)s entries). "
      "Is this the day it was done, or the day it was written down?"),
    _("Two of about 21 working days have a tenth of an even month."),
    last_days,
)  # fmt: skip
