"""A read paper set anew in other formats, and its facts led back to the lines of the text they came from."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pylopdf_fonts_zh_cn
import typst

from jiedui.documents.blocks import Block, BlockKind, Document

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
PAPER = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), leading: 12pt, justify: true)
"""
COLUMNS = "#set columns(gutter: 2em)\n" + PAPER.replace(
    'numbering: "— 1 —"', 'columns: 2, numbering: "1"'
).replace("16pt", "10pt")


def pdf_of(document: Document) -> bytes:
    """The paper as an A4 page in the customary layout: page numbers, indents, ruled tables."""
    return set_pdf(PAPER + "\n".join(_typst(block) for block in document.blocks))


def set_pdf(source: str) -> bytes:
    """Typst's own text as PDF, with the fonts of the package and no others."""
    made = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def docx_of(document: Document) -> bytes:
    """The paper as a Word file: titles, headings, paragraphs, tables."""
    made = docx.Document()
    for block in document.blocks:
        if block.kind is not BlockKind.TABLE:
            style = {0: None, 1: "Title"}.get(block.level, f"Heading {block.level - 1}")
            made.add_paragraph(block.text, style=style)
            continue
        table = made.add_table(len(block.rows), max(len(row.cells) for row in block.rows))
        for row, cells in zip(block.rows, table.rows, strict=True):
            for text, cell in zip(row.cells, cells.cells, strict=False):
                cell.text = text
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def escaped(text: str) -> str:
    """Text that typst prints as it is."""
    plain = "".join(f"\\{c}" if c in "\\#$*_`<>@[]=-+/~\"'" else c for c in text)
    return re.sub(r"^(\d+)\.", r'\1#"."', plain)


def _typst(block: Block) -> str:
    if block.kind is BlockKind.TABLE:
        width = max(len(row.cells) for row in block.rows)
        cells = [
            f"[{escaped(c)}]" for row in block.rows for c in [*row.cells, *[""] * (width - len(row.cells))]
        ]
        small = "#set text(size: 9pt)\n#set par(first-line-indent: 0pt, leading: 5pt)\n"
        return f"#[{small}#table(columns: {width}, {', '.join(cells)})]\n"
    if block.level == 1:
        title = f"#set par(first-line-indent: 0pt)\n#text(size: 22pt)[{escaped(block.text)}]"
        return f"#align(center)[{title}]\n"
    return f"{escaped(block.text)}\n"


def led_back(records: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The facts with the lines of ``text`` on which their quotes stand there; those that do not are dropped."""
    squashed, lines = "", []
    for number, line in enumerate(text.splitlines(), start=1):
        piece = _squash(line)
        squashed += piece
        lines += [number] * len(piece)
    found, last = [], 0
    for record in records:
        quote = _squash(record.get("quote") or "")
        places = _places(squashed, quote) or _places(squashed, quote[:12])
        if places:
            last = min(places, key=lambda place: abs(place - last))
            found.append({**record, "line": lines[last]})
    return found


def _places(text: str, quote: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(quote), text)] if quote else []


def _squash(text: str) -> str:
    return re.sub(r"\s", "", text).translate(str.maketrans("(),", "（），"))
