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


@pytest.mark.parametrize(
    ("title", "body", "giver", "receiver"),
    [
        (
            "常州市新北区2020年扶贫协作计划",
            "帮扶紫阳县。为紫阳县培训60人，接收紫阳县干部5名。",
            "新北区",
            "紫阳县",
        ),
        (
            "石柱县协作工作要点",
            "山东省淄博市帮扶我县，争取淄博市资金5000万元，接收淄博市教师9名。",
            "淄博市",
            "石柱县",
        ),
        ("合作简报", "山东省济南市、青岛市、烟台市支援重庆市，山东省选派教师9名。", "山东省", "重庆市"),
    ],
)
def test_a_paper_may_be_a_districts_or_the_receivers(
    title: str, body: str, giver: str, receiver: str
) -> None:
    read = context(f"{title}\n\n{body}\n")
    assert (read.parties.giver_name, read.section(1).receiver) == (giver, receiver)


def test_a_hospital_gives_what_its_own_paper_tells_and_a_firm_what_its_item_tells() -> None:
    paper = (
        "甲大学附属第一医院“组团式”帮扶理塘县人民医院2023年工作方案\n\n一、工作目标\n\n全年选派专家22名。\n"
    )
    read = context("温州市" + paper)
    section = read.section(len(read.document.blocks) - 1)
    assert (section.giver, section.receiver) == ("温州市甲大学附属第一医院", "理塘县人民医院")
    firm = "东莞市国资系统帮扶昭通市行动方案\n\n二、任务分工\n\n（一）东莞实业集团：负责建设产业园，提供岗位600个。\n"
    assert context(firm).section(2).giver == "东莞实业集团"


def test_a_province_outside_the_east_gives_where_the_paper_is_about_tibet_or_the_like() -> None:
    assert (
        context("湖北援藏工作简报\n\n湖北省援藏工作队选派医生9名到山南市。\n").parties.giver_name == "湖北省"
    )
    assert (
        context("湖北省工作简报\n\n杭州市帮扶湖北省恩施州，杭州市选派医生9名。\n").parties.giver_name
        == "杭州市"
    )


@pytest.mark.parametrize(
    ("title", "giver", "receiver"),
    [
        ("佛山市对口帮扶云浮市2022年工作安排", "佛山市", "云浮市"),
        ("成都市对口支援阿坝县2021年工作计划", "成都市", "阿坝县"),
        ("苏州市与宿迁市南北结对帮扶合作2023年工作要点", "苏州市", "宿迁市"),
        ("沈阳市与北京市对口合作2022年工作要点", "北京市", "沈阳市"),
        ("上海市与福建省龙岩市对口合作2023年工作要点", "上海市", "龙岩市"),
    ],
)
def test_a_head_tells_who_helps_whom_where_provinces_do_not(title: str, giver: str, receiver: str) -> None:
    read = context(f"关于印发{title}的通知\n\n全年安排资金2000万元。")
    assert (read.section(1).giver, read.section(1).receiver) == (giver, receiver)
