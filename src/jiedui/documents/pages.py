"""The pages of a handed-in file as pictures, and where on them its facts stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from jiedui.documents.facts import FactKind
from jiedui.documents.models import DocumentBlock, FactRecord, SourceDocument
from jiedui.documents.readers.pdf import MEDIA_TYPE as PDF
from jiedui.kernel import storage
from jiedui.kernel.errors import NotFound

WIDTH = 1200
"""Pixels across a page's picture: sharp on a wide screen, a few hundred kilobytes."""
MARGIN = 0.004
"""Of the page, around a line, so that its mark does not cut the letters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line on a page that facts were read from or a finding speaks of; the box in shares of the page."""

    x: float
    y: float
    width: float
    height: float
    line: int
    facts: tuple[int, ...]
    outside: bool
    proposed: bool


@dataclass(slots=True)
class PageMarks:
    """A page, its proportions, and the marks on it."""

    number: int
    width: int
    height: int
    marks: list[Mark] = field(default_factory=list)


def marked_pages(
    document: SourceDocument,
    blocks: Iterable[DocumentBlock],
    facts: Iterable[FactRecord],
    spoken_of: Collection[int] = (),
) -> list[PageMarks]:
    """The pages that can be shown, each line of a fact marked, and the lines ``spoken_of`` by findings.

    None where the file has no pages.
    """
    pages = [
        PageMarks(number, WIDTH, round(WIDTH * height / width))
        for number, (width, height, _angle) in enumerate(document.shapes, start=1)
    ]
    if not pages:
        return []
    by_block: dict[int, list[FactRecord]] = defaultdict(list)
    for fact in facts:
        by_block[fact.block].append(fact)
    for block in blocks:
        for at, (_offset, line, page, box, _sure) in enumerate(block.places):
            here = [fact for fact in by_block[block.index] if _stands_on(fact, block, at)]
            if here or line in spoken_of:
                pages[page - 1].marks.append(_mark(box, line, here))
    return pages


def _stands_on(fact: FactRecord, block: DocumentBlock, at: int) -> bool:
    """Whether a fact has words on a line of its block (or is read from that row of its table)."""
    if fact.row is not None:
        return fact.row == at
    start = block.places[at][0]
    end = block.places[at + 1][0] if at + 1 < len(block.places) else len(block.text) + 1
    return fact.start < end and start < max(fact.end, fact.start + 1)


def _mark(box: list[float], line: int, facts: list[FactRecord]) -> Mark:
    left, top, right, bottom = box
    return Mark(
        x=max(left - MARGIN, 0),
        y=max(top - MARGIN, 0),
        width=right - left + 2 * MARGIN,
        height=bottom - top + 2 * MARGIN,
        line=line,
        facts=tuple(fact.number for fact in facts),
        outside=any(fact.kind == FactKind.OUT_OF_SCOPE for fact in facts),
        proposed=any(hasattr(fact, "proposal") for fact in facts),
    )


def page_picture(document: SourceDocument, number: int) -> bytes:
    """One page as a PNG file, turned as it was read. Raises NotFound where there is no such page."""
    if not 1 <= number <= len(document.shapes):
        raise NotFound
    data = storage.get(document.sha256)
    image = _pdf_page(data, number) if document.media_type == PDF else _frame(data, number)
    angle = document.shapes[number - 1][2]
    if angle:
        image = image.rotate(-angle, expand=angle % 90 == 0, fillcolor="white")
    image.thumbnail((WIDTH, WIDTH * 4))
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()


def _pdf_page(data: bytes, number: int) -> Image.Image:
    opened = pypdfium2.PdfDocument(data)
    try:
        page: Any = opened[number - 1]
        image: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil()
        return image.convert("RGB")
    finally:
        opened.close()


def _frame(data: bytes, number: int) -> Image.Image:
    opened = Image.open(BytesIO(data))
    for at, frame in enumerate(ImageSequence.Iterator(opened), start=1):
        if at == number:
            return ImageOps.exif_transpose(frame).convert("RGB")
    raise NotFound
