"""Noise of recognition is read away in the view, kept in the quote, and told."""

from __future__ import annotations

import pytest

from jiedui.documents.flat import flatten
from jiedui.documents.readers import describe_repair, open_document


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("年度日标任务", "年度目标任务"),
        ("大力椎广经验", "大力推广经验"),
        ("函需资金", "亟需资金"),
        ("选派千部10名", "选派干部10名"),
        ("每日标准", "每日标准"),
        ("手机3千部", "手机3千部"),
        ("生日标记", "生日标记"),
        ("自己经营", "自己经营"),
        ("月末完成", "月末完成"),
        ("投入6 8OO万元，占92．l％，2O20年第l2期", "投入6800万元，占92.1%，2020年第12期"),
        ("H7N9、A4纸、Oppo手机3台", "H7N9、A4纸、Oppo手机3台"),
    ],
)
def test_only_what_is_no_word_is_read_as_another(written: str, meant: str) -> None:
    assert flatten(written).text == meant


def test_the_place_of_a_mended_word_is_its_own() -> None:
    flat = flatten("一 日 标 二")
    assert (flat.text, flat.span(1, 3)) == ("一目标二", (2, 5))


def test_what_was_read_away_is_told() -> None:
    text = "日标任务：1 462人。采购’农产品’资金’项日’产业’园区’共建。"
    told = open_document(text.encode(), "x.txt").repairs
    assert told == ("lookalike_words:2", "lookalike_marks:6", "gaps_in_numbers:1")
    assert [describe_repair(one) for one in told] == [
        "2 处形近误字已按原意读取。",
        "6 处代替逗号、句号的符号已按标点读取。",
        "略去了数字中的 1 处空格。",
    ]


def test_a_clean_paper_has_nothing_to_tell() -> None:
    assert open_document("目标任务：1462人。".encode(), "x.txt").repairs == ()
