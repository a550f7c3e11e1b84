"""The drawing of a function stays in its box and goes the way the points go."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiedui.console.score_curve import HEIGHT, WIDTH, curve_of
from jiedui.progress.scorecards.functions import Function, Linear, Rank, Step

LADDER = Step(((Decimal("0.5"), Decimal("0.4")), (Decimal(1), Decimal(1))))
DOWN = Step(((Decimal(9), Decimal("0.5")), (Decimal(3), Decimal(1))), down=True)


def corners(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


@given(some.decimals(min_value=-50, max_value=50, places=2))
@pytest.mark.parametrize(
    "function", [Linear(Decimal("0.4"), Decimal(1)), Linear(Decimal(9), Decimal(2)), LADDER, DOWN]
)
def test_every_corner_and_the_dot_lie_in_the_box(function: Linear | Step, value: Decimal) -> None:
    curve = curve_of(function, value)
    points = [*corners(curve.path), (float(curve.x), float(curve.y))]

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert [x for x, _y in points[:-1]] == sorted(x for x, _y in points[:-1])


@pytest.mark.parametrize(
    ("function", "rises"),
    [
        (LADDER, True),
        (DOWN, False),
        (Linear(Decimal(0), Decimal(1)), True),
        (Linear(Decimal(1), Decimal(0)), False),
    ],
)
def test_it_rises_towards_the_better_side(function: Function, rises: bool) -> None:
    heights = [y for _x, y in corners(curve_of(function).path)]

    assert heights == sorted(heights, reverse=rises)


def test_a_place_is_drawn_from_the_last_to_the_first() -> None:
    first, last = curve_of(Rank(), place=1, of=3), curve_of(Rank(), place=3, of=3)

    assert float(first.x) > float(last.x) and float(first.y) < float(last.y)
