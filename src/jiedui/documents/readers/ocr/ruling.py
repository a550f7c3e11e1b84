"""Ruled tables on a picture: lines found by their shape (OpenCV), the cells between them put into a grid."""

from __future__ import annotations

from typing import Any

from jiedui.documents.readers.pages.lines import Span

SMALLEST_CELL = 12
"""Pixels; less is the space between a double rule."""
Cells = list[list[Span | None]]


def tables_on(image: Any) -> list[tuple[Span, Cells]]:
    """Each table: its box, and for every row its cells; a cell merged away is ``None``."""
    import cv2

    rules = _rules(image)
    closed = cv2.dilate(rules, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if width < 6 * SMALLEST_CELL or height < 2 * SMALLEST_CELL:
            continue
        spans = _cells(closed, x, y, width, height)
        if len(spans) > 1:
            found.append(((float(x), float(y), float(x + width), float(y + height)), _grid(spans)))
    return sorted(found, key=lambda table: table[0][1])


def _rules(image: Any) -> Any:
    """A mask of the straight lines, horizontal and vertical."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    height, width = grey.shape
    across = cv2.getStructuringElement(cv2.MORPH_RECT, (max(width // 30, 20), 1))
    down = cv2.getStructuringElement(cv2.MORPH_RECT, (1, max(height // 60, 20)))
    return cv2.bitwise_or(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, across), cv2.morphologyEx(ink, cv2.MORPH_OPEN, down)
    )


def _cells(mask: Any, x: int, y: int, width: int, height: int) -> list[Span]:
    """The spaces that the rules of one table enclose."""
    import cv2

    inside = cv2.bitwise_not(mask[y : y + height, x : x + width])
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(inside, connectivity=4)
    spans = []
    for left, top, w, h, area in stats[1:count].tolist():
        touches = left == 0 or top == 0 or left + w == width or top + h == height
        if (
            w >= SMALLEST_CELL
            and h >= SMALLEST_CELL
            and area > 0.5 * w * h
            and not (touches and area < w * h * 0.9)
        ):
            spans.append((float(x + left), float(y + top), float(x + left + w), float(y + top + h)))
    return spans


def _grid(spans: list[Span]) -> Cells:
    """Cells by row and column of the finest division; where one reaches over several it stands in the first."""
    lefts, tops = _edges([s[0] for s in spans]), _edges([s[1] for s in spans])
    rows: Cells = [[None] * len(lefts) for _ in tops]
    for span in spans:
        row, column = _nearest(tops, span[1]), _nearest(lefts, span[0])
        rows[row][column] = span
    return rows


def _edges(values: list[float]) -> list[float]:
    """The distinct positions among values that differ by a rule's thickness."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SMALLEST_CELL:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))
