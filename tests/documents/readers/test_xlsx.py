"""Workbooks: sheets, titles above a table, numbers and days as they are read aloud; hidden sheets are left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation

from jiedui.documents.readers import UnreadableDocumentError, describe_repair, open_document


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The words are asked for in one language, whatever an earlier test left active."""
    with translation.override("zh-hans"):
        yield


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS: list[list[object]] = [
    ["2019年消费扶贫任务分解表"],
    [None],
    ["单位", "目标", None, "完成时限"],
    ["和平区", 0.5, None, date(2019, 8, 15)],
    ["滨海新区", 18000, None, datetime(2019, 10, 31)],
    ["备注：以购销凭证为准"],
]


def test_a_sheet_is_its_title_its_table_and_its_note() -> None:
    read = open_document(workbook(("Sheet1", ROWS)), "table.xlsx")

    assert [(block.kind, block.line) for block in read.blocks] == [
        ("heading", 1),
        ("table", 3),
        ("paragraph", 6),
    ]
    assert [row.cells for row in read.blocks[1].rows] == [
        ("单位", "目标", "完成时限"),
        ("和平区", "0.5", "2019-08-15"),
        ("滨海新区", "18000", "2019-10-31"),
    ]
    assert [row.line for row in read.blocks[1].rows] == [3, 4, 5]


def test_several_sheets_are_named_and_numbered() -> None:
    read = open_document(workbook(("消费", ROWS), ("资金", ROWS)), "table.xlsx")

    assert [block.text for block in read.blocks if block.level == 1][::2] == ["消费", "资金"]
    assert [read.places[block.line].page for block in read.tables()] == [1, 2]


def test_hidden_sheets_are_left_out_and_said_so() -> None:
    read = open_document(workbook(("消费", ROWS), ("草稿", ROWS), hidden="草稿"), "table.xlsx")

    assert len(list(read.tables())) == 1
    assert [describe_repair(repair) for repair in read.repairs] == ["略去1个隐藏的工作表。"]


def test_an_empty_workbook_and_a_damaged_one_are_refused() -> None:
    for content, reason in (
        (workbook(("Sheet1", [])), "empty"),
        (workbook(("Sheet1", ROWS))[:900], "damaged"),
    ):
        with pytest.raises(UnreadableDocumentError) as refused:
            open_document(content, "table.xlsx")
        assert refused.value.reason == reason
