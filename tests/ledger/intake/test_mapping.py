"""Which column of a table is which field."""

from __future__ import annotations

import pytest
from django.utils import translation

from jiedui.ledger.intake.columns import sheet_columns
from jiedui.ledger.intake.mapping import (
    Mapping,
    Taken,
    header_fingerprint,
    header_row_of,
    of_template,
    suggest_mapping,
)
from jiedui.ledger.intake.tables import Table, TemplateMark
from tests.ledger.acts import KINDS
from tests.ledger.intake.sheets import HEADINGS


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_own_labels_are_known(kind: str, language: str) -> None:
    with translation.override(language):
        header = [str(column.label) for column in sheet_columns(kind)]
    if len(set(header)) < len(header):
        pytest.skip("two fields have one label")

    found = suggest_mapping(kind, header)

    assert {name: taken.column for name, taken in found.fields.items()} == {
        column.name: at for at, column in enumerate(sheet_columns(kind))
    }


def test_a_layout_of_ones_own_is_read() -> None:
    found = suggest_mapping("purchase", HEADINGS, sheet="采购", header_row=2)

    assert {name: (taken.column, taken.scale) for name, taken in found.fields.items()} == {
        "occurred_on": (0, "1"),
        "buyer": (1, "1"),
        "seller": (2, "1"),
        "product": (3, "1"),
        "amount": (4, "10000"),
        "voucher_number": (5, "1"),
        "voucher_type": (6, "1"),
        "channel": (7, "1"),
        "receiver": (8, "1"),
        "giver": (9, "1"),
        "title": (10, "1"),
    }
    assert (found.sheet, found.header_row, found.missing("purchase")) == ("采购", 2, [])


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("金额", "1"),
        ("金额（万元）", "10000"),
        ("金额(元)", "1"),
        ("金额【单位：亿元】", "100000000"),
        ("金额（千元）", "1000"),
    ],
)
def test_a_unit_in_brackets_is_the_scale(heading: str, scale: str) -> None:
    assert suggest_mapping("purchase", [heading]).fields["amount"].scale == scale


def test_a_running_number_is_no_key_and_a_number_of_ones_own_is() -> None:
    assert "key" not in suggest_mapping("purchase", ["序号", "名称"]).fields
    assert suggest_mapping("purchase", ["编号", "名称"]).fields["key"] == Taken(column=0)


def test_what_is_missing_and_what_is_not_read_is_told() -> None:
    found = suggest_mapping("training", ["名称", "日期", "人数", "备注", ""])

    assert [column.name for column in found.missing("training")] == [
        "giver",
        "receiver",
        "audience",
        "topic",
        "place",
    ]
    assert found.unread(["名称", "日期", "人数", "备注", ""]) == ("备注",)


def test_the_header_stands_where_most_cells_name_a_field() -> None:
    rows = [
        ["2019年消费扶贫采购台账", "", ""],
        ["填报单位：东城区", "", ""],
        HEADINGS,
        ["2019.7.3", "食堂", "果业"],
    ]

    assert header_row_of("purchase", rows) == 2
    assert header_row_of("purchase", [["", None], [1, 2]]) == 0


def test_a_mapping_survives_its_record() -> None:
    mapping = Mapping(
        {"amount": Taken(4, "10000", {"a": "b"}, ""), "giver": Taken(constant="东城区")}, "采购", 2
    )

    assert Mapping.from_record(mapping.as_record()) == mapping
    with pytest.raises(KeyError):
        Mapping.from_record({})


def test_a_template_brings_its_own() -> None:
    mark = TemplateMark(1, "t", "p", "purchase", ("key", "title", "amount"))

    mapping = of_template(Table("采购", ("No.", "Title", "Amount"), 3, [4], [["1"], ["x"], [5]], mark))

    assert mapping == Mapping({"key": Taken(0), "title": Taken(1), "amount": Taken(2)}, "采购", 3)


def test_headers_are_the_same_however_they_are_spaced() -> None:
    assert header_fingerprint(["金 额", "Day"]) == header_fingerprint(["金额", " day"])
    assert header_fingerprint(["金额", "Day"]) != header_fingerprint(["Day", "金额"])
