"""How numbers are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiedui.console import figures
from jiedui.console.templatetags.pace import TARGET_AT, bar


@pytest.mark.parametrize(
    ("language", "value", "unit", "written", "header"),
    [
        ("zh-hans", "9999", "元", "9,999", "元"),
        ("zh-hans", "120000000", "元", "1.20", "亿元"),
        ("zh-hans", "56780000", "元", "5,678", "万元"),
        ("zh-hans", "560000", "人", "560,000", "人"),
        ("en", "120000000", "元", "120.0", "CNY million"),
        ("en", "56000", "元", "56.00", "CNY thousand"),
        ("en", "32200", "人", "32,200", "people"),
        ("zh-hans", "42", "个", "42", "个"),
        ("en", "42", "个", "42", "items"),
        ("en", "-1500", "元", "\u22121,500", "CNY"),
    ],
)
def test_a_column_is_scaled_by_its_largest_value(
    language: str, value: str, unit: str, written: str, header: str
) -> None:
    with translation.override(language):
        scale = figures.scale_for([Decimal(value), Decimal(0), None], unit)
        assert (scale.write(Decimal(value)), scale.header) == (written, header)


def test_empty_zero_and_negative_differ() -> None:
    scale = figures.Scale()
    assert [scale.write(v) for v in (None, Decimal(0), Decimal("-2"))] == ["—", "0", "\u22122"]


def test_the_exact_value_keeps_every_digit() -> None:
    with translation.override("en"):
        assert figures.exact(Decimal("1234567.8900"), "元") == "1,234,567.89 CNY"
        assert figures.exact(Decimal("1200000"), "人") == "1,200,000 people"


@given(
    value=st.decimals(0, 10**9, places=2),
    target=st.decimals("0.01", 10**9, places=2),
    evidenced=st.decimals(0, 1, places=3),
    confirmed=st.decimals(0, 1, places=3),
)
def test_a_bar_stays_inside_and_what_it_rests_on_never_exceeds_it(
    value: Decimal, target: Decimal, evidenced: Decimal, confirmed: Decimal
) -> None:
    drawn = bar(value, target, target / 2, evidenced, confirmed)
    assert drawn is not None
    at = Decimal(drawn.value)
    assert 0 <= Decimal(drawn.evidenced) <= at <= 100
    assert 0 <= Decimal(drawn.confirmed) <= at
    assert drawn.expected == str(int(TARGET_AT / 2))
    if value >= target:
        assert at >= TARGET_AT


def test_without_a_target_there_is_no_bar() -> None:
    assert bar(Decimal(1), Decimal(0), None, Decimal(0), Decimal(0)) is None
