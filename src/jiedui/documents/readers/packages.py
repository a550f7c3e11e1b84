"""What a zipped Office file must be before anything is built of it: neither a bomb nor hostile XML."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from jiedui.documents.readers.errors import UnreadableDocumentError

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000
BROKEN = (
    zipfile.BadZipFile,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    struct.error,
)
"""What the archive module raises at files whose structure is not sound."""
_LOCKED = 1
"""The bit of a member's flags that says it needs a password."""


def members_of(data: bytes) -> frozenset[str]:
    """The names of the parts. Raises UnreadableDocumentError ``damaged`` where it is no archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except BROKEN as error:
        raise UnreadableDocumentError("damaged", str(error)) from error


def inspect(data: bytes) -> None:
    """Refuse archives that unpack out of proportion and XML with entities.

    Raises UnreadableDocumentError: ``hostile``, ``encrypted``, or ``damaged`` where a part cannot be read.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & _LOCKED for member in members):
                raise UnreadableDocumentError("encrypted")
            unpacked = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
                raise UnreadableDocumentError("hostile", "size")
            if unpacked > 10 * 1024 * 1024 and unpacked > len(data) * MAX_RATIO:
                raise UnreadableDocumentError("hostile", "ratio")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(member), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableDocumentError("hostile", type(error).__name__) from error
    except (
        ElementTree.ParseError,
        LookupError,
        *BROKEN,
    ) as error:  # LookupError: an encoding that does not exist
        raise UnreadableDocumentError("damaged", type(error).__name__) from error
