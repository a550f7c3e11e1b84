"""Pairings told by their shape alone: the same words between names of either side, whatever the words."""

from __future__ import annotations

import pytest

from tests.documents.extractors.test_pairings import pairs

HEAD = "湖北省2021年对口支援西藏山南市工作要点\n湖北省援藏工作前方指挥部\n"


def told(text: str) -> list[tuple[str, str]]:
    return [(giver, receiver) for _type, giver, receiver in pairs(HEAD + text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "宜昌市负责加查县，荆州市负责曲松县，黄石市负责乃东区。",
            [("宜昌市", "加查县"), ("荆州市", "曲松县"), ("黄石市", "乃东区")],
        ),
        ("对口关系为：加查县（宜昌市）、曲松县（荆州市）。", [("宜昌市", "加查县"), ("荆州市", "曲松县")]),
        ("加查县—宜昌市、曲松县—荆州市、乃东区—黄石市。",
         [("宜昌市", "加查县"), ("荆州市", "曲松县"), ("黄石市", "乃东区")]),
        ("宜昌市中心医院包联加查县人民医院，年内开展手术40台。", [("宜昌市中心医院", "加查县人民医院")]),
        (
            "荆州市第一中学、宜昌市第一中学分别牵手曲松县中学、加查县中学。",
            [("荆州市第一中学", "曲松县中学"), ("宜昌市第一中学", "加查县中学")],
        ),
    ],
)  # fmt: skip
def test_pairs_are_told_by_the_same_words_between_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(told(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "宜昌市中心医院培训加查县人民医院医护人员40人次。",
        "宜昌市赴加查县考察，荆州市赴曲松县考察。",
        "宜昌市、加查县，荆州市、曲松县均已完成任务。",
        "宜昌市中心医院采购加查县人民医院制剂，荆州市第一医院采购曲松县人民医院制剂。",
    ],
)
def test_what_one_side_does_with_the_other_is_no_pairing_by_its_shape(text: str) -> None:
    assert told(text) == []


def test_a_giver_as_a_whole_is_not_paired_with_a_prefecture_by_its_title() -> None:
    assert told("湖北省与山南市结对关系不变。") == []
