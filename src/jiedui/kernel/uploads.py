"""What a file must be to be kept, judged by its bytes; pictures lose their metadata.

Taken: PDF, PNG, JPEG, WebP, Word and Excel files without macros or embedded objects, plain text, CSV. Everything
else is refused: executables, archives, scripts, files with macros, and files that are not what their name says.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from jiedui.kernel import storage
from jiedui.kernel.errors import FileRefused, Invalid

MAX_PIXELS = 60_000_000
MAX_UNPACKED = 200 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_EXTENSION = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".txt": "text/plain",
    ".csv": "text/csv",
}
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
ACCEPT = ",".join(BY_EXTENSION)
"""For the ``accept`` attribute of a file input."""

ACCEPT_PICTURES = ",".join(name for name, media_type in BY_EXTENSION.items() if media_type in PICTURES)
"""The same where only a picture will do."""

MAIN_PART = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
ACTIVE_PART = re.compile(
    r"vbaproject|/embeddings/|/activex/|/macrosheets/|\.(bin|exe|dll|js|vbs)$", re.IGNORECASE
)
PRINTER_SETTINGS = re.compile(r"^xl/printerSettings/[^/]+\.bin$")
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")


def checked(content: bytes, filename: str) -> tuple[bytes, str]:
    """The bytes to keep (a picture newly encoded) and their media type. Raises FileRefused."""
    media_type = BY_EXTENSION.get(PurePosixPath(filename.lower()).suffix)
    if media_type is None:
        raise _refused(filename, _("use PDF, PNG, JPEG, WebP, Word, Excel, text or CSV."))
    if media_type in PICTURES:
        return _picture(content, filename, PICTURES[media_type]), media_type
    check: Callable[[bytes, str, str], None] = {
        "application/pdf": _pdf,
        DOCX: _office,
        XLSX: _office,
    }.get(media_type, _text)
    check(content, filename, media_type)
    return content, media_type


def checked_picture(content: bytes, filename: str) -> tuple[bytes, str]:
    """The bytes to keep and their media type, for where only a picture will do. Raises FileRefused."""
    if BY_EXTENSION.get(PurePosixPath(filename.lower()).suffix) not in PICTURES:
        raise _refused(filename, _("use PNG, JPEG or WebP."))
    return checked(content, filename)


def keep(content: bytes, filename: str, *, pictures_only: bool = False) -> tuple[storage.StoredFile, str]:
    """The file in the store and its media type, once it was found fit.

    Raises FileRefused, or Invalid where it is empty or over the limit.
    """
    limit = settings.EVIDENCE_MAX_BYTES
    if len(content) > limit:
        raise Invalid(_("The file is over the limit of %(mib)d MiB."), address=filename, mib=limit >> 20)
    if not content:
        raise Invalid(_("The file is empty."), address=filename)
    kept, media_type = (checked_picture if pictures_only else checked)(content, filename)
    return storage.put(kept, filename=filename, max_bytes=limit), media_type


def clean_name(filename: str) -> str:
    """The file's own name: no folders, no control or direction characters, at most 200 characters."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip()
    if not name.strip("."):
        raise Invalid(_("The file has no name."), address="file")
    path = PurePosixPath(name)
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"


def _refused(filename: str, why: object) -> FileRefused:
    return FileRefused(address=filename, why=why)


def _picture(content: bytes, filename: str, format: str) -> bytes:
    """The picture drawn anew: nothing but its pixels is kept, so no place, device or name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[format])
            if image.width * image.height > MAX_PIXELS:
                raise _refused(filename, _("the picture has too many pixels."))
            upright = ImageOps.exif_transpose(image)
            return _encoded(upright, format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(filename, _("it is not a picture of the type its name says, or is damaged.")) from None


def _encoded(image: Image.Image, format: str) -> bytes:
    mode = "RGB" if format == "JPEG" or image.mode not in {"RGB", "RGBA", "L", "LA"} else image.mode
    if image.mode == "P" and "transparency" in image.info and format != "JPEG":
        mode = "RGBA"
    pixels = image.convert(mode)
    bare = Image.frombytes(mode, pixels.size, pixels.tobytes())
    buffer = io.BytesIO()
    bare.save(buffer, format, **({} if format == "PNG" else {"quality": 90}))
    return buffer.getvalue()


def _pdf(content: bytes, filename: str, media_type: str) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _refused(filename, _("it is not a PDF file, or is damaged."))
    if ACTIVE_PDF.search(content):
        raise _refused(filename, _("it contains scripts or other files. Print it to a new PDF file."))


def _office(content: bytes, filename: str, media_type: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            types = archive.read("[Content_Types].xml") if _small(members) else b""
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError):
        raise _refused(filename, _("it is not a file of the type its name says, or is damaged.")) from None
    names = {member.filename for member in members}
    if not types or MAIN_PART[media_type] not in names:
        raise _refused(filename, _("it is not a file of the type its name says, or is damaged."))
    active = [name for name in names if ACTIVE_PART.search(name) and not PRINTER_SETTINGS.match(name)]
    if active or b"macroEnabled" in types:
        raise _refused(filename, _("it contains macros or embedded files. Save it without them."))


def _small(members: list[zipfile.ZipInfo]) -> bool:
    """A few kilobytes can unpack to gigabytes; the sizes in the directory are what readers believe."""
    return len(members) < 5000 and sum(member.file_size for member in members) <= MAX_UNPACKED


def _text(content: bytes, filename: str, media_type: str) -> None:
    if content.startswith((b"MZ", b"#!", b"\x7fELF", b"PK\x03\x04", b"%PDF")) or b"\0" in content:
        raise _refused(filename, _("it is not a text file."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise _refused(filename, _("its text is neither UTF-8 nor GB18030."))
