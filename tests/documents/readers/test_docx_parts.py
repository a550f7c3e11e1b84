"""What a Word file holds beside plain paragraphs: tracked changes, text boxes, notes, heads, tables in tables."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jiedui.documents.blocks import Document
from jiedui.documents.readers import describe_repair, open_document

W = nsdecls("w")
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def read(build: Callable[[Any], None]) -> Document:
    opened = docx.Document()
    build(opened)
    stream = BytesIO()
    opened.save(stream)
    return open_document(stream.getvalue(), "plan.docx")


def paragraph(inner: str) -> Callable[[Any], None]:
    """A document of one paragraph with that content, and one after it."""

    def build(opened: Any) -> None:
        after = opened.add_paragraph("后一段。")
        after._p.addprevious(parse_xml(f"<w:p {W} {VML} {MC} {WPS}>{inner}</w:p>"))

    return build


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (f"{run('投入资金')}<w:ins>{run('500')}</w:ins><w:del><w:r><w:delText>300</w:delText></w:r></w:del>{run('万元。')}",
         "投入资金500万元。"),
        (f"<w:moveFrom>{run('旧处')}</w:moveFrom>{run('资金。')}", "资金。"),
        (f"<w:moveTo>{run('新处')}</w:moveTo>{run('资金。')}", "新处资金。"),
        (f"<w:smartTag>{run('甲市')}</w:smartTag>{run('资金。')}", "甲市资金。"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>{run('资金。')}", "资金。"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>', "明"),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:noBreakHyphen/><w:t>三</w:t></w:r>", "一 二-三"),
        (f"<w:fldSimple w:instr='PAGE'>{run('7')}</w:fldSimple>{run('页')}", "7页"),
        ("<w:r><w:instrText>REF a</w:instrText></w:r>" + run("资金。"), "资金。"),
    ],
)  # fmt: skip
def test_words_are_those_on_paper_once_changes_are_accepted(inner: str, words: str) -> None:
    assert texts(read(paragraph(inner))) == [words, "后一段。"]


def test_tracked_changes_and_hidden_passages_are_told() -> None:
    inner = f"<w:ins>{run('甲')}</w:ins><w:del/><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    told = read(paragraph(inner)).repairs
    assert told == ("tracked_changes:2", "hidden_words:1")
    assert [describe_repair(one) for one in told] == [
        "2 处修订已按接受后的文字读取。",
        "略去了 1 处隐藏文字。",
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    inner = f"<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前一段，')}"
    assert texts(read(paragraph(inner))) == ["前一段，后一段。"]


def test_a_deleted_row_is_not_there() -> None:
    def build(opened: Any) -> None:
        table = opened.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "留", "去"
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W}/>"))

    assert texts(read(build)) == ["留"]


BOX = f"<w:txbxContent><w:p>{run('框中的话。')}</w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "shape",
    [
        f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>",
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{BOX}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        f"<w:r><mc:AlternateContent><mc:Choice/>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    ],
    ids=["old", "both", "fallback"],
)
def test_a_text_box_is_read_once_after_its_paragraph(shape: str) -> None:
    assert texts(read(paragraph(run("前一段。") + shape))) == ["前一段。", "框中的话。", "后一段。"]


def note_part(opened: Any, kind: str, words: str) -> None:
    xml = (
        f"<w:{kind}s {W}><w:{kind} w:type='separator' w:id='0'><w:p>{run('线')}</w:p></w:{kind}>"
        f"<w:{kind} w:id='1'><w:p>{run(words)}</w:p></w:{kind}></w:{kind}s>"
    )
    content = CONTENT_TYPE.WML_FOOTNOTES if kind == "footnote" else CONTENT_TYPE.WML_ENDNOTES
    link = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    part = Part(PackURI(f"/word/{kind}s.xml"), content, xml.encode(), opened.part.package)
    opened.part.relate_to(part, link)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_follows_the_paragraph_that_calls_it(kind: str) -> None:
    def build(opened: Any) -> None:
        note_part(opened, kind, "含社会帮扶资金。")
        paragraph(run("投入资金500万元。") + f"<w:r><w:{kind}Reference w:id='1'/></w:r>")(opened)

    assert texts(read(build)) == ["投入资金500万元。", "含社会帮扶资金。", "后一段。"]


def test_the_letterhead_is_read_and_running_heads_are_told() -> None:
    def build(opened: Any) -> None:
        section = opened.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "某市人民政府办公厅文件"
        section.header.paragraphs[0].text = "工作方案"
        opened.add_paragraph("各区人民政府。")

    document = read(build)
    assert texts(document) == ["某市人民政府办公厅文件", "各区人民政府。"]
    assert document.repairs == ("running_heads:1",)


def test_a_table_in_a_cell_follows_the_table_around_it() -> None:
    def build(opened: Any) -> None:
        outer = opened.add_table(1, 2)
        outer.cell(0, 0).text = "外"
        outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "内"

    first, second = read(build).tables()
    assert [row.cells for row in first.rows] == [("外", "")]
    assert [row.cells for row in second.rows] == [("内",)]


def test_a_damaged_span_does_not_make_a_row_of_millions() -> None:
    def build(opened: Any) -> None:
        cell = opened.add_table(1, 1).cell(0, 0)
        cell.text = "甲"
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {W} w:val="90000000"/>'))

    [table] = read(build).tables()
    assert len(table.rows[0].cells) == 201
