"""The head of a 简报 and the block at its foot."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Pt

from jiedui.publications.gongwen import elements, fonts
from jiedui.publications.gongwen import geometry as g
from jiedui.publications.paper import Paper

RED_RULE_EIGHTHS = 18
THICK_EIGHTHS, THIN_EIGHTHS = 8, 4
END_PITCH = Pt(24)
# What may follow a table's position among the children of w:tblPr, whose order is fixed.
AFTER_POSITION = (
    "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd",
    "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
)  # fmt: skip


def write_head(document: Document, paper: Paper) -> None:
    """Red name, number of the issue, issuer left and date right, red rule, title."""
    name = _line(document, "", fonts.XIAOBIAOSONG, g.MASTHEAD_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    name.paragraph_format.line_spacing = Pt(72)
    name.paragraph_format.space_before = Pt(14)
    run = name.add_run(" ".join(paper.masthead))
    fonts.set_font(run, fonts.XIAOBIAOSONG, g.MASTHEAD_SIZE, g.RED)
    issue = _line(document, paper.issue, fonts.FANGSONG, g.SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)
    issue.paragraph_format.space_before = Pt(6)
    _issuer_and_date(document, paper)
    for _blank in range(2):
        _line(document, "", fonts.FANGSONG, g.SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)
    # python-docx turns a line feed into a line break.
    document.add_paragraph("\n".join(paper.title_lines), style="Title")
    _line(document, "", fonts.FANGSONG, g.SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)


def _issuer_and_date(document: Document, paper: Paper) -> None:
    line = _line(
        document, f"{paper.issuer}\t{paper.dated}", fonts.FANGSONG, g.SIZE_3, WD_ALIGN_PARAGRAPH.LEFT
    )
    line.paragraph_format.tab_stops.add_tab_stop(g.AREA_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    elements.borders(line, {"bottom": RED_RULE_EIGHTHS}, colour=str(g.RED), space=4)


def _line(document: Document, text: str, face: str, size: Any, alignment: WD_ALIGN_PARAGRAPH) -> Any:
    paragraph = document.add_paragraph()
    elements.no_indent(paragraph.paragraph_format)
    paragraph.alignment = alignment
    if text:
        fonts.set_font(paragraph.add_run(text), face, size, g.BLACK)
    return paragraph


def write_end_block(document: Document, paper: Paper) -> None:
    """报送, 抄送, issuer and date of printing, at the foot of the last page between thick and thin rules."""
    copies = [(label, text) for label, text in (("报送", paper.report_to), ("抄送", paper.copy_to)) if text]
    table: Any = document.add_table(rows=len(copies) + 1, cols=1)
    table.autofit = False
    _at_foot(table)
    _rules(table)
    for row, (label, text) in zip(table.rows, copies, strict=False):
        line = _end_line(row.cells[0], f"{label}：{text.rstrip('。')}。")
        # What goes over one line hangs under the names, not under the label.
        line.paragraph_format.left_indent = g.SIZE_4 * 4
        line.paragraph_format.first_line_indent = -g.SIZE_4 * 3
        line.paragraph_format.keep_with_next = True
    for row in table.rows:
        row._tr.get_or_add_trPr().append(elements.element("w:cantSplit"))
    last = _end_line(table.rows[-1].cells[0], f"{paper.issuer}\t{paper.printed}")
    last.paragraph_format.tab_stops.add_tab_stop(g.AREA_WIDTH - g.SIZE_4, WD_TAB_ALIGNMENT.RIGHT)
    _last_paragraph(document)


def _end_line(cell: Any, text: str) -> Any:
    cell.width = g.AREA_WIDTH
    line = cell.paragraphs[0]
    elements.no_indent(line.paragraph_format)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = g.SIZE_4
    line.paragraph_format.line_spacing = END_PITCH
    fonts.set_font(line.add_run(text), fonts.FANGSONG, g.SIZE_4, g.BLACK)
    return line


def _at_foot(table: Any) -> None:
    """Let the table stand at the lower edge of the type area of the page it falls on."""
    place = elements.element(
        "w:tblpPr", leftFromText=0, rightFromText=0, topFromText=280, vertAnchor="margin", horzAnchor="margin",
        tblpXSpec="left", tblpYSpec="bottom",
    )  # fmt: skip
    table._tbl.tblPr.insert_element_before(place, "w:tblOverlap", "w:bidiVisual", *AFTER_POSITION)


def _rules(table: Any) -> None:
    properties = table._tbl.tblPr
    borders = elements.element("w:tblBorders")
    for side, width in (("top", THICK_EIGHTHS), ("bottom", THICK_EIGHTHS), ("insideH", THIN_EIGHTHS)):
        borders.append(elements.element(f"w:{side}", val="single", sz=width, space=0, color="000000"))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margins = elements.element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(elements.element(f"w:{side}", w=0, type="dxa"))
    properties.insert_element_before(margins, "w:tblLook")


def _last_paragraph(document: Document) -> None:
    """Word wants a paragraph after the last table; make it too small to start a page."""
    paragraph = document.add_paragraph()
    elements.no_indent(paragraph.paragraph_format)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)
