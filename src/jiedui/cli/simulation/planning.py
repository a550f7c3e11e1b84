"""The year as a list of entries to be written: the same for the same programme, seed and volume."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Any

from jiedui.cli.simulation.aims import Aim, Pair, aims_of, pairs_of
from jiedui.cli.simulation.beside import duties, wishes
from jiedui.cli.simulation.figures import Figures, figures_of
from jiedui.cli.simulation.goods import MAKERS
from jiedui.cli.simulation.made import Made
from jiedui.cli.simulation.pace import Calendar, calendar_of, dice_of, done_share, paces
from jiedui.kernel.periods import Period
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.projects.models import Project

RECENT = timedelta(days=12)
WAITING = timedelta(days=7)
LATE = 0.03
"""The share of entries that are recorded weeks after the act."""


class Fate(StrEnum):
    """How far an entry comes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REVERSED = "reversed"
    CORRECTED = "corrected"


class Word(StrEnum):
    """What the receiver says."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    NOTHING = "nothing"


@dataclass(slots=True)
class Planned:
    """An entry to be written, and what becomes of it.

    ``filed`` is the day on which it is recorded, ``mended`` the one on which it is taken back or corrected.
    """

    workstream: Workstream
    kind: str
    giver: OrgUnit
    receiver: OrgUnit
    day: date
    made: Made
    figures: dict[str, Any] = field(default_factory=dict)
    fate: Fate = Fate.ACCEPTED
    word: Word = Word.NOTHING
    project: Project | None = None
    filed: date = date.min
    mended: date = date.max


def plan_year(
    programme: Programme, *, seed: int = 1, volume: float = 1.0, until: date | None = None
) -> list[Planned]:
    """The entries from the programme's first day to ``until`` (its today), in the order of their days."""
    until = until or programme.today
    aims = aims_of(programme)
    speed = paces({giver.name for aim in aims for giver, _ in aim.pairs} - {programme.giver.name}, seed)
    planned: list[Planned] = []
    for aim in aims:
        planned += _work(aim, until, speed, seed, volume)
    for indicator in _without_targets(programme):
        planned += _beside(indicator, aims, programme, until, seed, volume)
    planned += _wished(programme, until, seed, volume)
    for number, entry in enumerate(sorted(planned, key=lambda p: p.day), start=1):
        decide(entry, until, dice_of("fate", seed, number))
    return sorted(planned, key=lambda p: p.day)


def volume_for(programme: Programme, entries: int, *, seed: int = 1, until: date | None = None) -> float:
    """The volume that gives about so many entries. What counts one each does not grow with it."""
    volume = 1.0
    for _attempt in range(8):
        count = len(plan_year(programme, seed=seed, volume=volume, until=until))
        if not count or abs(count - entries) <= entries / 200:
            break
        volume *= entries / count
    return volume


def _work(aim: Aim, until: date, speed: dict[str, float], seed: int, volume: float) -> list[Planned]:
    target = aim.target
    receiver = target.receiver.name if target.receiver else ""
    of_target = (aim.indicator.workstream.key, aim.indicator.code, target.unit.name, receiver)
    dice = dice_of(seed, *of_target)
    calendar = calendar_of(Period(target.starts_on, target.ends_on), until, aim.milestones)
    if not calendar.days:
        return []
    done = target.value * done_share(calendar, speed.get(target.unit.name, 1.02), dice)
    if aim.indicator.measure == "pairs":
        return _once_each(aim, min(int(done.to_integral_value()), len(aim.pairs)), calendar, dice)
    figures = figures_of(aim.indicator, done, dice, volume)
    days = calendar.spread(len(figures), dice)
    pairs = dice.choices(aim.pairs, aim.weights, k=len(figures))
    return [
        _entry(aim.indicator, pair, day, figure, dice)
        for pair, day, figure in zip(pairs, days, figures, strict=True)
    ]


def _once_each(aim: Aim, count: int, calendar: Calendar, dice: random.Random) -> list[Planned]:
    pairs = dice.sample(aim.pairs, count)
    days = calendar.spread(count, dice) if count else []
    return [_entry(aim.indicator, pair, day, {}, dice) for pair, day in zip(pairs, days, strict=True)]


def _without_targets(programme: Programme) -> Iterator[Indicator]:
    """Indicators of district money that the plan counts without a figure of its own."""
    found = Indicator.objects.filter(
        workstream__programme=programme, kind="transfer", targets__isnull=True
    ).select_related("workstream")
    return (indicator for indicator in found if indicator.filter.get("source") == "district")


