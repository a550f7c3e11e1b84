"""The recognition engine (RapidOCR with the models inside its package; nothing is downloaded)."""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from jiedui.documents.readers.errors import UnreadableDocumentError

SMALLEST = 8
"""Pixels; less holds no words."""
LONGEST_SIDE = 1600
"""Pixels to which a page is made smaller: as well read as at 2,000, in 180 MB less."""
NARROWEST = 736
"""The side that the engine wants at least."""
POOR = 0.8
"""Below this median confidence a page may lie on its side or on its head."""


@dataclass(frozen=True, slots=True)
class Word:
    """Words found in one place: their corners in pixels, clockwise from the upper left, and how sure they are."""

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float

    @property
    def angle(self) -> float:
        """By how many degrees its upper edge falls to the right."""
        (x0, y0), (x1, y1) = self.corners[:2]
        return math.degrees(math.atan2(y1 - y0, x1 - x0))

    @property
    def upright(self) -> bool:
        """Whether it is wider than high, or a single character."""
        xs, ys = zip(*self.corners, strict=True)
        return len(self.text) < 2 or max(xs) - min(xs) > max(ys) - min(ys)


def installed() -> bool:
    """Whether pictures can be recognised here: the extra is installed and its libraries load."""
    try:
        importlib.import_module("cv2")
        importlib.import_module("rapidocr")
    except ImportError:
        return False
    return True


@cache
def _engine() -> Any:
    if not installed():
        raise UnreadableDocumentError("scanned")
    from rapidocr import RapidOCR

    return RapidOCR(
        params={"Global.log_level": "error", "Global.use_cls": False, "Global.max_side_len": LONGEST_SIDE}
    )


def words_of(image: Any) -> list[Word]:
    """What is written on a picture (height × width × 3, BGR) as it lies. Raises UnreadableDocumentError."""
    found = _engine()(_padded(image), use_det=True, use_cls=False, use_rec=True)  # unsaid, it stays as it was
    if found.txts is None:
        return []
    rows = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    return [
        Word(text.strip(), tuple(map(tuple, box)), float(score)) for box, text, score in rows if text.strip()
    ]


def _padded(image: Any) -> Any:
    """The picture on a sheet that is not too narrow, or the engine would blow a strip up to the size of a wall."""
    import cv2

    height, width = image.shape[:2]
    below, right = max(NARROWEST - height, 0), max(NARROWEST - width, 0)
    white = (255, 255, 255)
    return cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=white)


def line_of(image: Any) -> tuple[str, float]:
    """The words of a picture known to hold one line, and how sure they are; nothing where there are none."""
    if min(image.shape[:2]) < SMALLEST:
        return "", 1.0
    found = _engine()(image, use_det=False, use_cls=False, use_rec=True)
    if not found.txts:
        return "", 1.0
    return found.txts[0].strip(), float(found.scores[0])


def upright(image: Any) -> tuple[Any, list[Word], int]:
    """The picture turned so that its words stand upright, the words, and the degrees it was turned clockwise."""
    import cv2

    best = (image, words_of(image), 0)
    turns = {180: cv2.ROTATE_180, 90: cv2.ROTATE_90_CLOCKWISE, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    for degrees, turn in turns.items():
        if _fit(best[1]) >= POOR:
            break
        turned = cv2.rotate(image, turn)
        best = max(best, (turned, words_of(turned), degrees), key=lambda one: _fit(one[1]))
    return best


def _fit(words: list[Word]) -> float:
    """How well a picture is understood as it lies: the confidence of words, nothing for those on their side."""
    return median([word.confidence if word.upright else 0.0 for word in words]) if words else 0.0
