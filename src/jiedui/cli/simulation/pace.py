"""How fast each unit goes, and on which days."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise

from jiedui.kernel.periods import Period
from jiedui.kernel.working_days import is_working_day
from jiedui.progress.pace import Point, share_due

LADDER = (1.3, 1.22, 1.17, 1.13, 1.1, 1.08, 1.06, 1.05, 1.04, 1.03, 1.02, 1.0, 0.95, 0.9, 0.86, 0.35)
"""Paces against the plan, so that a league table has leaders, a field, some behind and one out of reach.

What still waits for its lead is counted by nobody, so the field runs a little ahead of the plan."""


BUSY = (0.5, 0.4, 0.8, 0.9, 1.1, 2.2, 0.9, 0.9, 1.2, 1.1, 1.2, 1.0)
"""How busy each month of a year is: little around the New Year, a push before the half-year review."""


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
        steps = (after - before for before, after in pairwise([0.0, *self.due]))
        self.busy = list(accumulate(s * BUSY[d.month - 1] for s, d in zip(steps, self.days, strict=True)))

    @property
    def due_now(self) -> float:
        """The share that is due at the end of these days."""
        return self.due[-1] if self.days else 0.0

    def spread(self, count: int, dice: random.Random) -> list[date]:
        """``count`` days in order, thick where much is due and in the busy months."""
        wanted = sorted((i + dice.random()) / count * self.busy[-1] for i in range(count))
        return [self.days[min(bisect_left(self.busy, share), len(self.days) - 1)] for share in wanted]


@lru_cache(maxsize=64)
def calendar_of(period: Period, until: date, milestones: tuple[Point, ...]) -> Calendar:
    """The calendar, made once: many targets share a period."""
    return Calendar(period, until, milestones)


def done_share(calendar: Calendar, pace: float, dice: random.Random) -> Decimal:
    """What part of its target a unit of this pace has done by now, with a little luck either way."""
    return Decimal(str(round(calendar.due_now * pace * dice.uniform(0.97, 1.03), 4)))