def _beside(
    indicator: Indicator, aims: list[Aim], programme: Programme, until: date, seed: int, volume: float
) -> Iterator[Planned]:
    """A transfer or two of each pair's own money."""
    calendar = calendar_of(Period(programme.starts_on, programme.ends_on), until, ())
    pairs: dict[Pair, None] = {}
    for aim in aims:
        pairs |= dict.fromkeys(pair for pair in aim.pairs if pair[0] != programme.giver)
    for giver, receiver in pairs if calendar.days else ():
        dice = dice_of(seed, indicator.code, giver.name, receiver.name)
        for day in calendar.spread(max(1, round(dice.randint(1, 3) * volume)), dice):
            # More of them are smaller, so that the money of a pair stays what it is.
            amount = (Decimal(dice.randint(30, 120)) * 1_000 / Decimal(max(volume, 1))).quantize(
                Decimal(1)
            ) * 100
            yield _entry(indicator, (giver, receiver), day, {"amount": amount}, dice)


def _wished(programme: Programme, until: date, seed: int, volume: float) -> Iterator[Planned]:
    """What the pairs, and the leading departments, do beside the plan."""
    found = programme.workstreams.select_related("lead")
    workstreams = {workstream.key: workstream for workstream in found}
    calendar = calendar_of(Period(programme.starts_on, programme.ends_on), until, ())
    if not calendar.days:
        return
    pairs = pairs_of(programme)
    leads = {key: one.lead for key, one in workstreams.items() if one.lead is not None}
    by_departments = duties(leads, pairs, calendar, seed, volume)
    for number, wish in enumerate(chain(wishes(pairs, calendar, seed, volume), by_departments)):
        workstream = workstreams.get(wish.custom.workstream)
        if workstream is not None:
            dice = dice_of(seed, wish.custom.kind, wish.pair[1].name, wish.day, number)
            yield _planned(workstream, wish.custom.kind, wish.pair, wish.day, wish.fixed, {}, dice)


def _entry(indicator: Indicator, pair: Pair, day: date, figures: Figures, dice: random.Random) -> Planned:
    own = {name: value for name, value in figures.items() if name != "detail"}
    fixed = {**_settled(indicator), **figures.get("detail", {})}
    return _planned(indicator.workstream, indicator.kind, pair, day, fixed, own, dice)


def _planned(
    workstream: Workstream,
    kind: str,
    pair: Pair,
    day: date,
    fixed: dict[str, Any],
    figures: Figures,
    dice: random.Random,
) -> Planned:
    giver, receiver = pair
    number = dice.randint(1, 9_999_999)
    made = MAKERS[kind](dice, giver, receiver, fixed, number)
    said = {**figures, **made.figures}
    known = {name: value for name, value in said.items() if value is not None}
    return Planned(workstream, made.kind or kind, giver, receiver, day, made, known)


def _settled(indicator: Indicator) -> dict[str, Any]:
    """What the indicator's filter settles of an entry's detail."""
    settled = {key: value for key, value in indicator.filter.items() if key != "workstream"}
    return {key: value[0] if isinstance(value, list) else value for key, value in settled.items()}


def decide(entry: Planned, until: date, dice: random.Random) -> None:
    """Old entries are accepted and mostly confirmed; the latest still wait, some are recorded late."""
    luck = dice.random()
    entry.filed = _filed(entry.day, until, dice)
    age = until - entry.filed
    if age < WAITING:
        entry.fate = Fate.DRAFT if luck < 0.25 else Fate.SUBMITTED if luck < 0.75 else Fate.ACCEPTED
    elif age < RECENT:
        entry.fate = Fate.SUBMITTED if luck < 0.3 else Fate.ACCEPTED
    elif luck < 0.012:
        entry.fate = Fate.RETURNED
    elif luck > 0.993:
        entry.mended = entry.filed + timedelta(days=dice.randint(1, 60))
        if entry.mended <= until:
            entry.fate = Fate.REVERSED if luck > 0.997 or not _figure(entry) else Fate.CORRECTED
    said = dice.random()
    if entry.fate is Fate.ACCEPTED and age > RECENT:
        entry.word = Word.AGREED if said < 0.84 else Word.DISPUTED if said < 0.88 else Word.NOTHING


def _filed(day: date, until: date, dice: random.Random) -> date:
    """When it is recorded: within days mostly, sometimes weeks later."""
    late = day + timedelta(days=dice.randint(15, 60))
    if dice.random() < LATE and late <= until:
        return late
    return min(day + timedelta(days=dice.randint(0, 4)), until)


def _figure(entry: Planned) -> str:
    """The figure that may have been typed wrong; empty where there is none."""
    return next((name for name in ("amount", "persons") if entry.figures.get(name)), "")
