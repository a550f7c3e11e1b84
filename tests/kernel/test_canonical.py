"""One byte form for one value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.canonical import canonical_json, plain, sha256_hex


def test_keys_are_sorted_and_chinese_is_kept() -> None:
    value = {"b": Decimal("1.50"), "a": [date(2019, 7, 3), None, True, "苹果"]}

    assert canonical_json(value) == '{"a":["2019-07-03",null,true,"苹果"],"b":"1.5"}'.encode()


@pytest.mark.parametrize(
    ("number", "text"), [("1.50", "1.5"), ("100", "100"), ("1E+2", "100"), ("0.00", "0")]
)
def test_one_number_has_one_text(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_a_value_without_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical_json({"a": {1}})


def test_sha256_is_the_known_one() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans()))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))
