"""Places in running text: whose they are and how they are called."""

from __future__ import annotations

import pytest

from tests.documents.samples import context

HEAD = "天津市对口支援工作领导小组\n天津市2020年对口支援工作方案\n"


def mentions(text: str) -> list[tuple[str, bool]]:
    read = context(HEAD + text)
    return [(place.label, place.giving) for place in read.parties.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("西青区帮扶于田县和策勒县。", [("西青区", True), ("于田县", False), ("策勒县", False)]),
        ("津南、西青、宝纸三区各选派校长。", [("津南区", True), ("西青区", True), ("宝坻区", True)]),
        ("支援和田地区，在策勒、于田新建学校。", [("和田地区", False), ("策勒县", False), ("于田县", False)]),
        ("新疆生产建设兵团第五师", [("新疆生产建设兵团第五师", False)]),
        ("为重庆万州选派干部。", [("重庆万州", False)]),
    ],
)  # fmt: skip
def test_places_are_read_with_their_side(text: str, found: list[tuple[str, bool]]) -> None:
    assert mentions(text) == found


def test_a_place_under_the_wrong_province_is_put_right_where_the_text_names_the_right_one() -> None:
    text = "支援青海省黄南州工作。依托青海省甘南藏族自治州的优势，甘肃省甘南州另行安排。"
    assert mentions(text) == [("青海省黄南州", False), ("青海省黄南州", False), ("甘肃省甘南州", False)]


def test_the_signature_at_the_foot_tells_the_giver_where_the_head_does_not() -> None:
    body = "我市与贵州省毕节市深化协作，拨付资金2亿元。"
    text = "\n".join(("关于上半年工作进展的通报", body, "广州市扶贫协作办公室", "2019年7月5日"))
    assert context(text).parties.giver_name == "广州市"
