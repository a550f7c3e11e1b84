"""Setting a tilted page straight: the tilt of its words, and points turned back by it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import Any

from jiedui.documents.readers.ocr.engine import Word
from jiedui.documents.readers.pages.lines import Span

LONG = 6
"""Words of at least so many characters tell the tilt; shorter boxes are drawn too roughly."""
SLIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation about the middle of a page of this size by ``angle`` degrees against the tilt."""

    width: float
    height: float
    angle: float

    @property
    def applied(self) -> float:
        """The angle that is really turned back: a slight one is left alone."""
        return self.angle if abs(self.angle) >= SLIGHT else 0.0

    def span(self, word: Word) -> Span:
        """The box of a word once the page is straight."""
        points = [self._point(x, y) for x, y in word.corners]
        xs, ys = zip(*points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if not self.applied:
            return x, y
        turned, cx, cy = math.radians(-self.angle), self.width / 2, self.height / 2
        dx, dy = x - cx, y - cy
        return (
            cx + dx * math.cos(turned) - dy * math.sin(turned),
            cy + dx * math.sin(turned) + dy * math.cos(turned),
        )

    def picture(self, image: Any) -> Any:
        """The picture set straight."""
        if not self.applied:
            return image
        import cv2

        matrix = cv2.getRotationMatrix2D((self.width / 2, self.height / 2), self.angle, 1.0)
        size = (int(self.width), int(self.height))
        return cv2.warpAffine(image, matrix, size, borderValue=(255, 255, 255))


def turn_of(width: float, height: float, words: list[Word]) -> Turn:
    """By how much the page is tilted: the median of its longer words."""
    angles = [word.angle for word in words if len(word.text) >= LONG]
    return Turn(width, height, median(angles) if angles else 0.0)
