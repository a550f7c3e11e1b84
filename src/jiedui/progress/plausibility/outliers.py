"""Amounts far from all others of their kind."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from django.utils.translation import gettext_lazy as _

from jiedui.progress.plausibility.acts import Act
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

LEAST_ENTRIES = 30
LEAST_Z = 5.0
LEAST_TIMES = 10
"""At least ten times, or a tenth of, the middle: what a misplaced 万 does is more."""


def outliers(acts: Sequence[Act]) -> Iterator[Doubt]:
    """Single amounts whose logarithm lies five robust deviations or more from the middle of their kind."""
    of_kind: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.amount and act.amount > 0:
            of_kind[act.kind].append(act)
    for some in of_kind.values():
        if len(some) >= LEAST_ENTRIES:
            yield from _far(some)


def _far(acts: list[Act]) -> Iterator[Doubt]:
    logs = [math.log(float(act.amount or 1)) for act in acts]
    middle = median(logs)
    # 1.4826 makes the median distance from the middle the standard deviation of a normal distribution.
    spread = 1.4826 * median(abs(log - middle) for log in logs)
    for act, log in zip(acts, logs, strict=True):
        away = abs(log - middle)
        if away >= math.log(LEAST_TIMES) and spread and away / spread >= LEAST_Z:
            facts = {
                "amount": f"{act.amount:,.2f}",
                "usual": f"{math.exp(middle):,.0f}",
                "day": act.day.isoformat(),
            }
            yield Doubt(act.giver, str(act.entry), facts, (act.entry,))


CHECK = PlausibilityCheck(
    "outliers",
    _("Far from all others"),
    _("%(amount)s yuan on %(day)s is far from what is usual for this kind of help, about %(usual)s yuan. "
      "Is the unit right, yuan or ten thousand?"),
    _("Modified z-score on logarithms (Iglewicz and Hoaglin, 1993), at 5 instead of 3.5."),
    outliers,
)  # fmt: skip
