"""What a pivot is put together by: units of a level on either side, periods of time, indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jiedui.organisations.enums import UnitKind
from jiedui.warehouse.dimensions import SELF, first_day
from jiedui.warehouse.enums import Grain

Key = int | None
"""A unit's or an indicator's id, a period's first day as 20190401; None gathers what lies at no unit of the level."""

WHOLE = -1
"""Stands in the place of a key for the total."""

GRAINS = (Grain.YEAR, Grain.HALF, Grain.QUARTER, Grain.MONTH, Grain.TEN_DAYS, Grain.DAY)


class About(StrEnum):
    """What lies along an axis."""

    GIVER = "giver"
    RECEIVER = "receiver"
    PERIOD = "period"
    INDICATOR = "indicator"


LEVELS = frozenset({SELF, *UnitKind.values})
CHOICES: dict[About, frozenset[str]] = {
    About.GIVER: LEVELS,
    About.RECEIVER: LEVELS,
    About.PERIOD: frozenset(GRAINS),
    About.INDICATOR: frozenset({""}),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """``by`` is the level of the units, or the length of the periods; nothing for indicators."""

    about: About
    by: str = ""

    def __str__(self) -> str:
        """As it stands in an address: ``giver:county``, ``period:month``, ``indicator``."""
        return f"{self.about}:{self.by}" if self.by else str(self.about)

    @classmethod
    def read(cls, text: str) -> Axis | None:
        """The axis an address names; None for anything else."""
        about, _, by = text.partition(":")
        if about not in set(About) or by not in CHOICES[About(about)]:
            return None
        return cls(About(about), by)

    @property
    def is_units(self) -> bool:
        """Whether its keys are units."""
        return self.about in {About.GIVER, About.RECEIVER}

    @property
    def adds_up(self) -> bool:
        """Whether there is a total along it: things that are counted differently have none."""
        return self.about is not About.INDICATOR

    @property
    def grain(self) -> Grain:
        """The length of its periods."""
        return Grain(self.by) if self.about is About.PERIOD else Grain.WHOLE


def key_of(day: date) -> int:
    """A period's first day as a key."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(key: int) -> date:
    """The first day a period's key stands for. Raises ValueError for what is no day."""
    return date(key // 10_000, key // 100 % 100, key % 100)


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that ``day`` lies in."""
    return day if grain is Grain.DAY else first_day(day, grain)


def last_of(first: date, grain: Grain) -> date:
    """The last day of the period that begins on ``first``."""
    if grain is Grain.DAY:
        return first
    day = first + timedelta(days={Grain.TEN_DAYS: 7, Grain.MONTH: 27}.get(grain, 89))
    while first_day(day + timedelta(days=1), grain) == first:
        day += timedelta(days=1)
    return day


def periods(first: date, last: date, grain: Grain) -> Iterator[int]:
    """The keys of the periods of a span, none left out."""
    start = start_of(first, grain)
    while start <= last:
        yield key_of(start)
        start = last_of(start, grain) + timedelta(days=1)
