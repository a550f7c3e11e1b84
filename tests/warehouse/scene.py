"""Two trees of units and some hundred postings drawn at random, and a second way to reckon every figure.

The second way reads the postings from the database, with the scope the ledger's own queries have, and puts them
together in plain Python.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.ledger import outbox
from jiedui.ledger.chain import FORMAT
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import ChainHead, Entry, Posting
from jiedui.ledger.queries import entries_for
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.dimensions import SELF, first_day
from jiedui.warehouse.enums import Side
from tests.conftest import World, person, plant

KINDS: dict[int, str] = {}
"""What the units of the last drawing are."""

FIRST, LAST = date(2018, 1, 1), date(2019, 12, 31)
WAYS = {
    "sum-1": (Rollup.SUM, Rollup.SUM),
    "sum-2": (Rollup.SUM, Rollup.SUM),
    "distinct": (Rollup.DISTINCT, Rollup.DISTINCT),
    "distinct-a-giver": (Rollup.DISTINCT, Rollup.SUM),
    "distinct-a-day": (Rollup.SUM, Rollup.DISTINCT),
    "latest": (Rollup.LATEST, Rollup.SUM),
    "latest-of-all": (Rollup.LATEST, Rollup.LATEST),
    "ratio": (Rollup.RATIO, Rollup.RATIO),
}


@dataclass
class Drawn:
    """What was drawn."""

    world: World
    indicators: dict[str, Indicator]
    givers: list[OrgUnit]
    receivers: list[OrgUnit]
    people: list[User]

    def ids(self, *names: str) -> tuple[int, ...]:
        """Ids of indicators."""
        return tuple(self.indicators[name].pk for name in names)


def draw(world: World, *, seed: int = 1, count: int = 150) -> Drawn:
    """Units, indicators of every way to roll up, entries with postings and some reversals."""
    dice = random.Random(seed)
    hospital = plant("东城区人民医院", UnitKind.HOSPITAL, world.east)
    ward = plant("东城区人民医院分院", UnitKind.HOSPITAL, hospital)
    village = plant("云岭县一村", UnitKind.VILLAGE, world.county)
    givers = [world.city, world.east, world.west, hospital, ward]
    receivers = [world.province, world.county, world.other_county, village]
    indicators = {
        name: Indicator.objects.create(
            workstream=world.consumption if dice.random() < 0.6 else world.funds,
            code=name,
            name=name,
            unit="元",
            kind="purchase",
            measure="amount",
            over_time=over_time,
            over_units=over_units,
        )
        for name, (over_time, over_units) in WAYS.items()
    }
    indicators["as-stated"] = Indicator.objects.create(
        workstream=world.consumption,
        code="as-stated",
        name="as-stated",
        unit="人",
        kind="placement",
        measure="persons",
        as_stated=True,
    )
    KINDS.clear()
    KINDS.update(OrgUnit.objects.values_list("pk", "kind"))
    _fill(dice, world, list(indicators.values()), givers, receivers, count)
    people = [world.office, world.lead, world.giver, world.other_giver, world.receiver, world.auditor]
    several = person("several", (Role.GIVER, world.west), (Role.RECEIVER, village))
    return Drawn(world, indicators, givers, receivers, [*people, several, world.nobody])


def draw_more(drawn: Drawn, *, seed: int, count: int) -> None:
    """More of the same, numbered on."""
    _fill(
        random.Random(seed),
        drawn.world,
        list(drawn.indicators.values()),
        drawn.givers,
        drawn.receivers,
        count,
    )


def _fill(
    dice: random.Random,
    world: World,
    indicators: list[Indicator],
    givers: list[OrgUnit],
    receivers: list[OrgUnit],
    count: int,
) -> None:
    for number in range(1, count + 1):
        entry = Entry(
            programme=world.programme,
            workstream=dice.choice([world.consumption, world.funds]),
            kind="purchase",
            giver=dice.choice(givers),
            receiver=dice.choice(receivers),
            occurred_on=FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1)),
            title=f"第{number}次",
            recorded_by=world.office,
        )
        postings = [
            (indicator, Decimal(dice.randrange(1, 10**7)).scaleb(-2), dice.choice(["", "甲", "乙", "丙"]))
            for indicator in dice.sample(indicators, dice.randrange(1, 4))
        ]
        _accept(entry, postings)
        if dice.random() < 0.15:
            back = Entry(
                **{name: getattr(entry, name) for name in ("programme", "workstream", "kind", "giver")},
                **{
                    name: getattr(entry, name) for name in ("receiver", "occurred_on", "title", "recorded_by")
                },
                reverses=entry,
            )
            _accept(back, [(indicator, -value, subject) for indicator, value, subject in postings])


def _accept(entry: Entry, postings: Iterable[tuple[Indicator, Decimal, str]]) -> None:
    head, _made = ChainHead.objects.get_or_create(pk=1)
    head.sequence += 1
    head.save()
    entry.state, entry.sequence, entry.chain_format = EntryState.ACCEPTED, head.sequence, FORMAT
    entry.hash = f"{head.sequence:064d}"
    entry.save()
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            indicator=indicator,
            giver=entry.giver,
            receiver=entry.receiver,
            day=entry.occurred_on,
            value=value,
            subject=subject,
        )
        for indicator, value, subject in postings
    )
    outbox.note_accepted([entry])


@dataclass(frozen=True)
class Row:
    """A posting as the second way reads it."""

    indicator: Indicator
    giver: OrgUnit
    receiver: OrgUnit
    day: date
    value: Decimal
    subject: str
    entry: int
    reverses: int | None

    @property
    def sign(self) -> int:
        """1, or -1 for a reversal."""
        return -1 if self.reverses else 1

    def at(self, side: Side, level: str) -> int | None:
        """The unit of a level that the row belongs to on a side."""
        return unit_at(self.giver if side == Side.GIVER else self.receiver, level)


def unit_at(unit: OrgUnit, level: str) -> int | None:
    """The unit itself, the one above it at a depth, or the topmost of a kind."""
    if level == SELF:
        return unit.pk
    above = [int(pk) for pk in unit.path.strip("/").split("/")]
    if level.isdecimal():
        return above[int(level)] if int(level) < len(above) else None
    return next((pk for pk in above if KINDS[pk] == level), None)


def seen(user: User, ask: Ask, *ways: Rollup) -> list[Row]:
    """The postings that a person may see and that were asked for, of indicators that roll up so."""
    found = Posting.objects.filter(
        entry__in=entries_for(user).values("pk"),
        day__range=(ask.first, ask.last),
        indicator__as_stated=False,
    )
    if ask.indicators:
        found = found.filter(indicator__in=ask.indicators)
    if ask.workstream:
        found = found.filter(entry__workstream=ask.workstream)
    for side in ("giver", "receiver"):
        if pk := getattr(ask, side):
            found = found.filter(**{f"{side}__path__startswith": OrgUnit.objects.get(pk=pk).path})
    if ask.accepted_until:
        found = found.filter(entry__sequence__lte=ask.accepted_until)
    related = found.select_related("indicator", "giver", "receiver", "entry").order_by("day", "entry_id")
    rows = (
        Row(p.indicator, p.giver, p.receiver, p.day, p.value, p.subject, p.entry_id, p.entry.reverses_id)
        for p in related
    )
    return rolling_up(rows, *ways)


def rolling_up(rows: Iterable[Row], *ways: Rollup) -> list[Row]:
    """Those of indicators that roll up so."""
    return [row for row in rows if _way(row.indicator) in ways]


def _way(indicator: Indicator) -> Rollup:
    ways = {indicator.over_time, indicator.over_units}
    return next(
        (way for way in (Rollup.RATIO, Rollup.LATEST, Rollup.DISTINCT) if way in ways),
        Rollup.SUM,
    )


def period_of(day: date, grain: str) -> date | None:
    """The first day of the period, None for the whole span."""
    if grain in {"whole", "day"}:
        return None if grain == "whole" else day
    return first_day(day, grain)


def added(rows: Iterable[Row], key: Callable[[Row], tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Sums and numbers of entries by key."""
    values: defaultdict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    entries: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        values[key(row)] += row.value
        entries[key(row)] += row.sign
    return {(*cell, values[cell], entries[cell]) for cell in values}


def grouped(
    rows: Iterable[Row], key: Callable[[Row], tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], list[Row]]]:
    """Rows by key."""
    groups: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    yield from groups.items()
