"""What is done beside the plan's targets, so that every kind of help is seen. Placements follow no target, ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiedui.cli.simulation.aims import Pair, open_to
from jiedui.cli.simulation.pace import Calendar, dice_of
from jiedui.organisations.models import OrgUnit


@dataclass(frozen=True, slots=True)
class Custom:
    """How often a pair does something: ``share`` of pairs, ``most`` times, in which workstream."""

    kind: str
    workstream: str
    share: float
    most: int
    fixed: tuple[dict[str, Any], ...] = ({},)


CUSTOMS = (
    Custom("service", "health", 0.9, 5),
    Custom("visit", "talent", 0.9, 2),
    Custom("enrolment", "education", 0.4, 1),
    Custom("product_recognition", "consumption", 0.7, 2),
    Custom("workshop", "industry", 0.5, 1),
    Custom(
        "placement",
        "labour",
        0.6,
        2,
        ({"bucket": "nearby"}, {"bucket": "giver_side"}, {"bucket": "elsewhere"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """One act beside the plan."""

    custom: Custom
    pair: Pair
    day: date
    fixed: dict[str, Any]


def wishes(pairs: Sequence[Pair], calendar: Calendar, seed: int, volume: float) -> Iterator[Wish]:
    """What each pair does beside the plan, the first one always.

    Nothing that moves workers is done where a hold stands on the region.
    """
    for custom in CUSTOMS:
        for number, (giver, receiver) in enumerate(open_to(custom.kind, pairs)):
            dice = dice_of(seed, custom.kind, giver.name, receiver.name)
            if dice.random() >= custom.share * min(volume, 1) and number:
                continue
            times = round(dice.randint(1, custom.most) * max(volume, 1))
            for day in calendar.spread(times, dice):
                yield Wish(custom, (giver, receiver), day, dict(dice.choice(custom.fixed)))


DEPARTMENTS = (
    Custom("visit", "talent", 1, 2),
    Custom("visit", "society", 1, 1),
    Custom("visit", "industry", 1, 2),
    Custom("visit", "education", 1, 2),
    Custom("visit", "funds", 1, 1),
    Custom("product_recognition", "consumption", 1, 2),
    Custom("visit", "culture-tourism", 1, 1),
    Custom("service", "health", 1, 3),
    Custom("visit", "villages", 1, 1),
)
"""What the leading department of a workstream does itself, at some of the receivers."""


def duties(
    leads: Mapping[str, OrgUnit], pairs: Sequence[Pair], calendar: Calendar, seed: int, volume: float
) -> Iterator[Wish]:
    """What leading departments do themselves; ``leads`` by the key of the workstream."""
    places = sorted({receiver for _giver, receiver in pairs}, key=lambda unit: unit.path)
    for custom in DEPARTMENTS:
        lead = leads.get(custom.workstream)
        for pair in open_to(custom.kind, [(lead, place) for place in places] if lead else []):
            dice = dice_of(seed, "duty", custom.workstream, pair[1].name)
            if dice.random() < 0.12 * min(volume, 1):
                times = round(dice.randint(1, custom.most) * max(volume, 1))
                for day in calendar.spread(times, dice):
                    yield Wish(custom, pair, day, {})
