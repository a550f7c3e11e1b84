"""The same document always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

from docx.document import Document

# The earliest date a zip archive can state.
EPOCH = (1980, 1, 1, 0, 0, 0)


def stamp(document: Document, *, title: str, author: str, dated: date, language: str) -> None:
    """Core properties that tell of the issue and of nothing that happened while it was written."""
    properties = document.core_properties
    at = datetime.combine(dated, time())
    properties.title = title
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = at
    properties.revision = 1
    properties.language = language
    properties.comments = properties.keywords = properties.subject = properties.category = ""


def to_bytes(document: Document) -> bytes:
    """The .docx file, its members in a fixed order and without the time of writing."""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=_place):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            # The same on every system: no permissions, made on "MS-DOS".
            info.create_system = 0
            target.writestr(info, source.read(name), compresslevel=6)
    return out.getvalue()


def _place(name: str) -> tuple[bool, str]:
    # Readers that stream look for the content types first.
    return name != "[Content_Types].xml", name
