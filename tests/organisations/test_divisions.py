"""The table of divisions and the ways their names are written."""

import csv
import os
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.organisations import divisions

SHARED = Path(os.environ.get("JIEDUI_SHARED", Path(__file__).parents[3] / "shared"))


def codes(name: str, **where: object) -> list[str]:
    return [division.code for division in divisions.find(name, **where)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("120116", "滨海新区"), ("620525", "张家川回族自治县"), ("540302", "卡若区"), ("654028", "尼勒克县"),
        ("130828", "围场满族蒙古族自治县"), ("653200", "和田地区"), ("640000", "宁夏回族自治区"),
    ],
)  # fmt: skip
def test_a_code_gives_its_division(code: str, name: str) -> None:
    assert divisions.by_code(code).name == name  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("张家川县", "620525"), ("甘南州", "623000"), ("围场县", "130828"), ("昌都", "540300"), ("黄南州", "632300"),
        ("和田", "653200"), ("承德", "130800"), ("环 县", "621022"), ("东乡县", "622926"), ("鄂伦春旗", "150723"),
        ("甘肃省甘南州临潭县", "623021"), ("新疆和田", "653200"), ("恩施州", "422800"), ("内蒙古", "150000"),
        ("博州", "652700"), ("三江县", "450226"),
    ],
)  # fmt: skip
def test_a_written_name_finds_its_division_first(written: str, first: str) -> None:
    assert codes(written)[0] == first


def test_a_name_may_mean_several_and_the_superior_tells_them_apart() -> None:
    assert codes("和平区") == ["120101", "210102"]
    assert codes("和平区", within="天津市") == ["120101"]
    assert codes("和平区", within="210000") == ["210102"]


def test_a_place_that_does_not_exist_is_not_found() -> None:
    assert codes("四川省恩施土家族苗族自治州") == []
    assert codes("恩施州", within="四川") == []
    assert codes("无此县") == []


def test_names_of_the_past_are_found_and_give_way_to_the_present() -> None:
    assert codes("蓟县") == ["120225"]
    assert codes("昌都地区") == ["542100"]
    assert codes("昌都", on=date(2010, 5, 1))[0] == "542100"
    assert codes("昌都", on=date(2018, 5, 1)) == ["540300"]


def test_superiors_run_up_to_the_province() -> None:
    county = divisions.by_code("623021")
    assert county is not None
    assert [superior.name for superior in divisions.ancestors(county)] == ["甘南藏族自治州", "甘肃省"]
    assert divisions.is_within("623021", "623000")
    assert divisions.is_within("623021", "620000")
    assert not divisions.is_within("623021", "620100")


def test_validity_is_kept_with_the_name() -> None:
    old, new = divisions.by_code("120225"), divisions.by_code("120119")
    assert old is not None and new is not None
    assert old.valid_to is not None and not old.valid_on(date(2019, 1, 1))
    assert new.valid_to is None and new.valid_on(date(2019, 1, 1))


def scanned(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], found[0].code) for start, end, found in divisions.scan(text)]


def test_places_are_found_in_running_text() -> None:
    text = "组织武清区、和平区赴甘肃省环 县和恩施州考察，支持张家川发展。"
    assert [name for name, _ in scanned(text)] == ["武清区", "和平区", "甘肃省", "环 县", "恩施州", "张家川"]


@pytest.mark.parametrize(
    "text",
    [
        "市场和平区域合作",
        "加强管理县乡道路",
        "长治久安",
        "海口径",
        "现任县委书记",
        "重大庆典",
        "推广东西部协作经验",
        "隆重庆祝",
        "产业和田间",
        "对口合作市县",
        "建设新城区",
    ],
)
def test_ordinary_words_are_not_taken_for_places(text: str) -> None:
    assert scanned(text) == []


@given(st.text(alphabet="甘肃省天津市和田县区环 宁平承德州西青、的\t", max_size=40))
def test_matches_are_in_order_and_apart(text: str) -> None:
    spans = [(start, end) for start, end, _ in divisions.scan(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("superior", "expected"),
    [
        ("621200", lambda code: code.startswith("6212")),
        ("620000", lambda code: code.startswith("62")),
        ("621221", lambda code: code == "621221"),
        ("990000", lambda _code: False),
    ],
)
def test_the_codes_within_a_division_are_those_that_begin_as_it_does(
    superior: str, expected: Callable[[str], bool]
) -> None:
    everywhere = [str(code) for code in range(110000, 830000) if divisions.by_code(str(code))]
    assert divisions.codes_within(superior) == [code for code in everywhere if expected(code)]


@pytest.mark.seed
def test_every_verified_code_is_in_the_table() -> None:
    source = SHARED / "design/division-codes.csv"
    if not source.exists():
        pytest.skip(f"{source} is not there")
    with source.open(encoding="utf-8") as file:
        expected = {row["code"]: row["name"] for row in csv.DictReader(file)}
    found = {code: getattr(divisions.by_code(code), "name", None) for code in expected}
    assert found == expected
    assert len(expected) == 67
