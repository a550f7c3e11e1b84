"""Totals and the lists of parts behind them: which figures of a paragraph belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from jiedui.documents.facts import Fact
from jiedui.documents.parties import subordinates
from jiedui.documents.spots import Spot
from jiedui.documents.structure import Context
from jiedui.organisations import divisions
from jiedui.organisations.divisions import Level

MARK = re.compile(
    r"(?P<some>其中)|(?P<all>(?:具体)?(?:任务)?(?:分解|分配)?(?:情况)?如下|分别(?:为|是)|具体(?:为|是|分解|如下)|包括)"
)
_REACH = 60


@dataclass(frozen=True, slots=True)
class Whole:
    """A total with its parts: each part as often as it counts."""

    total: Spot
    parts: tuple[tuple[Spot, Decimal], ...]
    holders: int
    exhaustive: bool

    @property
    def sum(self) -> Decimal:
        """What the parts add up to."""
        return sum((value for _, value in self.parts), Decimal(0))


def wholes(context: Context, text: str, found: list[tuple[Spot, Fact]]) -> Iterator[Whole]:
    """The totals of a paragraph with the list of parts behind each."""
    spots = list({spot.figure.first: spot for spot, _ in found}.values())
    for mark in MARK.finditer(text):
        before = [spot for spot in spots if spot.figure.end <= mark.start()]
        if not before or mark.start() - before[-1].figure.end > _REACH:
            continue
        total = before[-1]
        end = _end(text, mark)
        unit = total.figure.normalized_unit
        inside = [spot for spot in spots if mark.end() <= spot.figure.first < end]
        own = [spot for spot in inside if spot.figure.normalized_unit == unit]
        parts = tuple((spot, _count(context, spot, found)) for spot in own)
        if len(parts) > 1:
            holders = sum(any(spot.figure.first == other.figure.first for other in own) for spot, _ in found)
            yield Whole(total, parts, holders, exhaustive=bool(mark["all"]))


def _end(text: str, mark: re.Match[str]) -> int:
    """Where the list of parts ends: with the bracket it stands in, else with the sentence or the next 其中."""
    opened = text.rfind("（", 0, mark.start())
    if opened > text.rfind("）", 0, mark.start()):
        closed = text.find("）", mark.end())
        return closed if closed >= 0 else len(text)
    stop = re.compile(r"[。；]|其中|为[^，。；、]{2,8}选派").search(text, mark.end() + 1)
    return stop.start() if stop else len(text)


def _count(context: Context, spot: Spot, found: list[tuple[Spot, Fact]]) -> Decimal:
    """What a part adds to the sum: its value for each party that has it, or times the number stated."""
    facts = [fact for other, fact in found if other.figure.first == spot.figure.first]
    value = Decimal(str(spot.figure.normalized))
    times = len(facts)
    if times == 1 and (count := facts[0].fields.get("count")):
        times = int(count)
    if times == 1 and facts[0].fields.get("giver") == "各区":
        times = _districts(context)
    return value * times


def _districts(context: Context) -> int:
    """How many districts 各区 means: all the giver has."""
    giver = context.parties.giver
    places = subordinates(giver.code) if giver else ()
    return max(sum(place.level is Level.COUNTY and place.valid_to is None for place in places), 1)


def grouped(context: Context, found: list[tuple[Spot, Fact]]) -> list[Fact]:
    """The facts of a paragraph; a total and its parts bear one ``group``, the total is the ``parent``."""
    facts = [fact for _, fact in found]
    if len(facts) < 3 or not MARK.search(found[0][0].text):
        return facts
    marks: dict[int, dict[str, object]] = {}
    shares: dict[int, list[str]] = {}
    for at, one in enumerate(wholes(context, found[0][0].text, found), start=1):
        group = {"group": f"{facts[0].line}-{at}"}
        marks.setdefault(one.total.figure.first, {**group, "parent": True})
        shares[one.total.figure.first] = _receivers(one, found)
        for part, _ in one.parts:
            marks.setdefault(part.figure.first, dict(group))
    return [
        replace(
            fact,
            fields={
                **fact.fields,
                **marks.get(spot.figure.first, {}),
                **_of_parts(fact, shares.get(spot.figure.first, [])),
            },
        )
        for spot, fact in found
    ]


def _of_parts(fact: Fact, names: list[str]) -> dict[str, object]:
    """The places of the parts, for a total of the province they make up: 为新疆选派136名，其中甲地区120名…"""
    own = divisions.find(str(fact.fields.get("receiver")))
    whole = len(own) == 1 and own[0].level is Level.PROVINCE
    return {"receiver": names} if whole and len(names) > 1 and all(map(_is_place, names)) else {}


def _is_place(name: str) -> bool:
    """Whether a name is that of a prefecture or a division of the corps, not of its offices or of some counties."""
    return bool(divisions.find(name)) or name.endswith("师")


def _receivers(whole: Whole, found: list[tuple[Spot, Fact]]) -> list[str]:
    """Who receives the parts, where each is another's and all of them make up the total; else nobody."""
    if whole.sum != Decimal(str(whole.total.figure.normalized)):
        return []
    firsts = [part.figure.first for part, _ in whole.parts]
    names = [fact.fields.get("receiver") for spot, fact in found if spot.figure.first in firsts]
    told = [name for name in names if isinstance(name, str)]
    return told if len(told) == len(firsts) == len(set(told)) else []
