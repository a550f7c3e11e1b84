"""Dividing a whole into parts that add up to it exactly (largest remainder, Hamilton's method)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import TypeVar

K = TypeVar("K")


def allocate(whole: Decimal, weights: Mapping[K, Decimal], *, step: Decimal = Decimal(1)) -> dict[K, Decimal]:
    """Share ``whole`` by ``weights`` in multiples of ``step``; the parts add up to ``whole`` exactly.

    Each part is rounded down to a multiple of ``step``; the steps left over go to the largest remainders
    (ties: the order of ``weights``). What is left of ``whole`` below one step goes to the first part that
    received a share. Raises ValueError for an empty or negative ``weights``, or all zero.
    """
    total = sum(weights.values(), Decimal(0))
    if total <= 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights must be positive")
    units = int((whole / step).to_integral_value(ROUND_FLOOR))
    exact = {key: units * weight / total for key, weight in weights.items()}
    floors = {key: int(share.to_integral_value(ROUND_FLOOR)) for key, share in exact.items()}
    order = sorted(weights, key=lambda key: exact[key] - floors[key], reverse=True)
    for key in order[: units - sum(floors.values())]:
        floors[key] += 1
    parts = {key: count * step for key, count in floors.items()}
    parts[order[0]] += whole - units * step
    return parts
