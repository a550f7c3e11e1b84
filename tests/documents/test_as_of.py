"""From when to when a reported figure counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.documents.proposals.as_of import Span, paper_day, span_of

UNTIL = date(2019, 9, 5)


def days(*numbers: int) -> Span:
    return Span(date(2019, numbers[0], numbers[1]), date(2019, numbers[2], numbers[3]))


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("截至8月底，全市累计采购1.2亿元", days(1, 1, 8, 31)),
        ("截至2019年8月15日，采购1.2亿元", days(1, 1, 8, 15)),
        ("截止到7月末，采购1.2亿元", days(1, 1, 7, 31)),
        ("1-8月，培训300人", days(1, 1, 8, 31)),
        ("3月至5月，培训300人", days(3, 1, 5, 31)),
        ("上半年，拨付3000万元", days(1, 1, 6, 30)),
        ("前三季度，拨付3000万元", days(1, 1, 9, 30)),
        ("二季度，拨付3000万元", days(4, 1, 6, 30)),
        ("8月份，采购300万元", days(8, 1, 8, 31)),
        ("截至8月底，采购1亿元。其中东城区5000万元", days(1, 1, 8, 31)),
        ("1-6月采购1亿元。截至8月底，采购2亿元", days(1, 1, 8, 31)),
        ("2017年以来，截至2019年8月底，采购3亿元", Span(date(2017, 1, 1), date(2019, 8, 31))),
        ("今年以来，采购3亿元", Span(date(2019, 1, 1), UNTIL, assumed=True)),
        ("采购3亿元", Span(date(2019, 1, 1), UNTIL, assumed=True)),
    ],
)
def test_the_words_beside_the_figure_say_up_to_when(words: str, span: Span) -> None:
    assert span_of("2019", words, year=2019, until=UNTIL) == span


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2019-08-02", days(8, 2, 8, 2)),
        ("2019-01/2019-06", days(1, 1, 6, 30)),
        ("/2019-08", days(1, 1, 8, 31)),
        ("2018", Span(date(2018, 1, 1), date(2018, 12, 31))),
    ],
)
def test_a_period_that_the_reader_found_goes_first(written: str, span: Span) -> None:
    assert span_of(written, "采购3亿元", year=2019, until=UNTIL) == span


def test_the_paper_speaks_of_its_first_day_named_else_of_its_issue_else_of_today() -> None:
    today = date(2019, 12, 1)

    assert paper_day(["简报", "截至8月底，"], "2019-09-05", year=2019, today=today) == date(2019, 8, 31)
    assert paper_day(["简报"], "2019-09-05", year=2019, today=today) == date(2019, 9, 5)
    assert paper_day(["简报"], "", year=2019, today=today) == today


@given(st.text(alphabet="截至到前半年季度月份日底末-0123456789一二三四，。", max_size=24))
def test_no_words_make_a_span_that_ends_before_it_begins(words: str) -> None:
    span = span_of("2019", words, year=2019, until=UNTIL)

    assert span.starts_on <= span.ends_on
