"""A paper as a Word file."""

from __future__ import annotations

from datetime import date

import docx
from docx.document import Document

from jiedui.publications.gongwen import fonts, package, page
from jiedui.publications.gongwen.head import write_end_block, write_head
from jiedui.publications.gongwen.tables import write_table
from jiedui.publications.paper import Block, Heading, Paper, Paragraph


def write(paper: Paper, *, dated: date) -> bytes:
    """The .docx of a paper. The same paper and day give the same bytes."""
    document = docx.Document()
    fonts.declare(document)
    page.set_up(document, paper.marks, paper.language)
    write_head(document, paper)
    for block in paper.blocks:
        _write_block(document, block)
    write_end_block(document, paper)
    package.stamp(document, title=paper.title, author=paper.issuer, dated=dated, language=paper.language)
    return package.to_bytes(document)


def _write_block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_paragraph(block.text, style=page.HEADINGS[block.level][0])
    elif isinstance(block, Paragraph):
        document.add_paragraph(block.text, style=page.NOTE if block.note else "Normal")
    else:
        write_table(document, block)
