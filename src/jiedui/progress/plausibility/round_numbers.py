"""More round sums than others have."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from jiedui.progress.plausibility.acts import Act, by_unit_and_kind
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

ROUND = 10_000
LEAST_ENTRIES = 20
LEAST_SHARE, LEAST_Z = 0.5, 4.0


def round_numbers(acts: Sequence[Act]) -> Iterator[Doubt]:
    """Units with so many round sums, half or more of theirs, that chance would not make them from what others have."""
    of_kind: defaultdict[str, dict[int, list[Act]]] = defaultdict(dict)
    for (unit, kind), own in by_unit_and_kind(acts).items():
        of_kind[kind][unit] = own
    for kind, units in of_kind.items():
        for unit, own in units.items():
            others = [act for other, some in units.items() if other != unit for act in some]
            round_ones = [act for act in own if _is_round(act)]
            share = len(round_ones) / len(own)
            if len(own) < LEAST_ENTRIES or len(others) < LEAST_ENTRIES or share < LEAST_SHARE:
                continue
            usual = sum(map(_is_round, others)) / len(others)
            if _z(share, len(own), usual, len(others)) >= LEAST_Z:
                facts = {"share": f"{share:.0%}", "others": f"{usual:.0%}", "entries": str(len(own))}
                yield Doubt(unit, kind, facts, tuple(act.entry for act in round_ones))


def _is_round(act: Act) -> bool:
    return act.amount is not None and act.amount % ROUND == 0


def _z(share: float, count: int, usual: float, others: int) -> float:
    """How many standard errors apart two shares are."""
    pooled = (share * count + usual * others) / (count + others)
    error = math.sqrt(pooled * (1 - pooled) * (1 / count + 1 / others))
    return (share - usual) / error if error else 0.0


CHECK = PlausibilityCheck(
    "round_numbers",
    _("Round sums"),
    _("%(share)s of %(entries)s amounts are whole ten thousands; of the other units' amounts %(others)s are. "
      "Are these the sums on the vouchers, or estimates?"),
    _("Heaping on round numbers is the usual sign of figures that were estimated (two-sample test of shares, z ≥ 4)."),
    round_numbers,
)  # fmt: skip
