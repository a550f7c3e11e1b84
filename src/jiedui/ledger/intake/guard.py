"""Looks at a workbook's bytes before anything reads them: what it is, how large it unpacks, formulas in it.

A reader that trusts a zip's directory can be made to unpack gigabytes out of kilobytes; so the declared sizes are
summed first, and what is really there is counted as it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from typing import IO, Any

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
FLAW = re.compile(rb"""<f[ />]|<c [^>]*\bt=["']e["'][^>]*>""")
SIGNS = (b"<f", b'"e"', b"'e'")
"""One of these is in every text in which ``FLAW`` is found; looking for them takes a tenth of the time."""
CELL = re.compile(rb'r="([A-Z]{1,3}\d{1,7})"')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A formula, or else an error of the spreadsheet. ``cell`` is empty where the part does not say which it is."""

    cell: str
    formula: bool


def check_size(content: bytes, filename: str) -> None:
    """Refuse what is empty or too large to look at. Raises UnreadableRows."""
    check_length(len(content), filename)


def check_length(size: int, filename: str) -> None:
    """The same of a file that was not read yet, by its size in bytes. Raises UnreadableRows."""
    if not size:
        raise UnreadableRows(_("The file is empty."), address=filename)
    if size > MAX_BYTES:
        message = _("The file is over the limit of %(mib)d MiB. Divide its rows over several files.")
        raise UnreadableRows(message, address=filename, mib=MAX_BYTES >> 20)


def check_workbook(content: bytes, filename: str) -> dict[str, Flaw]:
    """Refuse what is no .xlsx workbook, is locked, brings programs along or unpacks out of proportion.

    Returns what is wrong within parts that are sheets: the first formula or error of each. Raises UnreadableRows.
    """
    if content.startswith(OLE):
        raise UnreadableRows(_locked(content), address=filename)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, len(content), filename)
            types = archive.read("[Content_Types].xml")
            _check_parts({member.filename for member in members}, types, filename)
            return _unpacked(archive, members)
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


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, Flaw]:
    """Unpack everything once, a piece at a time; a part that is not what its entry says is damaged."""
    flaws: dict[str, Flaw] = {}
    for member in members:
        if member.is_dir():
            continue
        with archive.open(member) as part:
            if not member.filename.startswith("xl/worksheets/"):
                while part.read(CHUNK):
                    pass
            elif flaw := _first_flaw(_pieces(part)):
                flaws[member.filename] = flaw
    return flaws


def check_cells(content: bytes, sheet: str, flaws: dict[str, Flaw], filename: str) -> None:
    """Refuse a sheet with formulas, for what one gave when the file was saved is no evidence, or with errors."""
    if not flaws:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            flaw = flaws.get(_member_of(archive, sheet))
    except (zipfile.BadZipFile, KeyError, DefusedXmlException, ElementTree.ParseError, RuntimeError, OSError):
        raise UnreadableRows(_NO_WORKBOOK, address=filename) from None
    if flaw is not None:
        address = f"{sheet}!{flaw.cell}" if flaw.cell else sheet
        raise UnreadableRows(_FORMULA if flaw.formula else _ERROR, address=address)


_FORMULA = _(
    "The cell holds a formula. Paste the sheet as values only (Paste special: Values) and hand that in."
)
_ERROR = _("The cell holds an error of the spreadsheet, such as #REF!. Write the value there, or empty it.")


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


def _first_flaw(pieces: Iterator[bytes]) -> Flaw | None:
    """The first formula or error. The pieces are read to their end, so that a damaged part is found out."""
    flaw: Flaw | None = None
    for text in pieces:
        if flaw is None and any(sign in text for sign in SIGNS) and (found := FLAW.search(text)):
            cells = CELL.findall(text, 0, found.end())
            flaw = Flaw(cells[-1].decode("ascii") if cells else "", found[0].startswith(b"<f"))
    return flaw


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no cell is cut in two."""
    before = b""
    while chunk := part.read(CHUNK):
        yield before + chunk
        before = chunk[-400:]
