"""Looks at a workbook's bytes before anything reads them: what it is, how large it unpacks, formulas in it.

A reader that trusts a zip's directory can be made to unpack gigabytes out of kilobytes; so the declared sizes are
summed first, and what is really there is counted as it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.uploads import ACTIVE_PART, PRINTER_SETTINGS
from jiedui.ledger.intake.errors import UnreadableRows

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 150
RATIO_FROM = 20 * 1024 * 1024
MAX_MEMBERS = 2000
CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FORMULA = re.compile(rb"<f[ />]")
CELL = re.compile(rb'r="([A-Z]{1,3}\d{1,7})"')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_size(content: bytes, filename: str) -> None:
    """Refuse what is empty or too large to look at. Raises UnreadableRows."""
    if not content:
        raise UnreadableRows(_("The file is empty."), address=filename)
    if len(content) > MAX_BYTES:
        message = _("The file is over the limit of %(mib)d MiB. Divide its rows over several files.")
        raise UnreadableRows(message, address=filename, mib=MAX_BYTES >> 20)


def check_workbook(content: bytes, filename: str) -> None:
    """Refuse what is no .xlsx workbook, is locked, brings programs along or unpacks out of proportion."""
    if content.startswith(OLE):
        raise UnreadableRows(_locked(content), address=filename)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, len(content), filename)
            types = archive.read("[Content_Types].xml")
            _check_parts({member.filename for member in members}, types, filename)
            _count(archive, members, filename)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        raise UnreadableRows(_NO_WORKBOOK, address=filename) from None


_NO_WORKBOOK = _("This is no Excel workbook, or it is damaged. Save it as .xlsx and hand that in.")


def _locked(content: bytes) -> Any:
    if ENCRYPTED in content:
        return _("The workbook is protected by a password. Save it without one and hand that in.")
    return _("This is a workbook in the old format. Open it, save it as .xlsx and hand that in.")


def _check_members(members: list[zipfile.ZipInfo], size: int, filename: str) -> None:
    declared = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or declared > MAX_UNPACKED
        or (declared > RATIO_FROM and declared > size * MAX_RATIO)
    ):
        message = _(
            "The file would unpack to more than may be read. Save its rows in a new workbook and hand that in."
        )
        raise UnreadableRows(message, address=filename)


def _check_parts(names: set[str], types: bytes, filename: str) -> None:
    if "xl/workbook.bin" in names:
        raise UnreadableRows(
            _("This is a binary workbook. Save it as .xlsx and hand that in."), address=filename
        )
    if "xl/workbook.xml" not in names:
        raise UnreadableRows(_NO_WORKBOOK, address=filename)
    if b"macroEnabled" in types or any(
        ACTIVE_PART.search(name) and not PRINTER_SETTINGS.match(name) for name in names
    ):
        message = _("The workbook contains macros or embedded files. Save it as .xlsx without them.")
        raise UnreadableRows(message, address=filename)


def _count(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], filename: str) -> None:
    """Unpack everything but the sheets, a part at a time; a part that is not what its entry says is damaged."""
    for member in members:
        if member.filename.startswith("xl/worksheets/") or member.is_dir():
            continue  # scanned for formulas later, with the same care
        with archive.open(member) as part:
            while part.read(CHUNK):
                pass


def check_formulas(content: bytes, sheet: str, filename: str) -> None:
    """Refuse a sheet with formulas: what a formula gave when the file was saved is no evidence of anything."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            cell = _first_formula(archive, _member_of(archive, sheet))
    except (zipfile.BadZipFile, KeyError, DefusedXmlException, ElementTree.ParseError, RuntimeError, OSError):
        raise UnreadableRows(_NO_WORKBOOK, address=filename) from None
    if cell:
        message = _(
            "The cell holds a formula. Paste the sheet as values only (Paste special: Values) and hand that in."
        )
        raise UnreadableRows(message, address=f"{sheet}!{cell}")


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part in which a sheet lies. Raises KeyError."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets[element.get(RELATION)]
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    raise KeyError(sheet)


def _first_formula(archive: zipfile.ZipFile, member: str) -> str:
    """The first cell with a formula, empty where there is none."""
    for text in _pieces(archive, member):
        if found := FORMULA.search(text):
            cells = CELL.findall(text, 0, found.start())
            return cells[-1].decode("ascii") if cells else "A1"
    return ""


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no cell is cut in two."""
    before = b""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            yield before + chunk
            before = chunk[-400:]
