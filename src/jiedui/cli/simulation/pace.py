"""How fast each unit goes, and on which days."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from jiedui.kernel.periods import Period
from jiedui.kernel.working_days import is_working_day
from jiedui.progress.pace import Point, share_due

LADDER = (1.3, 1.22, 1.17, 1.13, 1.1, 1.08, 1.06, 1.05, 1.04, 1.03, 1.02, 1.0, 0.95, 0.9, 0.86, 0.35)
"""Paces against the plan, so that a league table has leaders, a field, some behind and one out of reach.

What still waits for its lead is counted by nobody, so the field runs a little ahead of the plan."""


def dice_of(*names: object) -> random.Random:
    """Dice that fall the same way for the same names, wherever and whenever."""
    return random.Random(":".join(str(name) for name in names))  # noqa: S311 - a demonstration, no secret


def paces(names: Iterable[str], seed: int) -> dict[str, float]:
    """A pace for each unit; who gets which depends on the seed alone."""
    ordered = sorted(names)
    ladder = [LADDER[int(i * len(LADDER) / len(ordered))] for i in range(len(ordered))]
    if len(ordered) > 1:
        ladder[-1] = LADDER[-1]
    dice_of("paces", seed).shuffle(ladder)
    return dict(zip(ordered, ladder, strict=True))


class Calendar:
    """The working days of a period up to a day, with the share of a target due by each."""

    def __init__(self, period: Period, until: date, milestones: Sequence[Point]) -> None:
        last = min(until, period.last)
        span = (last - period.first).days + 1
        every = (period.first + timedelta(days=i) for i in range(max(span, 0)))
        self.days = [day for day in every if is_working_day(day)]
        self.due = [float(share_due(period, day, milestones)) for day in self.days]

    @property
    def due_now(self) -> float:
        """The share that is due at the end of these days."""
        return self.due[-1] if self.days else 0.0

    def spread(self, count: int, dice: random.Random) -> list[date]:
        """``count`` days in order, thick where much is due."""
        wanted = sorted((i + dice.random()) / count * self.due_now for i in range(count))
        found, at = [], 0
        for share in wanted:
            while at < len(self.days) - 1 and self.due[at] < share:
                at += 1
            found.append(self.days[at])
        return found


@lru_cache(maxsize=64)
def calendar_of(period: Period, until: date, milestones: tuple[Point, ...]) -> Calendar:
    """The calendar, made once: many targets share a period."""
    return Calendar(period, until, milestones)


def done_share(calendar: Calendar, pace: float, dice: random.Random) -> Decimal:
    """What part of its target a unit of this pace has done by now, with a little luck either way."""
    return Decimal(str(round(calendar.due_now * pace * dice.uniform(0.97, 1.03), 4)))
