"""Tables: a title above, a header row on every page, numbers to the right."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from jiedui.publications.gongwen import elements, fonts
from jiedui.publications.gongwen import geometry as g
from jiedui.publications.gongwen.page import CELL, TABLE_TITLE
from jiedui.publications.paper import Align, Column, Table

ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
CELL_MARGIN_TWIPS = 60


def write_table(document: Document, source: Table) -> None:
    """Set a table across the type area."""
    document.add_paragraph(source.title, style=TABLE_TITLE)
    table: Any = document.add_table(rows=0, cols=len(source.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _margins(table)
    for column, made in zip(source.columns, table.columns, strict=True):
        made.width = Mm(column.width)
    _row(table, [column.header for column in source.columns], source.columns, header=True)
    for row in source.rows:
        _row(table, row, source.columns, header=False)


def _row(table: Any, texts: list[str], columns: tuple[Column, ...], *, header: bool) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(elements.element("w:cantSplit"))
    if header:
        properties.append(elements.element("w:tblHeader"))
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        cell.width = Mm(column.width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = CELL
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if header else ALIGNMENTS[column.align]
        run = paragraph.add_run(text)
        fonts.set_font(run, fonts.HEITI if header else fonts.FANGSONG, g.SIZE_5, g.BLACK)


def _margins(table: Any) -> None:
    margins = elements.element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(elements.element(f"w:{side}", w=CELL_MARGIN_TWIPS, type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
