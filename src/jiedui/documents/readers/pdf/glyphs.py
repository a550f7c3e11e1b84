"""The characters of a page, each with its box."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from jiedui.documents.readers.pages.lines import Span

GARBLED_SHARE = 0.3
"""Of the characters of a page; bullets and ornaments of symbol fonts are fewer."""
_SKIPPED = {0, 0xFFFE, 0xFFFF, 0x200B, 0xFEFF}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. Lengths in points, ``top`` and ``bottom`` from the upper edge of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    legible: bool = True
    """Whether the file says which character it draws: its font may only know the shape."""

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """The height of its line of type, half as high again as the type."""
        return self.bottom - self.top

    @property
    def em(self) -> float:
        """The size of its type: the width of a Chinese character, near enough for a Latin one."""
        return max(self.right - self.left, self.height / 1.6)


def glyphs_of(page: Any) -> list[Glyph]:
    """Every visible character of a pypdfium2 page, in the order of the file."""
    textpage = page.get_textpage()
    try:
        return list(_glyphs(textpage, page.get_height()))
    finally:
        textpage.close()


def _glyphs(textpage: Any, height: float) -> Iterator[Glyph]:
    # The loose box is as high as the font whatever the character, so that a comma stands in its line.
    rect, handle = pdfium.FS_RECTF(), textpage.raw
    for at in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, at)
        unmapped = pdfium.FPDFText_HasUnicodeMapError(handle, at) == 1
        if (
            (code in _SKIPPED and not unmapped)
            or code in (10, 13)
            or pdfium.FPDFText_IsGenerated(handle, at) == 1
        ):
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, at, byref(rect)) or rect.right <= rect.left:
            continue
        box = (rect.left, height - rect.top, rect.right, height - rect.bottom)
        yield Glyph(chr(code), *box, legible=not unmapped and not _is_no_character(code))


def _is_no_character(code: int) -> bool:
    """Whether a code stands for nothing that is written: control characters, and U+FFFD for what is not known."""
    return (code < 32 and code != 9) or 0x7F <= code < 0xA0 or code == 0xFFFD


def is_garbled(glyphs: list[Glyph]) -> bool:
    """Whether a page has words to look at and none to read: a good part of its characters is known by shape only."""
    return sum(not glyph.legible for glyph in glyphs) > GARBLED_SHARE * max(len(glyphs), 1)


def inside(glyph: Glyph, box: Span) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (glyph.left + glyph.right) / 2, glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
