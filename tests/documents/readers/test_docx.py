"""Word files: numbering, headings, merged cells; bombs and entities are refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest

from jiedui.documents.readers import UnreadableDocumentError, open_document


def word(build) -> bytes:  # type: ignore[no-untyped-def]
    opened = docx.Document()
    build(opened)
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def archive(**members: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_paragraphs_headings_and_automatic_numbers_are_read() -> None:
    def build(opened) -> None:  # type: ignore[no-untyped-def]
        opened.add_heading("某市消费帮扶工作方案", 0)
        opened.add_heading("总体要求", 1)
        opened.add_paragraph("")
        opened.add_paragraph("采购农产品1亿元。", style="List Number")
        opened.add_paragraph("设立专柜20个。", style="List Number")

    read = open_document(word(build), "plan.docx")
    assert [(block.text, block.level, block.line) for block in read.blocks] == [
        ("某市消费帮扶工作方案", 1, 1),
        ("总体要求", 2, 2),
        ("1.采购农产品1亿元。", 0, 4),
        ("2.设立专柜20个。", 0, 5),
    ]


def test_merged_cells_speak_once_and_are_empty_after() -> None:
    def build(opened) -> None:  # type: ignore[no-untyped-def]
        table = opened.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        for row, column in ((0, 1), (2, 0)):
            table.cell(row, column).text = ""
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 0).merge(table.cell(2, 0))

    read = open_document(word(build), "table.docx")
    [table] = read.tables()
    assert [row.cells for row in table.rows] == [("00", "", "02"), ("10", "11", "12"), ("", "21", "22")]


def test_an_archive_that_unpacks_out_of_proportion_is_refused() -> None:
    bomb = archive(word__document_xml="<a>" + " " * 30_000_000 + "</a>")
    with pytest.raises(UnreadableDocumentError, match="hostile"):
        open_document(bomb, "bomb.docx")


def test_xml_with_a_document_type_is_refused() -> None:
    hostile = archive(word__document_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(UnreadableDocumentError, match="hostile"):
        open_document(hostile, "entity.docx")


def test_an_archive_without_word_parts_is_an_unknown_format() -> None:
    with pytest.raises(UnreadableDocumentError, match="unknown_format"):
        open_document(archive(other_xml="<a/>"), "other.zip")


def test_why_a_word_file_could_not_be_read_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    broken = archive(word__document_xml="<a/>", _rels___rels="<a/>")
    with pytest.raises(UnreadableDocumentError, match=r"^damaged"):
        open_document(broken, "plan.docx")
    [record] = caplog.records
    assert (record.name, record.levelname) == ("jiedui.documents.readers.docx", "WARNING")
    assert record.exc_info is not None
