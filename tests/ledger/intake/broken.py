"""Workbooks that cannot be taken, each a real file: damaged, disguised, locked, or filled in as it must not be."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.workbook.protection import WorkbookProtection

from tests.conftest import World
from tests.ledger.intake.sheets import filled, purchase

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook opened, changed and saved as a clerk would; ``change`` takes its first sheet."""
    book = load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(content: bytes, **cells: Any) -> bytes:
    """The workbook with these cells of its first sheet written over, such as ``C5="昨天"``."""

    def write(sheet: Any) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return changed(content, write)


def template(world: World, **cells: Any) -> bytes:
    """Two good purchases in the template, with these cells written over."""
    return rewritten(filled(world, "purchase", [purchase(1), purchase(2)]), **cells)


def old_workbook(*, locked: bool = False) -> bytes:
    """The container of ``.xls`` files, and of ``.xlsx`` with a password: a header, then a directory of streams."""
    header = OLE + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0" + b"\0" * 480
    streams = ["EncryptionInfo", "EncryptedPackage"] if locked else ["Workbook"]
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return header + directory.ljust(512, b"\0") + b"\x09\x08\x10\0\0\x06\x05\0" + b"\0" * 504


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """The same zip with these parts replaced or added; None leaves one out. ``__`` stands for /, ``_`` for a point."""
    new = {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for member in old.infolist():
            if member.filename not in new:
                out.writestr(member, old.read(member))
        for name, data in new.items():
            if data is not None:
                out.writestr(name, data)
    return buffer.getvalue()


def bomb(content: bytes, *, size: int) -> bytes:
    """A workbook with a part of noughts that unpacks to ``size`` bytes out of a thousandth of them."""
    return repacked(content, xl__media__image1_png=b"\0" * size)


def lying_bomb(content: bytes, *, size: int) -> bytes:
    """The same, but the directory says that the part is small."""
    honest = bomb(content, size=size)
    at = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"xl/media/image1.png"))
    small = (1000).to_bytes(4, "little")
    return honest[: at + 24] + small + honest[at + 28 :]


def million_rows(count: int) -> bytes:
    """A workbook with so many short rows, written without the help of a library."""
    book = Workbook()
    content = saved(book)
    packer = zlib.compressobj()
    assert packer is not None
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count + 1))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return repacked(content, xl__worksheets__sheet1_xml=f"{head}{rows}</sheetData></worksheet>".encode())


def structure_locked(content: bytes) -> bytes:
    """A workbook whose structure is protected by a password; it can be read all the same."""
    book = load_workbook(io.BytesIO(content))
    book.security = WorkbookProtection(workbookPassword="secret", lockStructure=True)
    return saved(book)
