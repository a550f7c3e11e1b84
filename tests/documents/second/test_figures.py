"""Figures that a second reader points at are read from the words by the house's own rules."""

from __future__ import annotations

from typing import Any

import pytest

from jiedui.documents.readers.text import from_lines
from jiedui.documents.second.holding import held
from jiedui.documents.structure import Context, analyse

PAPER = "天津市2020年对口支援工作方案\n\n一、目标\n\n西青区为景泰县筹集 2.5 万余元和书籍300册，8月底前送到。"


@pytest.fixture
def context() -> Context:
    return analyse(from_lines(PAPER.split("\n"), "plan.txt"))


def proposal(**fields: Any) -> dict[str, Any]:
    return {"block": 2, "kind": "target", "quote": "西青区为景泰县筹集2.5万余元", **fields}


@pytest.mark.parametrize("value", [2.5, 25000])
def test_value_unit_and_hedge_are_read_and_not_believed(context: Context, value: float) -> None:
    fact = held(context, proposal(value=value, unit="吨", comparator="<=", giver="西青区", receiver="景泰县"))
    assert fact is not None
    told = {
        key: fact.fields[key]
        for key in ("value", "unit", "normalized", "comparator", "giver", "receiver", "year")
    }
    assert told == {
        "value": 2.5,
        "unit": "万元",
        "normalized": 25000,
        "comparator": "~",
        "giver": "西青区",
        "receiver": "景泰县",
        "year": 2020,
    }
    assert fact.quote == "西青区为景泰县筹集 2.5 万余元"


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 300},
        {"value": "2.5"},
        {"value": True},
        {"value": 2.5, "giver": "东丽区"},
        {"value": 2.5, "receiver": "x"},
    ],
)
def test_a_figure_that_is_not_in_the_words_or_has_a_side_from_nowhere_is_refused(
    context: Context, fields: dict[str, Any]
) -> None:
    assert held(context, proposal(**fields)) is None


def test_a_date_is_read_from_the_words(context: Context) -> None:
    fact = held(
        context,
        {"block": 2, "kind": "milestone", "quote": "8月底前送到", "date": "2031-01-01", "text": "别的"},
    )
    assert fact is not None
    assert (fact.fields["date"], fact.fields["text"]) == ("2020-08-31", "送到")
