"""The function of a line drawn simply: points over values, and where the unit stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiedui.progress.scorecards.functions import Function, Linear, Rank, Step

WIDTH, HEIGHT, EDGE = 120, 32, 3


@dataclass(frozen=True, slots=True)
class Curve:
    """An SVG path in a box of WIDTH by HEIGHT, and the place of the dot, if there is one."""

    path: str
    x: str = ""
    y: str = ""

    @property
    def box(self) -> str:
        """The drawing's own coordinates."""
        return f"0 0 {WIDTH} {HEIGHT}"


def curve_of(
    function: Function, value: Decimal | None = None, place: int | None = None, of: int = 0
) -> Curve:
    """The curve around its edges, wide enough that the unit's own value is on it."""
    if isinstance(function, Rank):
        return _by_place(function, place, max(of, 2))
    low, high = _span(function, value)

    def at(found: Fraction) -> float:
        return EDGE + float((found - low) / (high - low)) * (WIDTH - 2 * EDGE)

    path = _path([(at(x), y) for x, y in _corners(function, low, high)])
    if value is None:
        return Curve(path)
    return Curve(path, f"{at(Fraction(value)):.1f}", f"{_height(function.share(value)):.1f}")


def _span(function: Linear | Step, value: Decimal | None) -> tuple[Fraction, Fraction]:
    edges = [function.zero, function.full] if isinstance(function, Linear) else list(function.edges)
    known = [Fraction(edge) for edge in (*edges, *([] if value is None else [value]))]
    if isinstance(function, Step) and not function.down:
        known.append(Fraction(0))
    margin = max((max(known) - min(known)) / 8, Fraction(1, 1000))
    return min(known) - margin, max(known) + margin


def _corners(function: Linear | Step, low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Where the line bends, from the left to the right."""
    if isinstance(function, Linear):
        inner = sorted((Fraction(function.zero), Fraction(function.full)))
        return [(x, function.share(Decimal(x.numerator) / x.denominator)) for x in (low, *inner, high)]
    ats = sorted(Fraction(at) for at in function.edges)
    points, share = [], function.share(_decimal(low))
    points.append((low, share))
    for at, beyond in zip(ats, [*ats[1:], high], strict=True):
        after = function.share(_decimal((at + beyond) / 2))
        points += [(at, share), (at, after)]
        share = after
    return [*points, (high, share)]


def _decimal(found: Fraction) -> Decimal:
    return Decimal(found.numerator) / found.denominator


def _by_place(function: Rank, place: int | None, of: int) -> Curve:
    """The last place at the left, the first at the right."""
    ends = [(EDGE, function.share_of(of, of)), (WIDTH - EDGE, function.share_of(1, of))]
    path = _path([(float(x), share) for x, share in ends])
    if place is None:
        return Curve(path)
    x = EDGE + (of - place) / (of - 1) * (WIDTH - 2 * EDGE)
    return Curve(path, f"{x:.1f}", f"{_height(function.share_of(place, of)):.1f}")


def _height(share: Fraction) -> float:
    return HEIGHT - EDGE - float(share) * (HEIGHT - 2 * EDGE)


def _path(points: list[tuple[float, Fraction]]) -> str:
    return "M" + " L".join(f"{x:.1f} {_height(share):.1f}" for x, share in points)
