"""The same sum month after month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.periods import next_month
from jiedui.progress.plausibility.acts import Act, by_month, by_unit_and_kind, total
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

LEAST_MONTHS = 3


def copied_months(acts: Sequence[Act]) -> Iterator[Doubt]:
    """Three months or more in a row with the same sum to the cent, of more than one entry or with cents."""
    for (unit, kind), own in by_unit_and_kind(acts).items():
        months = by_month(own)
        for run in _runs({month: total(some) for month, some in months.items()}):
            first, last = run[0], run[-1]
            entries = tuple(act.entry for month in run for act in months[month])
            facts = {
                "first": f"{first:%Y-%m}",
                "last": f"{last:%Y-%m}",
                "months": str(len(run)),
                "sum": f"{total(months[first]):,.2f}",
            }
            yield Doubt(unit, f"{kind}:{first:%Y-%m}", facts, entries)


def _runs(sums: dict[date, Decimal]) -> Iterator[list[date]]:
    run: list[date] = []
    for month in sorted(sums):
        if run and next_month(run[-1]) == month and sums[run[-1]] == sums[month]:
            run.append(month)
            continue
        if len(run) >= LEAST_MONTHS:
            yield run
        run = [month]
    if len(run) >= LEAST_MONTHS:
        yield run


CHECK = PlausibilityCheck(
    "copied_months",
    _("The same every month"),
    _(
        "From %(first)s to %(last)s every month has the same sum, %(sum)s yuan (%(months)s months). Was a month copied?"
    ),
    _("A sum that repeats to the cent is seldom counted anew."),
    copied_months,
)
