"""What is done beside the plan's targets, so that every kind of help is seen. Placements follow no target, ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiedui.cli.simulation.aims import Pair, open_to
from jiedui.cli.simulation.pace import Calendar, dice_of


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
            for day in calendar.spread(dice.randint(1, custom.most), dice):
                yield Wish(custom, (giver, receiver), day, dict(dice.choice(custom.fixed)))
