"""Figures of one to four people are not told, nor what would give them away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.safeguards.small_cells import hidden, hidden_totals, is_small

VALUES = st.integers(0, 30).map(Decimal)
TABLES = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), VALUES, max_size=25)


@pytest.mark.parametrize(
    ("value", "small"), [(0, False), (1, True), (4, True), (5, False), (-3, True), (-9, False)]
)
def test_one_to_four_are_small(value: int, small: bool) -> None:
    assert is_small(Decimal(value)) is small


def test_a_table_without_small_cells_is_told_whole() -> None:
    cells = {("a", "x"): Decimal(12), ("a", "y"): Decimal(0), ("b", "x"): Decimal(5), ("b", "y"): Decimal(7)}
    assert hidden(cells) == frozenset()
    assert hidden_totals(cells, frozenset()) == (frozenset(), frozenset())


def test_a_lone_small_cell_takes_others_along() -> None:
    cells = {
        ("a", "x"): Decimal(3), ("a", "y"): Decimal(20), ("a", "z"): Decimal(9),
        ("b", "x"): Decimal(30), ("b", "y"): Decimal(8), ("b", "z"): Decimal(6),
    }  # fmt: skip
    assert hidden(cells) == {("a", "x"), ("a", "z"), ("b", "x"), ("b", "z")}


def test_small_cells_that_make_a_small_one_together_take_another_along() -> None:
    cells = {("a", "x"): Decimal(1), ("a", "y"): Decimal(1), ("a", "z"): Decimal(40)}
    assert ("a", "z") in hidden(cells)


def test_where_nothing_else_is_left_the_total_is_hidden() -> None:
    cells = {("a", "x"): Decimal(3), ("a", "y"): Decimal(0)}
    out = hidden(cells)
    assert out == {("a", "x")}
    assert hidden_totals(cells, out) == ({"a"}, {"x"})


@given(TABLES)
def test_no_total_that_is_told_gives_a_hidden_cell_away(cells: dict[tuple[int, int], Decimal]) -> None:
    out = hidden(cells)
    rows, columns = hidden_totals(cells, out)

    assert all(place in out for place, value in cells.items() if is_small(value))
    for axis, kept in ((0, rows), (1, columns)):
        for key in {place[axis] for place in cells} - kept:
            secret = [cells[place] for place in out if place[axis] == key]
            assert not secret or (len(secret) >= 2 and sum(secret) >= 5)


@given(TABLES)
def test_nothing_is_hidden_without_a_small_cell(cells: dict[tuple[int, int], Decimal]) -> None:
    if not any(is_small(value) for value in cells.values()):
        assert hidden(cells) == frozenset()
