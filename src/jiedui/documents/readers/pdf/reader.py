"""From the bytes of a PDF file to a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from jiedui.documents.blocks import Document
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.pages.assembly import document_of
from jiedui.documents.readers.pages.lines import Grid, PageLines
from jiedui.documents.readers.pdf.glyphs import Glyph, glyphs_of, inside, is_garbled
from jiedui.documents.readers.pdf.rows import lines_of
from jiedui.documents.readers.repairs import GARBLED, ILLEGIBLE, RECOGNISED, UNRULED

if TYPE_CHECKING:
    from jiedui.documents.readers.pdf.tables import Ruling

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 3000
CHECKED_PAGES = 5
PASSWORD_ERROR = 4
FEWEST_GLYPHS = 12
"""A page with fewer characters and a picture on it is a scan with at most a stamp or a number."""

Advance = Callable[[int, int], None]
"""Told how many of how many pages are done."""


def read_pdf(
    data: bytes, name: str, advance: Advance = lambda done, total: None, most: int | None = None
) -> Document:
    """The document in a PDF file, of its first ``most`` pages; pictures are recognised where that is installed.

    Raises UnreadableDocumentError: ``encrypted``, ``damaged``, ``too_many_pages``, ``empty``, or, where no recognition
    is installed, ``scanned`` for pages that are pictures and ``garbled`` where fonts tell no character.
    """
    opened = open_pdf(data, name)
    try:
        return _document(opened, data, name, advance, most)
    except PdfiumError as error:
        raise UnreadableDocumentError("damaged", str(error)) from error
    finally:
        opened.close()


def open_pdf(data: bytes, name: str) -> Any:
    """The opened file. Raises UnreadableDocumentError as :func:`read_pdf`."""
    try:
        opened = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        reason = "encrypted" if getattr(error, "err_code", None) == PASSWORD_ERROR else "damaged"
        raise UnreadableDocumentError(reason, str(error)) from error
    if len(opened) > MAX_PAGES:
        opened.close()
        raise UnreadableDocumentError("too_many_pages", name)
    return opened


def check_pdf(data: bytes, name: str) -> None:
    """Raise as :func:`read_pdf` where the first pages tell it without recognising anything."""
    from jiedui.documents.readers.ocr import installed

    opened = open_pdf(data, name)
    try:
        if installed():
            return
        first = [(page, glyphs_of(page)) for page in islice(opened, CHECKED_PAGES)]
        if any(is_picture(page, glyphs) for page, glyphs in first):
            raise UnreadableDocumentError("scanned", name)
        if first and all(is_garbled(glyphs) for _, glyphs in first):
            raise UnreadableDocumentError("garbled", name)
    except PdfiumError as error:
        raise UnreadableDocumentError("damaged", str(error)) from error
    finally:
        opened.close()


def _document(opened: Any, data: bytes, name: str, advance: Advance, most: int | None) -> Document:
    from jiedui.documents.readers.ocr import installed, recognise_page
    from jiedui.documents.readers.pdf.tables import (
        Ruling,  # half a second to import, and few papers are PDF files
    )

    pages: list[PageLines] = []
    grids: list[Grid] = []
    told = dict.fromkeys((RECOGNISED, GARBLED, ILLEGIBLE), 0)
    with Ruling(data) as ruled:
        for number, page in enumerate(islice(opened, most), start=1):
            glyphs = glyphs_of(page)
            garbled = is_garbled(glyphs)
            if is_picture(page, glyphs) or (garbled and installed()):
                lines, found = recognise_page(number, page)
                told[GARBLED if garbled else RECOGNISED] += 1
            else:
                told[ILLEGIBLE] += garbled
                lines, found = _set_page(number, page, ruled, [] if garbled else glyphs)
            pages.append(lines)
            grids += found
            page.close()
            advance(number, min(len(opened), most or MAX_PAGES))
    if not grids and not any(page.lines for page in pages):
        raise UnreadableDocumentError("garbled" if told[ILLEGIBLE] else "empty", name)
    told[UNRULED] = ruled.unread
    repairs = tuple(f"{code}:{count}" for code, count in told.items() if count)
    return document_of(name, MEDIA_TYPE, pages, grids, repairs)


def is_picture(page: Any, glyphs: list[Glyph]) -> bool:
    """Whether a page is a picture of text: hardly any characters, but an image over a good part of it."""
    if len(glyphs) >= FEWEST_GLYPHS:
        return False
    area = page.get_width() * page.get_height()
    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    covered = max((_area(image) for image in images), default=0.0)
    return bool(covered > 0.2 * area)


def _area(image: Any) -> float:
    left, bottom, right, top = image.get_bounds()
    return float((right - left) * (top - bottom))


def _set_page(number: int, page: Any, ruled: Ruling, glyphs: list[Glyph]) -> tuple[PageLines, list[Grid]]:
    """The lines and tables of a page that has text; what has no character in it is left out."""
    glyphs = [glyph for glyph in glyphs if glyph.legible]
    found = ruled.grids(number, glyphs) if _is_ruled(page) else []
    lines = lines_of(number, _outside(glyphs, found))
    return PageLines(number, page.get_width(), page.get_height(), lines), found


def _is_ruled(page: Any) -> bool:
    """Whether a page has lines drawn on it: only there it is worth looking for tables."""
    drawn = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)
    return any(True for _ in drawn)


def _outside(glyphs: list[Glyph], grids: list[Grid]) -> Iterator[Glyph]:
    return (glyph for glyph in glyphs if not any(inside(glyph, grid.box) for grid in grids))
