"""Dates and deadlines as official papers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.documents.dates import deadline, find_dates, find_range


@pytest.mark.parametrize(
    ("text", "date", "date_from"),
    [
        ("11月底前完成", "2020-11-30", None),
        ("2021年2月底", "2021-02-28", None),
        ("2020年3月", "2020-03", None),
        ("4月上旬召开", "2020-04-10", "2020-04-01"),
        ("9月中旬", "2020-09-20", "2020-09-11"),
        ("7月下旬", "2020-07-31", "2020-07-21"),
        ("“10·17”活动", "2020-10-17", None),
        ("第二季度", "2020-06-30", "2020-04-01"),
        ("12月20日前", "2020-12-20", None),
        ("年底前", "2020-12-31", None),
        ("5月前", "2020-04-30", None),
    ],
)
def test_a_date_is_as_exact_as_its_words(text: str, date: str, date_from: str | None) -> None:
    found = list(find_dates(text, 2020))
    assert [(when.date, when.date_from) for when in found] == [(date, date_from)]


@pytest.mark.parametrize("text", ["每月5日前反馈", "为期3个月", "1个月以上", "第3期", "增长3.5倍"])
def test_rhythms_and_durations_are_no_dates(text: str) -> None:
    assert list(find_dates(text, 2020)) == []


def test_without_a_year_nothing_is_guessed() -> None:
    assert list(find_dates("6月底前", None)) == []
    assert [when.date for when in find_dates("2022年6月底前", None)] == ["2022-06-30"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年9月底", "2020-09-30"),
        ("2020年持续推进", "持续推进"),
        ("长期坚持", "持续推进"),
        ("2020年", "2020-12-31"),
        ("3月至8月", "2020-08"),
        ("8月底前完成签约，其余全年推进", "2020-08-31"),
        ("按程序办理", None),
    ],
)
def test_a_deadline_is_a_date_or_says_that_there_is_none(text: str, expected: str | None) -> None:
    assert deadline(text, 2020) == expected


def test_a_stretch_of_months_may_cross_the_year() -> None:
    span = find_range("11月至2月", 2020)
    assert span is not None and span[:2] == ("2020-11", "2021-02")


@given(st.integers(1, 12), st.sampled_from(["底", "上旬", "中旬", "下旬", "底前"]))
def test_a_stretch_of_days_begins_before_it_ends(month: int, part: str) -> None:
    (when,) = find_dates(f"{month}月{part}", 2020)
    assert when.date.startswith(f"2020-{month:02d}-")
    assert when.date_from is None or when.date_from < when.date
