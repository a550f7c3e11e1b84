"""What people type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.kernel.parsing import parse_date, parse_integer, parse_money, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2亿", "120000000"),
        ("12,000.50", "12000.50"),
        ("１２，０００．５０", "12000.50"),
        ("35万", "350000"),
        ("1亿2000万", "120000000"),
        ("3 千", "3000"),
        ("12 000", "12000"),
        ("2百万", "2000000"),
        ("-5", "-5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("1.5万亿", "1500000000000"),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2", "1,2000", "1.2.3", "12万3亿", "1万万", "--1", "五万", "1e5", "NaN"]
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match=r"12,000\.50"):
        parse_number(text)


@pytest.mark.parametrize(
    "text", ["¥1,200元", "￥１２００", "1200 元", "RMB 1200", "人民币1200元", "0.12万元"]
)
def test_signs_and_words_of_money_are_understood(text: str) -> None:
    assert parse_money(text) == Decimal(1200)


def test_a_fraction_is_no_whole_number() -> None:
    assert parse_integer("1.2万") == 12000
    with pytest.raises(Invalid):
        parse_integer("1.5")


@pytest.mark.parametrize(
    "text",
    [
        "2019-07-03",
        "2019.7.3",
        "2019/7/03",
        "2019年7月3日",
        "2019年7月3号",
        "20190703",
        "２０１９．７．３",
        " 2019。7。3 ",
    ],
)
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    assert parse_date(text) == date(2019, 7, 3)


@pytest.mark.parametrize(
    "text", ["", "19.7.3", "2019.13.1", "2019-02-29", "7月3日", "2019-7", "yesterday", "00000101"]
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="2019-07-03"):
        parse_date(text)


@given(st.decimals(min_value=0, max_value=10**15, places=4))
def test_every_number_written_plainly_is_read_back(value: Decimal) -> None:
    assert parse_number(plain(value)) == value
    assert parse_number(f"{value:,.4f}") == value


@given(st.dates())
def test_every_day_in_iso_form_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
