"""Files, pastes and rows of other systems as tables."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from jiedui.ledger.intake import reading
from jiedui.ledger.intake.enums import ImportForm
from jiedui.ledger.intake.errors import UnreadableRows
from jiedui.ledger.intake.mapping import Mapping
from jiedui.ledger.intake.reading import form_of, parse_pasted, read_table
from jiedui.ledger.intake.tables import Table
from tests.conftest import World
from tests.ledger.intake.broken import saved
from tests.ledger.intake.sheets import HEADINGS, filled, own_ledger, own_row, purchase


def table_of(content: bytes, form: str = ImportForm.CSV, mapping: Mapping | None = None) -> Table:
    return read_table("purchase", content, "a.csv", form, mapping)


def refusal(content: bytes, form: str = ImportForm.CSV) -> str:
    with translation.override("en"), pytest.raises(UnreadableRows) as refused:
        table_of(content, form)
    with translation.override("en"):
        return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.xlsx", b"anything", ImportForm.XLSX),
        ("a.XLS", b"anything", ImportForm.XLSX),
        ("a.csv", b"PK\x03\x04", ImportForm.XLSX),
        ("a.csv", b"a,b", ImportForm.CSV),
        ("a.TSV", b"a\tb", ImportForm.CSV),
        ("a.txt", b"a", ImportForm.CSV),
    ],
)
def test_the_bytes_tell_the_form_before_the_name(name: str, content: bytes, form: str) -> None:
    assert form_of(name, content) == form


def test_another_file_is_refused() -> None:
    with translation.override("en"), pytest.raises(UnreadableRows) as refused:
        form_of("a.pdf", b"%PDF-1.7")
    with translation.override("en"):
        assert str(refused.value) == "a.pdf: Hand in an Excel workbook (.xlsx) or a CSV file."


def test_a_paste_is_read_with_line_breaks_and_quotes_in_cells() -> None:
    assert parse_pasted('\ufeff名称\t备注\r\n苹果\t"两行\n""引号"""\r\n') == [
        ["名称", "备注"],
        ["苹果", '两行\n"引号"'],
    ]
    assert parse_pasted("a;b\n1;2") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_the_field(encoding: str) -> None:
    text = "名称,日期,金额\n食堂采购花牛苹果一批,2019-07-03,12000.50\n"

    table = table_of(text.encode(encoding))

    assert table.header == ("名称", "日期", "金额")
    assert list(map(list, table.columns)) == [["食堂采购花牛苹果一批"], ["2019-07-03"], ["12000.50"]]


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refusal(b"a,b\0\n1,2") == "a.csv: The text of the file cannot be read. Save it as CSV in UTF-8."


def test_blank_rows_are_left_out_and_short_ones_filled() -> None:
    table = table_of("名称,日期,金额\n\na\n , ,\n,,\nb,2019-07-03,5,more\n".encode())

    assert (table.header_row, list(table.numbers)) == (1, [3, 4, 6])
    assert list(map(list, table.columns)) == [["a", " ", "b"], ["", " ", "2019-07-03"], ["", "", "5"]]


def test_a_row_of_noughts_says_something() -> None:
    assert reading.says_something([0.0, "", None])
    assert not reading.says_something(["", None, ""])


def test_too_many_rows_or_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    monkeypatch.setattr(reading, "MAX_COLUMNS", 3)

    assert (
        refusal("名称\na\nb\nc\n".encode())
        == "a.csv: There are more than 2 rows. Divide them over several files."
    )
    assert refusal("名称,日期,金额,x\na,b,c,d\n".encode()) == (
        "a.csv: There are more than 3 columns. Leave those out that hold nothing."
    )
    assert refusal(b'[{"title": "a"}, {}, {}]', ImportForm.ROWS) == (
        "rows: There are more than 2 rows. Divide them over several files."
    )


def test_a_sheet_is_found_with_its_header_and_its_addresses() -> None:
    table = table_of(own_ledger([own_row(1), own_row(2)], above=2), ImportForm.XLSX)

    assert (table.sheet, table.header, table.header_row) == ("采购", tuple(HEADINGS), 3)
    assert (list(table.numbers), table.address(1, 4)) == ([4, 5], "采购!E5")


def book_of(**sheets: list[list[Any]]) -> Any:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def test_hidden_and_empty_sheets_are_passed_over_and_a_named_one_is_taken() -> None:
    book = book_of(
        参数=[["名称"], ["x"]],
        空=[],
        七月=[["名称", "日期"], ["a", date(2019, 7, 3)]],
        八月=[["名称"], ["b"]],
    )
    book["参数"].sheet_state = "hidden"
    content = saved(book)

    assert table_of(content, ImportForm.XLSX).sheet == "七月"
    assert table_of(content, ImportForm.XLSX, Mapping({}, "八月", 1)).columns[0] == ("b",)


def test_columns_left_of_the_table_count_in_its_addresses() -> None:
    book = book_of(七月=[])
    book["七月"]["C2"], book["七月"]["D2"] = "名称", "日期"
    book["七月"]["C3"], book["七月"]["D3"] = "苹果", date(2019, 7, 3)

    table = table_of(saved(book), ImportForm.XLSX)

    at = table.header.index("日期")
    assert (table.columns[at][0], table.address(0, at)) == (date(2019, 7, 3), "七月!D3")


def test_merged_titles_above_the_header_are_fine() -> None:
    book = book_of(七月=[["采购台账", ""], ["名称", "日期"], ["苹果", date(2019, 7, 3)]])
    book["七月"].merge_cells("A1:B1")

    assert table_of(saved(book), ImportForm.XLSX).header == ("名称", "日期")


def test_a_formula_on_another_sheet_is_nobodys_business() -> None:
    book = book_of(七月=[["名称", "日期"], ["苹果", date(2019, 7, 3)]], 汇总=[["=SUM(A1:A9)"]])

    assert table_of(saved(book), ImportForm.XLSX).rows == 1


def test_a_template_is_known_by_its_mark(world: World) -> None:
    table = table_of(filled(world, "purchase", [purchase(1)]), ImportForm.XLSX)

    assert table.mark is not None
    assert (table.mark.kind, table.mark.programme, table.mark.columns[:3]) == (
        "purchase",
        "haizhou-2019",
        ("key", "title", "occurred_on"),
    )
    assert (table.header_row, list(table.numbers), table.columns[0]) == (3, [4], ("0001",))


def test_rows_of_another_system_may_be_flat_or_nested() -> None:
    rows = [
        {"title": "a", "detail": {"product": "苹果"}, "assists": [1, 2]},
        {"title": "b", "product": "梨", "key": "7"},
    ]

    table = table_of(json.dumps(rows).encode(), ImportForm.ROWS)

    def column(name: str) -> list[Any]:
        return list(table.columns[table.header.index(name)])

    assert (column("title"), column("product"), column("key")) == (["a", "b"], ["苹果", "梨"], [None, "7"])
    assert column("assists") == [(1, 2), None]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"title": "a", "colour": "red"}, "rows.0.colour: There is no such field for this kind of help."),
        ({"title": {"a": 1}}, "rows.0.title: This value cannot be taken here."),
        ({"title": [["a"]]}, "rows.0.title: This value cannot be taken here."),
        ({"detail": 5}, "rows.0.detail: This value cannot be taken here."),
    ],
)
def test_what_is_no_row_is_refused(row: dict[str, Any], said: str) -> None:
    assert refusal(json.dumps([row]).encode(), ImportForm.ROWS) == said
