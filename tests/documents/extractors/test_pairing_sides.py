"""Pairings told as lists on either side of a word, whatever the words around them."""

from __future__ import annotations

import pytest

from tests.documents.extractors.test_pairings import pairs

HEAD = (
    "常州市新北区2022年东西部协作工作要点\n常州市新北区支援合作领导小组\n我区结对帮扶陕西省安康市紫阳县。\n"
)


def told(text: str) -> list[tuple[str, str]]:
    """Giver and receiver of every pairing but the paper's own."""
    return [(giver, receiver) for _type, giver, receiver in pairs(HEAD + text) if giver != "新北区"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "区教育局负责落实河海中学与紫阳县紫阳中学、三井小学与紫阳县城关小学的手拉手活动。",
            [("河海中学", "紫阳县紫阳中学"), ("三井小学", "紫阳县城关小学")],
        ),
        (
            "新桥医院、孟河医院分别托管紫阳县人民医院骨科和紫阳县中医医院康复科。",
            [("新桥医院", "紫阳县人民医院"), ("孟河医院", "紫阳县中医医院")],
        ),
        (
            "新桥医院骨科与紫阳县人民医院骨科签约共建。",
            [("新桥医院骨科", "紫阳县人民医院骨科")],
        ),
        (
            "三井小学、河海中学与紫阳县城关小学、紫阳县紫阳中学开展云端教研12次。",
            [("三井小学", "紫阳县城关小学"), ("河海中学", "紫阳县紫阳中学")],
        ),
        (
            "新增2个镇结对，即：孟河镇—焕古镇，西夏墅镇—红椿镇。",
            [("孟河镇", "焕古镇"), ("西夏墅镇", "红椿镇")],
        ),
        (
            "学校结对：建议新增三井小学与紫阳县城关小学、河海中学与紫阳县紫阳中学两对。",
            [("三井小学", "紫阳县城关小学"), ("河海中学", "紫阳县紫阳中学")],
        ),
    ],
)
def test_lists_on_both_sides_are_paired_one_by_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "区商务局与紫阳县商务局开展消费帮扶活动3次。",
        "组织三井小学、河海中学与有关学校开展活动。",
        "三井小学与河海中学开展活动5次。",
        "三井小学、河海中学、新桥医院与紫阳县城关小学、紫阳县紫阳中学开展活动。",
        "会议听取了紫阳县焕古镇、红椿镇与各部门的汇报。",
    ],
)
def test_what_stands_side_by_side_without_being_paired_is_left(text: str) -> None:
    assert told(text) == []


def test_a_long_row_of_words_that_might_bind_costs_no_more_than_its_length() -> None:
    assert told(f"结对：{'三井小学与' * 4000}紫阳县。") == []
