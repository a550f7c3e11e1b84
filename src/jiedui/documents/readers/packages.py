"""What a zipped Office file must be before anything is built of it: neither a bomb nor hostile XML."""

from __future__ import annotations

import zipfile
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from jiedui.documents.readers.errors import UnreadableDocumentError

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000


def members_of(data: bytes) -> frozenset[str]:
    """The names of the parts. Raises UnreadableDocumentError ``damaged`` where it is no archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableDocumentError("damaged", str(error)) from error


def inspect(data: bytes) -> None:
    """Refuse archives that unpack out of proportion and XML with entities.

    Raises UnreadableDocumentError: ``hostile``, or ``damaged`` where a part cannot be read.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
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
    except (zipfile.BadZipFile, ElementTree.ParseError, RuntimeError, EOFError) as error:
        raise UnreadableDocumentError("damaged", type(error).__name__) from error
