"""A view of a text for pattern matching: no white space, one kind of punctuation, scan errors read away.

Every character of the view knows where it stands in the text, so a match in the view is quoted from the
source as it is written there.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jiedui.documents.datelines import after_dateline

_WIDTH = str.maketrans(
    "０１２３４５６７８９％．＋－～ＡＢ＝（）" + "()[]{},;:!?．﹐﹑｡､〜∼" + "‘’＂",
    "0123456789%.+-~AB=（）" + "（）（）（），；：！？.，、。、~~" + "‘’”",
)
_SPACE = re.compile(r"[\s　\u200b\ufeff]")
_SEEN = re.compile(r"[^\s　\u200b\ufeff]+")
_OCR_STOP = re.compile(
    r"(?<=%)[.](?=[^\x00-\x7f]|$)|(?<=[^\x00-\x7f])[.°·](?=[^\x00-\x7f\w]|[^\x00-\x7f]|$)|°"
)
_MEANT = {
    "日标": "目标", "项日": "项目", "椎广": "推广", "椎进": "推进", "椎动": "推动", "椎荐": "推荐", "椎介": "推介",
    "函需": "亟需", "函待": "亟待", "己经": "已经", "己完成": "已完成", "己建成": "已建成", "己脱贫": "已脱贫",
    "末脱贫": "未脱贫", "末完成": "未完成", "贪困": "贫困", "贫因": "贫困", "扶贪": "扶贫", "脱贪": "脱贫",
    "签汀": "签订", "协怍": "协作", "千部": "干部", "若千": "若干", "昔施": "措施", "帮抶": "帮扶",
}  # fmt: skip
_NOT_AFTER = {
    "日": "每当今昨次即节假生工周末", "千": r"\d一二三四五六七八九十百千万几数", "己": "自知", "末": "年月周季期旬",
}  # fmt: skip
"""The word stands as written behind one of these: 每日标准, 3千部, 自己经营, 月末完成."""


def _guarded(word: str) -> str:
    before = _NOT_AFTER.get(word[0])
    behind = "(?![准注识志记题签])" if word == "日标" else ""
    return (f"(?<![{before}])" if before else "") + word + behind


IN_NUMBER = re.compile(
    r"(?<=[\d.])[Oo]+(?![A-Za-z])|(?<=\d)[Il](?=[\d%年月日])|(?<=\d\.)[Il](?=%)|(?<![A-Za-z\d])[Il](?=\d+[年月日期号])"
)
"""The letters that recognition makes of noughts and ones inside a number."""
_DIGIT = str.maketrans("OoIl", "0011")
MISREAD = re.compile("|".join(map(_guarded, _MEANT)))
"""Words that recognition makes of others they look like; none is a word itself where it is read so."""
_SENTENCE_END = re.compile(r"[。！？；](?:[”’》）]*)")


@dataclass(frozen=True, slots=True)
class Flat:
    """The view of one text. ``offsets`` has one more entry than ``text`` has characters: the end."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the source text, without white space around it."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=2048)
def flatten(text: str, *, ocr: bool = False) -> Flat:
    """The view of a text; ``ocr`` also reads look-alike marks of a poor scan (’ for a comma, ° for a stop).

    Kept for a while: each step of a reading asks for the same paragraphs and cells again.
    """
    bare, offsets = _without_space(text, after_dateline(text))
    view = bare.translate(_WIDTH)
    view = MISREAD.sub(lambda found: _MEANT[found[0]], _restore_thousands(view))
    view = IN_NUMBER.sub(lambda found: found[0].translate(_DIGIT), view)
    if ocr:
        view = _read_scan(view)
    return Flat(text=view, offsets=offsets)


def _without_space(text: str, start: int) -> tuple[str, Sequence[int]]:
    """The characters that are seen from ``start`` on, and where each stood, and the end."""
    if not _SPACE.search(text, start):
        return text[start:], range(start, len(text) + 1)
    offsets = array("L", (at for found in _SEEN.finditer(text, start) for at in range(*found.span())))
    offsets.append(len(text))
    return _SPACE.sub("", text[start:]), offsets


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
