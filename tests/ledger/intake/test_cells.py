"""Raw cells read as what their field takes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake.cells import choice_names, day, each_once, line, lines, read_column, reader_of
from jiedui.ledger.kinds.fields import field_of


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (" 苹果 ", "苹果"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e15, "1000000000000000"),
        (True, "TRUE"),
        (date(2019, 7, 3), "2019-07-03"),
    ],
)
def test_text_is_what_is_shown(value: Any, said: str) -> None:
    assert line(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("甲\n乙", ("甲", "乙")),
        ("甲；乙;丙", ("甲", "乙", "丙")),
        ("甲;乙\n丙", ("甲;乙", "丙")),
        (" 甲 ;; ", ("甲",)),
        (["甲 ", "", "乙"], ("甲", "乙")),
    ],
)
def test_several_texts_stand_in_one_cell(value: Any, said: tuple[str, ...]) -> None:
    assert lines(value) == said


@pytest.mark.parametrize(
    "value",
    [datetime(2019, 7, 3, 9, 30), date(2019, 7, 3), "2019-07-03", "2019年7月3号", 20190703, 20190703.0],
)
def test_a_day_is_read(value: Any) -> None:
    assert day(value) == date(2019, 7, 3)


@pytest.mark.parametrize("value", [43649, 43649.5, 3, True, "43649", "19.7.3", "7/3/2019"])
def test_what_may_be_another_day_is_none(value: Any) -> None:
    with pytest.raises(Invalid):
        day(value)


def read(kind: str, name: str, *values: Any, **options: Any) -> list[Any]:
    return read_column(values, reader_of(field_of(kind, name), **options))


def test_money_is_read_as_typed_and_scaled() -> None:
    read_ones = read("purchase", "amount", "1.2万", 5, 0.1 + 0.2, scale=Decimal(10000))

    assert read_ones == [Decimal(120000000), Decimal(50000), Decimal("3000.00")]


def test_a_number_keeps_the_digits_a_spreadsheet_keeps() -> None:
    assert read("purchase", "quantity", 1234567.1000000001, "８００") == [Decimal("1234567.1"), Decimal(800)]


def test_a_whole_number_is_whole() -> None:
    two, half = read("training", "persons", 2.0, 2.5)

    assert two == 2
    assert isinstance(half, Invalid)


def test_true_is_no_number_though_they_are_equal() -> None:
    one, true = read("purchase", "amount", 1, True)

    assert one == Decimal(1)
    assert isinstance(true, Invalid)


def test_yes_and_no_in_many_words() -> None:
    assert read("investment", "in_park", "是", "no", "√", "×", True, 1, "0") == [
        True,
        False,
        True,
        False,
        True,
        True,
        False,
    ]
    assert isinstance(read("investment", "in_park", "大概")[0], Invalid)


def test_nothing_is_none() -> None:
    assert read("purchase", "title", None, "", "  ") == [None, None, None]


def test_a_choice_is_named_in_either_language_or_in_the_units_own_words() -> None:
    said = read("purchase", "channel", "食堂采购", "canteen", " Canteen ", "饭堂", values={"饭堂": "canteen"})

    assert said == ["canteen"] * 4
    with translation.override("en"):
        (wrong,) = read("purchase", "voucher_type", "白条")
        assert str(wrong) == (
            "Choose one of: invoice, contract, proof of payment, platform order, settlement sheet."
        )


def test_every_choice_has_its_names() -> None:
    names = choice_names(field_of("purchase", "voucher_type"))

    assert (names["invoice"], names["发票"], names["settlementsheet"]) == ("invoice", "invoice", "settlement")
    assert choice_names(field_of("purchase", "title")) == {}


def test_each_value_is_asked_once() -> None:
    asked: list[list[int]] = []

    def double(values: list[int]) -> list[int]:
        asked.append(values)
        return [2 * value for value in values]

    assert each_once([3, 1, 3, 3], double) == [6, 2, 6, 6]
    assert each_once([], double) == []
    assert asked == [[3, 1], []]


def test_lists_have_no_hash_and_are_asked_each() -> None:
    assert each_once([["a"], ["a"]], lambda values: [len(value) for value in values]) == [1, 1]
