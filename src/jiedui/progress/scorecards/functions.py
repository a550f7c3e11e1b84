"""How a value becomes points. Pure functions, exact: fractions inside, hundredths of a point outside.

Each gives a share of a line's points, 0 to 1, and never less for a better value:

- **linear** from ``zero`` to ``full``, capped at both ends; ``full`` below ``zero`` means that less is better;
- **step**: rungs ``(at, share)``; the value gets the share of the best rung it reaches;
- **threshold**: everything from ``at`` on, nothing before;
- **rank**: the first place gets everything, the last one ``last``, those between evenly; equal values share a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.progress.scorecards.enums import Shape

ZERO, ONE = Decimal(0), Decimal(1)
MOST_RUNGS = 12


def hundredths(value: Fraction) -> Decimal:
    """Points to two places, half of a hundredth upward."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Linear:
    """Evenly from ``zero`` to ``full``."""

    zero: Decimal
    full: Decimal

    @property
    def down(self) -> bool:
        """Whether less is better."""
        return self.full < self.zero

    def share(self, value: Decimal) -> Fraction:
        """The share of the points, 0 to 1."""
        way = Fraction(self.full) - Fraction(self.zero)
        return min(Fraction(1), max(Fraction(0), (Fraction(value) - Fraction(self.zero)) / way))

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """The values at which it pays to arrive."""
        return (self.full,)


@dataclass(frozen=True, slots=True)
class Step:
    """Rungs from the easiest to the hardest; a threshold is a ladder of one."""

    rungs: tuple[tuple[Decimal, Decimal], ...]
    down: bool = False

    def share(self, value: Decimal) -> Fraction:
        """The share of the best rung reached."""
        reached = [Fraction(share) for at, share in self.rungs if (value <= at if self.down else value >= at)]
        return max(reached, default=Fraction(0))

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """The values at which it pays to arrive."""
        return tuple(at for at, _share in self.rungs)


@dataclass(frozen=True, slots=True)
class Rank:
    """By place: the first gets everything, the last ``last``."""

    last: Decimal = ZERO
    down: bool = False

    def share_of(self, place: int, of: int) -> Fraction:
        """The share of a place among so many."""
        if of < 2:
            return Fraction(1)
        last = Fraction(self.last)
        return last + (1 - last) * Fraction(of - place, of - 1)

    def place(self, value: Decimal, values: Iterable[Decimal]) -> int:
        """One more than there are better ones: equal values share a place."""
        return 1 + sum((other < value) if self.down else (other > value) for other in values)


Function = Linear | Step | Rank


def points_at(function: Linear | Step, value: Decimal, points: Decimal) -> Decimal:
    """The points that a value gets, of at most ``points``."""
    return hundredths(function.share(value) * Fraction(points))


def points_of_place(function: Rank, value: Decimal, values: Iterable[Decimal], points: Decimal) -> Decimal:
    """The points of a value among those of all units of the level, its own included."""
    among = list(values)
    return hundredths(function.share_of(function.place(value, among), len(among)) * Fraction(points))


def function_of(shape: str, parameters: Mapping[str, Any]) -> Function:
    """The function a line is stored with. Raises Invalid, addressed to the parameter."""
    down = bool(parameters.get("down", False))
    match shape:
        case Shape.LINEAR:
            zero, full = _number(parameters, "zero"), _number(parameters, "full")
            if zero == full:
                raise Invalid(_("Points cannot begin and be complete at the same value."), address="full")
            return Linear(zero, full)
        case Shape.THRESHOLD:
            return Step(((_number(parameters, "at"), ONE),), down)
        case Shape.STEP:
            return Step(_rungs(parameters.get("rungs"), down), down)
        case Shape.RANK:
            return Rank(_share(parameters.get("last", "0"), "last"), down)
    raise Invalid(_("Choose how a value becomes points."), address="shape")


def parameters_of(shape: str, function: Function) -> dict[str, Any]:
    """How the function is stored: numbers as text, to their last digit."""
    if isinstance(function, Linear):
        return {"zero": plain(function.zero), "full": plain(function.full)}
    down = {"down": True} if function.down else {}
    if isinstance(function, Rank):
        return {"last": plain(function.last), **down}
    if shape == Shape.THRESHOLD:
        return {"at": plain(function.rungs[0][0]), **down}
    return {"rungs": [[plain(at), plain(share)] for at, share in function.rungs], **down}


def _number(parameters: Mapping[str, Any], name: str) -> Decimal:
    value = parameters.get(name)
    if value in (None, ""):
        raise Invalid(_("This value is needed."), address=name)
    return _decimal(value, name)


def _decimal(value: Any, name: str) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Invalid(_("“%(value)s” is no number."), address=name, value=value)
    return found


def _share(value: Any, name: str) -> Decimal:
    share = _decimal(value, name)
    if not ZERO <= share <= ONE:
        raise Invalid(_("A share of the points lies between nothing and all."), address=name)
    return share


def _rungs(found: Any, down: bool) -> tuple[tuple[Decimal, Decimal], ...]:
    """In the order of getting better; a better value never gets less."""
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_RUNGS:
        raise Invalid(_("Give one to %(most)d steps."), address="rungs", most=MOST_RUNGS)
    if not all(isinstance(rung, list | tuple) and len(rung) == 2 for rung in found):
        raise Invalid(_("A step is a value and a share of the points."), address="rungs")
    rungs = sorted(((_decimal(at, "rungs"), _share(share, "rungs")) for at, share in found), reverse=down)
    if len({at for at, _share_of in rungs}) != len(rungs):
        raise Invalid(_("A value stands at two steps."), address="rungs")
    shares = [share for _at, share in rungs]
    if shares != sorted(shares):
        raise Invalid(_("A better value cannot get fewer points."), address="rungs")
    return tuple(rungs)
