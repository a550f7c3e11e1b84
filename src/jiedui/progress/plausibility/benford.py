"""First digits that do not fall as those of natural sums do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from jiedui.progress.plausibility.acts import Act, by_unit_and_kind
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

LEAST_ENTRIES = 300
NONCONFORMING = 0.015
"""Mean absolute deviation of the first digits' shares above which Nigrini speaks of nonconformity."""
EXPECTED = [math.log10(1 + 1 / digit) for digit in range(1, 10)]


def benford(acts: Sequence[Act]) -> Iterator[Doubt]:
    """Units whose amounts reach over two powers of ten, and whose first digits stray.

    The threshold is Nigrini's, widened by what chance alone does to so few amounts.
    """
    for (unit, kind), own in by_unit_and_kind(acts).items():
        sums = [act.amount for act in own if act.amount and act.amount > 0]
        if len(sums) < LEAST_ENTRIES or max(sums) < 100 * min(sums):
            continue
        digits = Counter(int(f"{amount:e}"[0]) for amount in sums)
        strays = [digits[digit] / len(sums) - share for digit, share in enumerate(EXPECTED, start=1)]
        if sum(map(abs, strays)) / 9 <= NONCONFORMING + _chance(len(sums)):
            continue
        worst = max(range(9), key=lambda at: strays[at])
        facts = {
            "digit": str(worst + 1),
            "share": f"{digits[worst + 1] / len(sums):.0%}",
            "expected": f"{EXPECTED[worst]:.0%}",
            "entries": str(len(sums)),
        }
        yield Doubt(unit, kind, facts, tuple(a.entry for a in own if f"{a.amount:e}"[0] == str(worst + 1)))


def _chance(count: int) -> float:
    """The mean absolute deviation that chance alone makes on average (half-normal about each share)."""
    return sum(math.sqrt(2 * share * (1 - share) / (math.pi * count)) for share in EXPECTED) / 9


CHECK = PlausibilityCheck(
    "benford",
    _("First digits"),
    _("%(share)s of %(entries)s amounts begin with %(digit)s; of sums of many sizes %(expected)s do. "
      "Are there fixed prices or limits behind it?"),
    _("Benford's law; mean absolute deviation above 0.015 (Nigrini, Benford's Law, 2012)."),
    benford,
)  # fmt: skip
