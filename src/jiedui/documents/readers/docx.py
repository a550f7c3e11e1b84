"""Reads Word files (.docx): paragraphs with their numbering, headings, tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lines import Layout, heading_level
from jiedui.documents.readers.numbering import Numbering
from jiedui.documents.readers.packages import inspect
from jiedui.documents.readers.text import table_block

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLE_LEVEL = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"^(?:title|标题)$", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """The document in a Word file.

    Raises UnreadableDocumentError: ``hostile`` for a bomb or forbidden XML, ``damaged`` where Word's own
    structure is broken.
    """
    inspect(data)
    try:
        opened = docx.Document(BytesIO(data))
    except Exception as error:  # python-docx raises whatever the missing part happens to break
        raise UnreadableDocumentError("damaged", type(error).__name__) from error
    walk = _Walk(Numbering(opened))
    blocks = tuple(walk.blocks(opened.element.body, opened))
    if not blocks:
        raise UnreadableDocumentError("empty", name)
    return Document(name=name, media_type=MEDIA_TYPE, blocks=blocks)


class _Walk:
    """Counts paragraphs and table rows through the body; the count is their address."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._line = 0
        self._index = 0
        self._layout = Layout(width=1000, wrapped=False)

    def blocks(self, body: Any, parent: Any) -> Iterator[Block]:
        for element in body.iterchildren():
            block: Block | None = None
            if element.tag == qn("w:p"):
                block = self._paragraph(Paragraph(element, parent))
            elif element.tag == qn("w:tbl"):
                block = self._table(Table(element, parent))
            elif element.tag == qn("w:sdt"):
                for content in element.iterchildren(qn("w:sdtContent")):
                    yield from self.blocks(content, parent)
            if block:
                self._index += 1
                yield block

    def _paragraph(self, paragraph: Paragraph) -> Block | None:
        self._line += 1
        words = paragraph.text.replace("\n", "").replace("\t", " ").strip()
        if not words:
            return None
        text = self._numbering.label(paragraph) + words
        level = _style_level(paragraph) or heading_level(text, self._layout, whole=True)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        return Block(index=self._index, kind=kind, text=text, breaks=((0, self._line),), level=level)

    def _table(self, table: Table) -> Block | None:
        rows = []
        for row in table.rows:
            self._line += 1
            rows.append(Row(cells=tuple(_cells(row)), line=self._line))
        return table_block(self._index, rows) if any(any(row.cells) for row in rows) else None


def _style_level(paragraph: Paragraph) -> int:
    """The heading level its style gives; Heading 1 is 一、 in these papers, Title the title."""
    name = paragraph.style.name if paragraph.style is not None else ""
    if _TITLE_STYLE.match(name or ""):
        return 1
    found = _STYLE_LEVEL.search(name or "")
    return min(int(found[1]) + 1, 4) if found else 0


def _cells(row: _Row) -> Iterator[str]:
    """The cells of a row, one for each grid column: a merged cell speaks once, then ""."""
    yield from [""] * int(row.grid_cols_before)
    for cell in row._tr.tc_lst:
        properties = cell.tcPr
        carried = properties is not None and cell.vMerge == "continue"
        words = " ".join("".join(p.itertext(qn("w:t"))).strip() for p in cell.iterchildren(qn("w:p")))
        yield "" if carried else re.sub(r"\s+", " ", words).strip()
        yield from [""] * (int(cell.grid_span) - 1)
