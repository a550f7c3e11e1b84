"""What is said of a whole column is what is said of each row by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import kinds
from jiedui.ledger.intake import typed
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of
from jiedui.ledger.schemas import input_model
from jiedui.ledger.validation import validate
from tests.depth import examples
from tests.ledger.acts import DETAIL, FIGURES, KINDS, TITLE

texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", " ", "\u2028", "a\nb", "a\tb", "长" * 201, "长" * 2001, "\ud800", "０"]),
)
numbers = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal("-1"), Decimal(0), Decimal("1.50"), Decimal("0.001"), Decimal(10) ** 18]),
)
ANY: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.LINE: texts,
    Shape.PARAGRAPH: texts,
    Shape.LINES: st.lists(texts, max_size=25).map(tuple),
    Shape.DATE: st.dates(),
    Shape.INTEGER: st.integers(-1, 10**19),
    Shape.DECIMAL: numbers,
    Shape.MONEY: numbers,
    Shape.FLAG: st.booleans(),
}


def values_of(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Good and bad values, as the cells' readers give them."""
    if spec.shape is Shape.CHOICE and spec.choices is not None:
        return st.sampled_from([*spec.choices.values, "none of them"])
    return ANY[spec.shape]


def by_row(kind: str, spec: FieldSpec, value: Any) -> tuple[Any, list[str]]:
    """The value in an otherwise good entry, and what its validation says of this field."""
    data: dict[str, Any] = {
        "giver": 1,
        "receiver": 2,
        "occurred_on": date(2019, 7, 3),
        "title": TITLE[kind],
        **FIGURES[kind],
        "detail": dict(DETAIL[kind]),
    }
    (data["detail"] if spec.in_detail else data)[spec.name] = value
    try:
        given = validate(kinds.get(kind), data)
    except InvalidMany as error:
        return None, [
            item.words for item in error.errors if item.address.split(".")[int(spec.in_detail)] == spec.name
        ]
    holder: Any = given.detail if spec.in_detail else given  # type: ignore[attr-defined]
    return getattr(holder, spec.name), []


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_validated_as_its_rows_are(kind: str) -> None:
    specs = fields_of(kind)
    if typed.compares_fields(kind):  # these kinds are validated row by row after their columns
        specs = tuple(spec for spec in specs if spec.name not in {"donor", "donor_type", "anonymous"})

    @examples(4)
    @given(data=st.data())
    def same(data: st.DataObject) -> None:
        for spec in specs:
            values = data.draw(st.lists(values_of(spec), min_size=1, max_size=3))

            right, problems = typed.validated(kind, spec.name, values)

            one_by_one = [by_row(kind, spec, value) for value in values]
            assert [[error.words] for _at, error in problems] == [
                words[:1] for _value, words in one_by_one if words
            ]
            assert repr(right) == repr([value for value, _words in one_by_one])

    same()


@pytest.mark.parametrize("kind", KINDS)
def test_decimals_of_a_detail_are_tidy(kind: str) -> None:
    """Equal numbers have one form, so that a value may be looked at once for all rows that have it."""
    for spec in fields_of(kind):
        if spec.shape in {Shape.DECIMAL, Shape.MONEY}:
            right, _problems = typed.validated(kind, spec.name, [Decimal("1.50")])
            assert [str(value) for value in right if value is not None] in (["1.5"], [])


def test_which_kinds_compare_fields() -> None:
    assert [kind for kind in KINDS if typed.compares_fields(kind)] == ["donation_cash", "donation_in_kind"]


def test_problems_have_their_places() -> None:
    values = [Decimal("5.50"), Decimal(-1), Decimal(7), Decimal("0.001")]
    with translation.override("en"):
        right, problems = typed.validated("purchase", "amount", values)
        said = [(at, error.words) for at, error in problems]

    assert right == [Decimal("5.5"), None, Decimal(7), None]
    assert said == [(1, "Enter a number greater than 0."), (3, "Use at most 2 decimal places.")]


def test_values_are_kept_as_json_keeps_them() -> None:
    assert typed.dumped("placement", "wage", [Decimal("2300.50")]) == ["2300.50"]
    assert typed.dumped("placement", "period_from", [date(2019, 4, 1)]) == ["2019-04-01"]
    assert typed.dumped("agreement", "parties", [["甲", "乙"]]) == [["甲", "乙"]]


def test_the_row_is_asked_where_fields_are_compared() -> None:
    kind = kinds.get("donation_cash")
    good = DETAIL["donation_cash"]

    full, none = typed.detail_problems(kind, good)
    nothing, (problem,) = typed.detail_problems(kind, {**good, "anonymous": True})

    assert (full["donor"], none) == ("东城区建设集团", [])
    assert (nothing, problem[0]) == ({}, "donor")
    assert input_model("donation_cash").model_fields["detail"].annotation is kind.detail
