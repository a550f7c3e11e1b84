"""What stands on a page: lines of words and ruled tables."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[float, float, float, float]
"""Left, top, right, bottom, in points or pixels from the upper left corner of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside one another on a page. Lengths in points from the upper left corner.

    ``size`` is that of the type. ``column`` counts from 1 where the page is set in columns, 0 where it is not.
    ``confidence`` is how sure the recognition of a picture is; what the file itself says is sure.
    """

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    column: int = 0
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, its box, and how sure they are."""

    text: str
    box: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: for each row its cells; one that is merged away is ``None``."""

    page: int
    box: Span
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page outside its tables, from the top down, the page's size, and how it was turned to be read."""

    number: int
    width: float
    height: float
    lines: list[Line]
    angle: float = 0.0
