"""The Word file: page geometry, fonts, line pitch and structure, measured with python-docx."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jiedui.publications.gongwen import write
from jiedui.publications.paper import Align, Column, Heading, Paper, Paragraph, Table

DATED = date(2019, 9, 30)
COLUMNS = (Column("指标", 100), Column("完成", 56, Align.RIGHT))


def paper(**fields: Any) -> Paper:
    """A short issue."""
    given: dict[str, Any] = {
        "masthead": "工作简报", "issue": "第9期", "issuer": "海州市合作交流办", "dated": "2019年9月30日",
        "title": "九月进展", "title_lines": ["海州市协作计划", "九月进展"], "language": "zh-CN",
        "report_to": "领导小组各成员", "copy_to": "东城区，西城区", "printed": "2019年9月30日印发",
        "blocks": [
            Heading(1, "一、主要指标"),
            Heading(2, "（一）消费扶贫"),
            Paragraph("截至9月30日。"),
            Table("完成情况", COLUMNS, [["采购", "7.00"], ["资金", "1.20"]]),
            Paragraph("注：略。", note=True),
        ],
    }  # fmt: skip
    return Paper(**{**given, **fields})


@pytest.fixture
def document() -> Document:
    """The short issue, opened again."""
    return docx.Document(io.BytesIO(write(paper(), dated=DATED)))


def faces(holder: Any) -> set[str | None]:
    """The fonts named for every script."""
    fonts = holder.find(qn("w:rFonts"))
    return {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}


def find(document: Document, text: str) -> Any:
    """The paragraph of that text."""
    return next(p for p in document.paragraphs if text in p.text)


def test_the_page_is_a4_with_the_type_area_of_the_standard(document: Document) -> None:
    section = document.sections[0]

    def millimetres(length: Any) -> float:
        return round(length.mm, 1)

    assert (millimetres(section.page_width), millimetres(section.page_height)) == (210.0, 297.0)
    assert (millimetres(section.top_margin), millimetres(section.left_margin)) == (37.0, 28.0)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(width / Mm(1)), round(height / Mm(1))) == (156, 225)


def test_body_is_fangsong_of_16_points_on_28_which_gives_22_lines_of_28_characters(
    document: Document,
) -> None:
    body: Any = document.styles["Normal"]
    assert faces(body.element.rPr) == {"仿宋_GB2312"}
    assert body.font.size == Pt(16)
    assert body.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert body.paragraph_format.line_spacing == Pt(28)
    assert int(Mm(225) / Pt(28)) == 22
    closer = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert int(Mm(156) / (Pt(16) + Pt(1) * closer)) == 28
    assert body.paragraph_format.first_line_indent == Pt(32)
    assert document.sections[0]._sectPr.find(qn("w:docGrid")) is None, "nothing snaps to a grid"


def test_title_and_headings_have_the_faces_of_the_standard_and_are_not_bold(document: Document) -> None:
    styles: Any = document.styles
    expected = {
        "Title": ("方正小标宋简体", 22), "Heading 1": ("黑体", 16), "Heading 2": ("楷体_GB2312", 16),
        "Heading 3": ("仿宋_GB2312", 16),
    }  # fmt: skip
    for name, (face, size) in expected.items():
        assert faces(styles[name].element.rPr) == {face}
        assert styles[name].font.size == Pt(size)
        assert styles[name].font.bold is False
        assert styles[name].font.color.rgb == RGBColor(0, 0, 0)
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    assert title.text == "海州市协作计划\n九月进展"
    assert title.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert find(document, "一、主要指标").style.name == "Heading 1"
    assert find(document, "（一）消费扶贫").style.name == "Heading 2"


def test_no_theme_font_can_win_over_the_named_ones(document: Document) -> None:
    styles: Any = document.styles
    used = [
        styles[name].element.rPr.find(qn("w:rFonts"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
    ]
    used += [document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")]
    used += list(document.element.iter(qn("w:rFonts")))
    assert not [key for fonts in used for key in fonts.attrib if "Theme" in key]


def test_the_head_is_red_with_issue_issuer_left_and_date_right_over_a_red_rule(document: Document) -> None:
    name = find(document, "工 作 简 报")
    assert name.runs[0].font.color.rgb == RGBColor(0xD0, 0, 0)
    assert name.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert faces(name.runs[0]._r.rPr) == {"方正小标宋简体"}
    assert find(document, "第9期").alignment == WD_ALIGN_PARAGRAPH.CENTER
    line = find(document, "海州市合作交流办\t2019年9月30日")
    assert round(line.paragraph_format.tab_stops[0].position.mm) == 156
    rule = line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "D00000"
    title_at = next(n for n, p in enumerate(document.paragraphs) if p.style.name == "Title")
    rule_at = [p.text for p in document.paragraphs].index("海州市合作交流办\t2019年9月30日")
    assert title_at - rule_at == 3, "two blank lines between rule and title"


def test_tables_repeat_their_header_row_and_set_numbers_to_the_right(document: Document) -> None:
    table = document.tables[0]
    header, first, _second = table.rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert first._tr.trPr.find(qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.paragraphs[0].alignment for cell in first.cells] == [
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]
    assert round(sum(cell.width for cell in first.cells) / Mm(1)) == 156
    assert faces(header.cells[0].paragraphs[0].runs[0]._r.rPr) == {"黑体"}


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert paragraph.alignment == alignment
        assert paragraph.runs[0].font.size == Pt(14)
        assert faces(paragraph.runs[0]._r.rPr) == {"宋体"}
        assert " PAGE " in [e.text for e in paragraph._p.iter(qn("w:instrText"))]


def test_the_end_block_stands_at_the_foot_of_the_last_page(document: Document) -> None:
    block: Any = document.tables[-1]
    assert [row.cells[0].text for row in block.rows] == [
        "报送：领导小组各成员。",
        "抄送：东城区，西城区。",
        "海州市合作交流办\t2019年9月30日印发",
    ]
    place = block._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert block.rows[0].cells[0].paragraphs[0].runs[0].font.size == Pt(14)
    together = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in block.rows]
    assert together == [True, True, None], "the block does not part over two pages"


def test_nobody_to_send_it_to_leaves_issuer_and_date_alone() -> None:
    data = write(paper(report_to="", copy_to=""), dated=DATED)
    assert len(docx.Document(io.BytesIO(data)).tables[-1].rows) == 1


def test_marks_stand_in_the_head_of_every_page() -> None:
    section = docx.Document(io.BytesIO(write(paper(marks=["草稿"]), dated=DATED))).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "草稿"


def test_the_file_says_that_it_is_chinese_and_what_stands_in_for_its_fonts(document: Document) -> None:
    assert document.core_properties.language == "zh-CN"
    lang = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:eastAsia")) == "zh-CN"
    with zipfile.ZipFile(io.BytesIO(write(paper(), dated=DATED))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"' in table and 'w:val="仿宋"' in table


def test_the_same_paper_gives_the_same_bytes_in_any_process() -> None:
    script = (
        "import hashlib, sys; from tests.publications.test_gongwen import DATED, paper, write;"
        "sys.stdout.write(hashlib.sha256(write(paper(), dated=DATED)).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "DJANGO_SETTINGS_MODULE": "jiedui.settings.test",
                 "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(prints) == 1 and len(prints.pop()) == 64
    with zipfile.ZipFile(io.BytesIO(write(paper(), dated=DATED))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
