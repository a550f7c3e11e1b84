"""Readers: one per file format, each turning a file into blocks with addresses.

What a format needs to be read is loaded with the first file of it: a plain text waits for no library of pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from jiedui.documents.blocks import Document
from jiedui.documents.lookalikes import GAPS, MARKS, WORDS, noted
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.html import looks_like_html, read_html
from jiedui.documents.readers.legacy import SIGNATURE, read_legacy
from jiedui.documents.readers.lengths import in_measure
from jiedui.documents.readers.packages import members_of
from jiedui.documents.readers.repairs import (
    CUT,
    GARBLED,
    HIDDEN,
    HIDDEN_SHEETS,
    ILLEGIBLE,
    JOINED,
    RECOGNISED,
    RUNNING_HEADS,
    TRACKED,
    UNMARKED,
    UNRULED,
)
from jiedui.documents.readers.text import read_text

MAX_BYTES = 20 * 1024 * 1024
"""The largest file taken in: an official plan with scanned seals stays well below."""

ACCEPT = ".docx,.doc,.wps,.rtf,.xlsx,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.html,.htm,.txt,.md,text/plain"
"""For the ``accept`` attribute of a file input."""

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
"""How PNG, JPEG and TIFF files begin."""

Advance = Callable[[int, int], None]

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "UnreadableDocumentError",
    "check_document",
    "describe_repair",
    "explain",
    "open_document",
]


def open_document(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    advance: Advance = lambda done, total: None,
    most: int | None = None,
) -> Document:
    """The document in a file, by its path or its bytes.

    The format is told from the content, not from the name. ``advance`` is told how many of how many pages are done;
    of files that have pages only the first ``most`` are read. Raises UnreadableDocumentError with a reason that
    :func:`explain` puts into words.
    """
    if isinstance(source, bytes):
        data, title = source, name or ""
    else:
        path = Path(source)
        if not path.is_file():
            raise UnreadableDocumentError("missing", str(path))
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocumentError("too_large", path.name)
        data, title = path.read_bytes(), name or path.name
    _refuse_at_sight(data, title)
    if is_pdf(data):
        from jiedui.documents.readers.pdf import read_pdf

        return noted(in_measure(read_pdf(data, title, advance, most)))
    if data.startswith(PICTURES):
        from jiedui.documents.readers.ocr import read_pictures

        return noted(in_measure(read_pictures(data, title, advance)))
    return noted(in_measure(_read(data, title)))


def check_document(data: bytes, name: str) -> None:
    """Raise as :func:`open_document` where that can be told at once: pages that are pictures are not recognised."""
    _refuse_at_sight(data, name)
    if is_pdf(data):
        from jiedui.documents.readers.pdf import check_pdf

        check_pdf(data, name)
    elif data.startswith(PICTURES):
        from jiedui.documents.readers.ocr import check_pictures

        check_pictures(data, name)
    else:
        _read(data, name)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are those of a PDF file; some programs write a few bytes before its mark."""
    return b"%PDF-" in data[:1024]


def _refuse_at_sight(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise UnreadableDocumentError("too_large", name)
    if not data.strip():
        raise UnreadableDocumentError("empty", name)
    if data.startswith((b"Rar!", b"GIF8", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise UnreadableDocumentError("unknown_format", name)


def _read(data: bytes, name: str) -> Document:
    if data.startswith(b"PK"):
        return _read_package(data, name)
    if data.startswith(SIGNATURE):
        return read_legacy(data, name)
    if data.startswith(b"{\\rtf"):
        return read_legacy(data, name, ".rtf")
    if looks_like_html(data):
        return read_html(data, name)
    return read_text(data, name)


def _read_package(data: bytes, name: str) -> Document:
    members = members_of(data)
    if "word/document.xml" in members:
        from jiedui.documents.readers.docx import read_docx

        return read_docx(data, name)
    if "xl/workbook.xml" in members:
        from jiedui.documents.readers.xlsx import read_xlsx

        return read_xlsx(data, name)
    raise UnreadableDocumentError("unknown_format", name)


def explain(error: UnreadableDocumentError) -> str:
    """Why the file could not be read and what to do, in the user's language."""
    words = {
        "unknown_format": _(
            "This is no document that can be read. Hand in a Word, Excel or PDF file, a web page or plain text."
        ),
        "legacy_format": _(
            "This is an old Word, WPS or Excel file. Open it, save it as .docx and try again."
        ),
        "encrypted": _("The file is protected by a password. Save it without one and try again."),
        "scanned": _(
            "The pages are pictures, and reading pictures is not installed here. Hand in a file with text."
        ),
        "garbled": _(
            "The fonts of this PDF do not say which characters they draw, and reading pictures is not installed here. "
            "Hand in the Word file it was made from."
        ),
        "no_words": _("No words were found on the picture. Scan it again, sharper and at 200 dpi or more."),
        "too_many_pages": _("The file has more than 3,000 pages. Split it and hand in the parts."),
        "too_slow": _(
            "The file could not be opened within a minute. Open it, save it as .docx and try again."
        ),
        "no_text": _("No text was found on this web page. Save its text as a Word file or plain text."),
        "encoding": _("The text is neither UTF-8 nor GB18030. Save it as UTF-8 and try again."),
        "binary": _("This is not a text file. Hand in a Word, Excel or PDF file, a web page or plain text."),
        "too_large": _("The file is larger than 20 MB. Take out the pictures or split it."),
        "hostile": _(
            "The file holds more than a document may: it unpacks too large or carries forbidden XML. It was not opened."
        ),
        "damaged": _("The file is damaged. Open it in a word processor, save it again and retry."),
        "empty": _("The file is empty."),
        "missing": _("There is no such file."),
    }
    return words.get(error.reason, str(error))


def describe_repair(repair: str) -> str:
    """What the reader put right, in the user's language; ``repair`` is an entry of ``Document.repairs``."""
    code, _colon, count = repair.partition(":")
    words = {
        JOINED: _("%(count)s broken lines were joined to their paragraphs."),
        UNMARKED: _("List or emphasis marks were taken off %(count)s lines."),
        RECOGNISED: _("%(count)s pages were pictures; their text was recognised. Check it against the page."),
        GARBLED: _(
            "On %(count)s pages the file does not say which characters it draws; their text was recognised from the "
            "picture. Check it against the page."
        ),
        ILLEGIBLE: _("%(count)s pages were left out: the file does not say which characters they draw."),
        RUNNING_HEADS: _("%(count)s page numbers and running heads were left out."),
        WORDS: _(
            "%(count)s words with a character mistaken for its look-alike were read as they were meant."
        ),
        MARKS: _("%(count)s marks that stand for commas and stops were read as such."),
        GAPS: _("%(count)s blanks inside numbers were read away."),
        CUT: _("%(count)s over-long paragraphs or cells were read in pieces."),
        UNRULED: _("On %(count)s pages the text was read, but tables could not be made out. Check them."),
        TRACKED: _("%(count)s tracked changes were read as accepted."),
        HIDDEN: _("%(count)s hidden passages were left out."),
        HIDDEN_SHEETS: _("%(count)s hidden sheets were left out."),
    }
    return words[code] % {"count": count} if code in words else repair
