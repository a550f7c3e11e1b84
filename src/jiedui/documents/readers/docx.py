"""Reads Word files (.docx): paragraphs with their numbering, headings, tables, text boxes and notes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.readers.docx_words import (
    boxes_of,
    changes_in,
    hidden_in,
    is_mark_deleted,
    is_row_deleted,
    notes_of,
    own,
    words_of,
)
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lengths import MAX_COLUMNS
from jiedui.documents.readers.lines import Layout, heading_level
from jiedui.documents.readers.numbering import Numbering
from jiedui.documents.readers.packages import inspect
from jiedui.documents.readers.repairs import HIDDEN, RUNNING_HEADS, TRACKED
from jiedui.documents.readers.text import table_block

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TRANSPARENT = set(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")))
_STYLE_LEVEL = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"^(?:title|标题)$", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """The document in a Word file, with every tracked change accepted.

    Text boxes, footnotes and endnotes follow the paragraph in which they stand, a nested table the table around it.
    The letterhead (the head of a first page that has one of its own) comes first; running heads and page numbers
    are left out. Raises UnreadableDocumentError: ``hostile`` for a bomb or forbidden XML, ``encrypted``, ``damaged``
    where Word's own structure is broken, ``empty``.
    """
    inspect(data)
    try:
        opened = docx.Document(BytesIO(data))
        walk = _Walk(opened)
        blocks = tuple(walk.document())
        repairs = tuple(_repairs(opened))
    except Exception as error:  # python-docx raises whatever the missing part happens to break
        log.warning("a Word file could not be read", exc_info=True)
        raise UnreadableDocumentError("damaged", type(error).__name__) from error
    if not blocks:
        raise UnreadableDocumentError("empty", name)
    return Document(name=name, media_type=MEDIA_TYPE, blocks=blocks, repairs=repairs)


def _repairs(opened: Any) -> Iterator[str]:
    body = opened.element.body
    found = (
        (TRACKED, changes_in(body)),
        (HIDDEN, hidden_in(body)),
        (RUNNING_HEADS, len(set(_running_heads(opened)))),
    )
    yield from (f"{code}:{count}" for code, count in found if count)


def _running_heads(opened: Any) -> Iterator[str]:
    """The words of all heads and feet of pages that are not read."""
    for number, section in enumerate(opened.sections):
        first = section.different_first_page_header_footer
        parts = [section.header, section.footer]
        parts += [section.first_page_footer] if first else []
        parts += [section.first_page_header] if first and number else []
        for part in parts:
            if not part.is_linked_to_previous:  # or reading it would make it
                yield from filter(None, ["".join(words_of(p._p) for p in part.paragraphs)])


class _Walk:
    """Counts paragraphs and table rows through the body; the count is their address."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._numbering = Numbering(opened)
        self._notes = _notes(opened.part)
        self._line = 0
        self._index = 0
        self._carried = ""
        self._layout = Layout(width=1000, wrapped=False)

    def document(self) -> Iterator[Block]:
        """The letterhead, then the body."""
        first = self._opened.sections[0] if len(self._opened.sections) else None
        if (
            first is not None
            and first.different_first_page_header_footer
            and not first.first_page_header.is_linked_to_previous
        ):
            yield from self._blocks(first.first_page_header._element)
        yield from self._blocks(self._opened.element.body)

    def _blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif element.tag in _TRANSPARENT:
                yield from self._blocks(element)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self._line += 1
        words = self._carried + words_of(element)
        self._carried = words if is_mark_deleted(element) else ""
        if words and not self._carried:
            yield self._numbered(words, Paragraph(element, self._opened._body))
        for box in boxes_of(element):
            yield from self._blocks(box)
        yield from self._called(element)

    def _numbered(self, words: str, paragraph: Paragraph) -> Block:
        text = self._numbering.label(paragraph) + words
        level = _style_level(paragraph) or heading_level(text, self._layout, whole=True)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        self._index += 1
        return Block(index=self._index - 1, kind=kind, text=text, breaks=((0, self._line),), level=level)

    def _called(self, element: Any) -> Iterator[Block]:
        """The notes that the element calls, each where it is called first."""
        for key in notes_of(element):
            if (note := self._notes.pop(key, None)) is not None:
                yield from self._blocks(note)

    def _table(self, element: Any) -> Iterator[Block]:
        rows, inner = [], []
        for row in own(element, "w:tr"):
            self._line += 1
            if is_row_deleted(row):
                continue
            rows.append(Row(cells=tuple(_cells(row)), line=self._line))
            inner += [table for cell in own(row, "w:tc") for table in own(cell, "w:tbl")]
        if any(any(row.cells) for row in rows):
            self._index += 1
            yield table_block(self._index - 1, rows)
        for table in inner:
            yield from self._table(table)
        for cell in element.iter(qn("w:p")):
            if next(cell.iterancestors(qn("w:tbl"))) is element:
                for box in boxes_of(cell):
                    yield from self._blocks(box)
                yield from self._called(cell)


def _notes(part: Any) -> dict[tuple[str, str], Any]:
    """The foot- and endnotes of a document, by kind and number."""
    found = {}
    for link in part.rels.values():
        kind = link.reltype.rpartition("/")[2].removesuffix("s")
        if kind in {"footnote", "endnote"} and not link.is_external:
            for note in parse_xml(link.target_part.blob).iterchildren(qn(f"w:{kind}")):
                if note.get(qn("w:type"), "normal") == "normal":
                    found[kind, note.get(qn("w:id"))] = note
    return found


def _style_level(paragraph: Paragraph) -> int:
    """The heading level its style gives; Heading 1 is 一、 in these papers, Title the title."""
    name = paragraph.style.name if paragraph.style is not None else ""
    if _TITLE_STYLE.match(name or ""):
        return 1
    found = _STYLE_LEVEL.search(name or "")
    return min(int(found[1]) + 1, 4) if found else 0


def _cells(row: Any) -> Iterator[str]:
    """The cells of a row, one for each grid column: a merged cell speaks once, then ""."""
    yield from [""] * int(row.grid_before)
    for cell in own(row, "w:tc"):
        properties = cell.tcPr
        carried = properties is not None and cell.vMerge == "continue"
        words = " ".join(words_of(paragraph) for paragraph in own(cell, "w:p"))
        yield "" if carried else re.sub(r"\s+", " ", words).strip()
        yield from [""] * min(int(cell.grid_span) - 1, MAX_COLUMNS)
