"""The functions that turn values into points: exact, bounded, and never less for a better value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiedui.kernel.errors import Invalid
from jiedui.progress.scorecards.functions import (
    Function,
    Linear,
    Rank,
    Step,
    function_of,
    parameters_of,
    points_at,
    points_of_place,
)

VALUES = some.decimals(min_value=-1000, max_value=1000, places=3)
POINTS = some.decimals(min_value="0.01", max_value=100, places=2)
SHARES = some.decimals(min_value=0, max_value=1, places=2)


@some.composite
def linear(draw: some.DrawFn) -> Linear:
    zero, full = draw(some.lists(VALUES, min_size=2, max_size=2, unique=True))
    return Linear(zero, full)


@some.composite
def steps(draw: some.DrawFn) -> Step:
    ats = draw(some.lists(VALUES, min_size=1, max_size=6, unique=True))
    shares = draw(some.lists(SHARES, min_size=len(ats), max_size=len(ats)))
    down = draw(some.booleans())
    return Step(tuple(zip(sorted(ats, reverse=down), sorted(shares), strict=True)), down)


def ranks() -> some.SearchStrategy[Rank]:
    return some.builds(Rank, SHARES, some.booleans())


@given(linear() | steps(), VALUES, VALUES, POINTS)
def test_a_better_value_never_gets_less(
    function: Linear | Step, one: Decimal, other: Decimal, points: Decimal
) -> None:
    worse, better = sorted((one, other), reverse=function.down)

    assert points_at(function, worse, points) <= points_at(function, better, points)


@given(linear() | steps(), VALUES, POINTS)
def test_points_lie_between_nothing_and_all_in_hundredths(
    function: Linear | Step, value: Decimal, points: Decimal
) -> None:
    got = points_at(function, value, points)

    assert 0 <= got <= points
    assert got == got.quantize(Decimal("0.01"))


@given(ranks(), some.lists(VALUES, min_size=2, max_size=9), POINTS)
def test_places_go_by_values_and_equal_values_share_one(
    function: Rank, values: list[Decimal], points: Decimal
) -> None:
    got = {value: points_of_place(function, value, values, points) for value in values}
    ordered = [got[value] for value in sorted(got, reverse=not function.down)]

    assert ordered == sorted(ordered, reverse=True)
    assert all(0 <= one <= points for one in ordered)
    assert ordered[0] == points


@given(linear() | steps() | ranks())
def test_a_function_is_read_back_as_it_was_stored(function: Function) -> None:
    shape = {Linear: "linear", Step: "step", Rank: "rank"}[type(function)]

    assert function_of(shape, parameters_of(shape, function)) == function


def test_thirds_are_exact() -> None:
    assert points_at(Linear(Decimal(0), Decimal(3)), Decimal(1), Decimal(10)) == Decimal("3.33")
    assert points_at(Linear(Decimal(0), Decimal(3)), Decimal(2), Decimal(10)) == Decimal("6.67")
    assert points_at(Linear(Decimal("0.6"), Decimal(1)), Decimal("0.8"), Decimal("12.5")) == Decimal("6.25")


def test_a_threshold_gives_all_at_its_value_and_nothing_before() -> None:
    function = function_of("threshold", {"at": "0.8"})

    assert isinstance(function, Step)
    assert [points_at(function, Decimal(v), Decimal(5)) for v in ("0.7999", "0.8", "2")] == [0, 5, 5]


def test_three_units_with_two_at_the_top_share_the_first_place() -> None:
    values = [Decimal(9), Decimal(9), Decimal(4)]

    assert [points_of_place(Rank(), value, values, Decimal(6)) for value in values] == [6, 6, 0]
    assert points_of_place(Rank(Decimal("0.5")), Decimal(4), values, Decimal(6)) == 3


@pytest.mark.parametrize(
    ("shape", "parameters", "address"),
    [
        ("linear", {"zero": "1", "full": "1"}, "full"),
        ("linear", {"zero": "x", "full": "1"}, "zero"),
        ("linear", {"full": "1"}, "zero"),
        ("threshold", {"at": "NaN"}, "at"),
        ("step", {"rungs": []}, "rungs"),
        ("step", {"rungs": [["1", "0.5"], ["1", "1"]]}, "rungs"),
        ("step", {"rungs": [["1", "0.8"], ["2", "0.5"]]}, "rungs"),
        ("step", {"rungs": [["1", "1.5"]]}, "rungs"),
        ("step", {"rungs": ["1"]}, "rungs"),
        ("rank", {"last": "2"}, "last"),
        ("", {}, "shape"),
    ],
)
def test_what_is_no_function_is_refused_at_its_parameter(
    shape: str, parameters: dict[str, object], address: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        function_of(shape, parameters)
    assert refusal.value.address == address
    assert str(refusal.value)
