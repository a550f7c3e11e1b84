"""Generated vouchers: real files, small, each of its own bytes, and each says first that it is none."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw

SAID = (
    "SYNTHETIC / 模拟数据：本文件由程序生成，不是真实凭证。",
    "This file was generated for demonstration and proves nothing.",
)
SCANNED = 12
"""One voucher in so many is a picture, the others are documents."""


def voucher(number: int, title: str, facts: Mapping[str, str]) -> tuple[str, bytes]:
    """Name and bytes of the voucher with this number."""
    if number % SCANNED == 0:
        return f"SYNTHETIC-{number:06d}.png", _picture(number, facts)
    said = [*SAID, "", f"No. SIM-{number:06d}", title, *(f"{name}: {value}" for name, value in facts.items())]
    return f"SYNTHETIC-{number:06d}.pdf", _document(said)


def _document(lines: list[str]) -> bytes:
    """A page of text as PDF. The font is one of those that every reader brings along for Chinese."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    page = f"BT /F 11 Tf 18 TL 56 780 Td {shown} ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    return _file(parts)


def _file(parts: list[bytes]) -> bytes:
    """The objects, and where in the file each begins."""
    content = b"%PDF-1.4\n% SYNTHETIC: generated, proves nothing\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>" % (size, rows, size)
    return b"%s%s\nstartxref\n%d\n%%%%EOF\n" % (content, table, len(content))


def _picture(number: int, facts: Mapping[str, str]) -> bytes:
    """What a scan would be, drawn; the letters are those of every machine, so words in Chinese are left out."""
    image = Image.new("L", (280, 120), 236)
    pen = ImageDraw.Draw(image)
    plain = [f"{name}: {value}" for name, value in facts.items() if value.isascii()]
    for row, line in enumerate(["SYNTHETIC - proves nothing", f"No. SIM-{number:06d}", *plain][:7]):
        pen.text((10, 8 + row * 15), line, fill=23)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
