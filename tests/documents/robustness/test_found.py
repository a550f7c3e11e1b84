"""Faults that spoiled files brought to light, each as the smallest file that shows it."""

from __future__ import annotations

import io
import zipfile

import pdfplumber
import pytest
from pdfplumber.utils.exceptions import PdfminerException

from jiedui.documents.readers import UnreadableDocumentError, describe_repair, open_document
from tests.documents.rendering import set_pdf
from tests.documents.robustness.seeds import seed
from tests.documents.robustness.trial import outcome


def test_an_archive_whose_directory_points_nowhere_is_damaged() -> None:
    whole = seed("docx", 0)
    with pytest.raises(UnreadableDocumentError, match=r"^damaged"):
        open_document(whole[:40] + whole[200:], "a.docx")


def test_a_part_that_does_not_unpack_is_damaged() -> None:
    whole = bytearray(seed("xlsx", 0))
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[at : at + 40] = bytes(40)
    with pytest.raises(UnreadableDocumentError, match=r"^damaged"):
        open_document(bytes(whole), "a.xlsx")


def test_an_archive_with_a_password_is_said_to_have_one() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    locked = stream.getvalue().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    with pytest.raises(UnreadableDocumentError, match=r"^encrypted"):
        open_document(locked, "a.docx")


def test_a_page_whose_tables_cannot_be_made_out_is_read_without_them() -> None:
    paper = set_pdf("#table(columns: 2)[a one][b two][c three][d four]")
    document = open_document(paper.replace(b"</Marked true/Suspects false>", b"<p>"), "a.pdf")
    assert "a one" in " ".join(block.text for block in document.blocks)
    assert list(document.tables()) == []
    assert describe_repair(document.repairs[0]) == "有 1 页的文字已读出，但表格未能识别，请核对。"


def test_a_part_in_an_encoding_that_does_not_exist_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed("xlsx", 0))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(
                name,
                source.read(name).replace(
                    b"<worksheet", b"<?xml version='1.0' encoding='UTF-6'?><worksheet", 1
                ),
            )
    with pytest.raises(UnreadableDocumentError, match=r"^damaged"):
        open_document(stream.getvalue(), "a.xlsx")


def test_a_page_that_the_table_library_cannot_reach_is_read_without_tables() -> None:
    paper = set_pdf("hello world")
    paper = paper.replace(b"0000000016 00000 n", b"99999999999999999999 00000 n", 1)
    with pytest.raises(PdfminerException), pdfplumber.open(io.BytesIO(paper)):
        pass
    assert [block.text for block in open_document(paper, "a.pdf").blocks] == ["hello world"]


@pytest.mark.parametrize(
    "mark", ["—", "－", "镇", "街道", "和会", "、和和和和", "市区", "区和", "按职责分工", "2019年底", "①"]
)
def test_a_long_run_of_one_mark_is_read_once(mark: str) -> None:
    """Such a run was read in 2 ** 60 ways: a line of dashes between two articles kept the reader busy for ever."""
    paper = f"某市2019年东西部扶贫协作工作方案\n一、主要任务\n我市{mark * 120}与某县12万元。\n"
    assert outcome(paper.encode(), "a.txt") == "read"


def test_a_page_of_digits_is_read_in_no_more_time_than_its_length_asks() -> None:
    assert outcome(("方案\n" + "1" * 200_000).encode(), "a.txt") == "read"


def test_a_number_of_hundreds_of_digits_is_none_wherever_it_stands() -> None:
    long = "9" * 400
    paper = (
        f"某市工作方案\n项目名称\t建设地点\t援助资金（万元）\n某县医院\t某县\t{long}\n某县学校\t某县\t{long}.{long}\n"
        f"用于民生的比例不低于{long}%。力争{long}人。投入{long}万元建设某县中心学校。任期不少于{long}年。\n"
    )
    assert outcome(paper.encode(), "long.txt") == "read"
