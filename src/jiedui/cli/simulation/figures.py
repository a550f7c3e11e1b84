"""The figures of the entries that together make what was done of a target."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedui.kernel.allocation import allocate
from jiedui.plans.models import Indicator

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much one entry usually makes, in which field, to which step; ``least`` entries at any volume."""

    usual: float
    field: str
    step: str = "1"
    least: int = 1
    in_detail: bool = False


ONE_EACH = frozenset(
    {
        ("agreement", "count"),
        ("event", "count"),
        ("investment", "enterprises"),
        ("job_fair", "count"),
        ("tourism_trip", "routes"),
    }
)
SIZES = {
    ("purchase", "amount"): Size(1_500_000, "amount", "0.01", 3),
    ("transfer", "amount"): Size(16_000_000, "amount", "100", 3),
    ("donation", "amount"): Size(1_400_000, "amount", "0.01", 3),
    ("investment", "paid_in"): Size(7_000_000, "amount", "10000", 3),
    ("secondment", "persons"): Size(3.4, "persons"),
    ("training", "persons"): Size(45, "persons"),
    ("training", "person_times"): Size(55, "persons"),
    ("outlet", "opened"): Size(7, "count", in_detail=True),
}
BY_OTHERS = frozenset({("job_fair", "vacancies")})
"""What comes with the entries made for another indicator: fairs bring their vacancies."""
FIXED: dict[tuple[str, str], Figures] = {
    ("investment", "enterprises"): {"step": "established"},
    ("investment", "paid_in"): {"step": "paid_in"},
}
"""What the measure itself settles of an entry's detail."""


def figures_of(indicator: Indicator, done: Decimal, dice: random.Random, volume: float) -> list[Figures]:
    """The figures of each entry; those of the detail under ``detail``."""
    key = (indicator.kind, indicator.measure)
    if key in BY_OTHERS:
        return []
    fixed = FIXED.get(key, {})
    if key in ONE_EACH:
        # Each counts one, so more of them would be more than the target asks for.
        return [{"detail": dict(fixed)} for _ in range(round(float(done) * min(volume, 1)))]
    size = SIZES[key]
    count = max(size.least, round(float(done) / size.usual * volume))
    parts = [part for part in _shares(done, count, Decimal(size.step), dice) if part > 0]
    return [_figure(size, part, fixed) for part in parts]


def _figure(size: Size, part: Decimal, fixed: Figures) -> Figures:
    value = part if size.field == "amount" else int(part)
    if size.in_detail:
        return {"detail": {**fixed, size.field: value}}
    return {size.field: value, "detail": dict(fixed)}


def _shares(whole: Decimal, count: int, step: Decimal, dice: random.Random) -> Sequence[Decimal]:
    whole = (whole / step).to_integral_value() * step
    weights = {i: Decimal(str(round(dice.lognormvariate(0, 0.6), 4))) for i in range(count)}
    return list(allocate(whole, weights, step=step).values()) if whole > 0 else []
