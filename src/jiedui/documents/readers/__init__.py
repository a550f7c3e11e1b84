"""Readers: one per file format, each turning a file into blocks with addresses."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _

from jiedui.documents.blocks import Document
from jiedui.documents.readers.docx import read_docx
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.text import JOINED, UNMARKED, read_text

MAX_BYTES = 20 * 1024 * 1024
"""The largest file taken in: an official plan with scanned seals stays well below."""

_LEGACY = b"\xd0\xcf\x11\xe0"

__all__ = ["MAX_BYTES", "UnreadableDocumentError", "describe_repair", "explain", "open_document"]


def open_document(source: Path | str | bytes, name: str | None = None) -> Document:
    """The document in a file, by its path or its bytes.

    The format is told from the content, not from the name. Raises UnreadableDocumentError with a reason that
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
    return _read(data, title)


def _read(data: bytes, name: str) -> Document:
    if len(data) > MAX_BYTES:
        raise UnreadableDocumentError("too_large", name)
    if not data.strip():
        raise UnreadableDocumentError("empty", name)
    if data.startswith(_LEGACY):
        raise UnreadableDocumentError("legacy_format", name)
    if data.startswith(b"PK"):
        return read_docx(data, name) if _is_docx(data) else _refuse(name)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"GIF8", b"{\\rtf")):
        return _refuse(name)
    return read_text(data, name)


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise UnreadableDocumentError("damaged", str(error)) from error


def _refuse(name: str) -> Document:
    raise UnreadableDocumentError("unknown_format", name)


def explain(error: UnreadableDocumentError) -> str:
    """Why the file could not be read and what to do, in the user's language."""
    words = {
        "unknown_format": _(
            "This is neither a Word document (.docx) nor plain text. Save it as one of these and try again."
        ),
        "legacy_format": _("This is an old Word or Excel file. Open it, save it as .docx and try again."),
        "encoding": _("The text is neither UTF-8 nor GB18030. Save it as UTF-8 and try again."),
        "binary": _("This is not a text file. Hand in a Word document (.docx) or plain text."),
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
    }
    return words[code] % {"count": count} if code in words else repair
