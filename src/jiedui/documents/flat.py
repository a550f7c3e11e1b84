"""A view of a text for pattern matching: no white space, one kind of punctuation, scan errors read away.

Every character of the view knows where it stands in the text, so a match in the view is quoted from the
source as it is written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDTH = str.maketrans(
    "０１２３４５６７８９％．＋－～ＡＢ＝（）" + "()[]{},;:!?．﹐﹑｡､〜∼" + "‘’＂",
    "0123456789%.+-~AB=（）" + "（）（）（），；：！？.，、。、~~" + "‘’”",
)
_SPACE = re.compile(r"[\s　\u200b\ufeff]")
_OCR_STOP = re.compile(r"(?<=[^\x00-\x7f])[.°·](?=[^\x00-\x7f\w]|[^\x00-\x7f]|$)|°")
_SENTENCE_END = re.compile(r"[。！？；](?:[”’》）]*)")


@dataclass(frozen=True, slots=True)
class Flat:
    """The view of one text. ``offsets`` has one more entry than ``text`` has characters: the end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the source text, without white space around it."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def flatten(text: str, *, ocr: bool = False) -> Flat:
    """The view of a text; ``ocr`` also reads look-alike marks of a poor scan (’ for a comma, ° for a stop)."""
    kept = [(at, char) for at, char in enumerate(text) if not _SPACE.match(char)]
    view = "".join(char for _, char in kept).translate(_WIDTH)
    view = _restore_thousands(view)
    if ocr:
        view = _read_scan(view)
    return Flat(text=view, offsets=(*(at for at, _ in kept), len(text)))


def looks_scanned(text: str) -> bool:
    """Whether closing quotes or accents do the work of commas, as poor scans have it."""
    return text.count("’") + text.count("｀") > 5 and text.count("，") < text.count("’")


def sentences(view: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence or clause ended by a semicolon; brackets are never cut."""
    start, depth = 0, 0
    for at, char in enumerate(view):
        depth += (char == "（") - (char == "）")
        if char not in "。！？；" or depth > 0:
            continue
        end = at + 1
        while end < len(view) and view[end] in "”’》）":
            end += 1
        if end > start:
            yield start, end
        start = end
    if start < len(view):
        yield start, len(view)


def _restore_thousands(view: str) -> str:
    """A comma between digit groups is part of the number (1,462), not punctuation."""
    return re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", view)


def _read_scan(view: str) -> str:
    view = view.replace("’’’", "””，").replace("‘‘", "““").replace("’’", "””").replace("｀", "、")
    view = view.replace("’", "，")
    return _OCR_STOP.sub("。", view)
