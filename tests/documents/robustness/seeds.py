"""Sound files of every format to spoil: the invented papers, written as each of them."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw

from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.readers import open_document
from tests.documents.rendering import docx_of, pdf_of

PAPERS = sorted((Path(__file__).parent.parent / "held_out").glob("*.txt"))
FORMATS = ("txt", "html", "docx", "xlsx", "pdf", "png")


@cache
def seed(form: str, number: int) -> bytes:
    """The paper of that number as a file of that format."""
    path = PAPERS[number % len(PAPERS)]
    if form == "txt":
        return path.read_bytes()
    if form == "png":
        return _picture(path.read_text("utf-8"))
    return {"html": html_of, "docx": docx_of, "xlsx": workbook_of, "pdf": pdf_of}[form](open_document(path))


def html_of(document: Document) -> bytes:
    """The paper as a web page of nothing else."""
    parts = []
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row.cells) for row in block.rows)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = f"h{block.level}" if block.level else "p"
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def workbook_of(document: Document) -> bytes:
    """The paper as a sheet, a paragraph a row."""
    book = Workbook()
    sheet = book.active
    for block in document.blocks:
        for row in [list(row.cells) for row in block.rows] or [[block.text]]:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _picture(text: str) -> bytes:
    """A small page: what is spoiled is the file, not the writing on it."""
    page = Image.new("L", (400, 60), 255)
    ImageDraw.Draw(page).text((10, 20), text[:20].encode("ascii", "ignore").decode() or "No. 42", fill=0)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()
