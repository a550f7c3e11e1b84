"""Parts add up to the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.allocation import allocate

weights = st.dictionaries(st.integers(0, 50), st.integers(0, 10_000).map(Decimal), min_size=1).filter(
    lambda shares: sum(shares.values()) > 0
)


@given(whole=st.decimals(min_value=0, max_value=10**9, places=2), shares=weights, places=st.integers(0, 2))
def test_parts_add_up_to_the_whole_and_stay_near_their_share(
    whole: Decimal, shares: dict[int, Decimal], places: int
) -> None:
    step = Decimal(10) ** -places

    parts = allocate(whole, shares, step=step)

    total = sum(shares.values())
    assert sum(parts.values()) == whole
    assert all(abs(parts[key] - whole * weight / total) < 2 * step for key, weight in shares.items())
    assert list(parts) == list(shares)


def test_left_over_steps_go_to_the_largest_remainders() -> None:
    shares = {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}

    assert allocate(Decimal(10), shares) == {"a": 4, "b": 3, "c": 3}


@pytest.mark.parametrize("shares", [{}, {"a": Decimal(0)}, {"a": Decimal(2), "b": Decimal(-1)}])
def test_weights_that_share_nothing_are_refused(shares: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match="weights must be positive"):
        allocate(Decimal(10), shares)
