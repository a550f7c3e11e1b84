"""Reads old Word and WPS files (.doc, .wps) and .rtf through LibreOffice, where it is installed.

LibreOffice runs with a profile of its own that is thrown away, without macros, and never longer than a minute.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from jiedui.documents.blocks import Document
from jiedui.documents.readers.errors import UnreadableDocumentError

SIGNATURE = b"\xd0\xcf\x11\xe0"
_HEADS = (b"\xfe\xff\x09\x00", b"\xfe\xff\x0c\x00")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SECONDS = 60
PROGRAMS = ("soffice", "libreoffice")


def read_legacy(data: bytes, name: str, suffix: str = ".doc") -> Document:
    """The document in an old file.

    Raises UnreadableDocumentError: ``encrypted``, ``legacy_format`` where there is no LibreOffice, ``damaged`` where
    it cannot convert the file, ``too_slow``.
    """
    if _ENCRYPTED in data:
        raise UnreadableDocumentError("encrypted", name)
    program = next((found for program in PROGRAMS if (found := shutil.which(program))), None)
    if program is None:
        raise UnreadableDocumentError("legacy_format", name)
    if suffix == ".doc" and not _is_compound(data):  # or LibreOffice would take it for plain text
        raise UnreadableDocumentError("damaged", name)
    from jiedui.documents.readers.docx import read_docx

    converted = read_docx(_converted(program, data, suffix, name), name)
    return Document(name, converted.media_type, converted.blocks, converted.repairs)


def _is_compound(data: bytes) -> bool:
    """Whether the head of a compound file is sound: byte order, and sectors of 512 or 4,096 bytes ([MS-CFB] 2.2)."""
    return len(data) >= 512 and data[4:8] == b"\xa1\xb1\x1a\xe1" and data[28:32] in _HEADS


def _converted(program: str, data: bytes, suffix: str, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jiedui-legacy-") as folder:
        source = Path(folder) / f"paper{suffix}"
        source.write_bytes(data)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{folder}/profile",
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out", str(source)),
        ]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocumentError("too_slow", name) from error
        made = Path(folder) / "out" / "paper.docx"
        if not made.is_file():
            raise UnreadableDocumentError("damaged", name)
        return made.read_bytes()
