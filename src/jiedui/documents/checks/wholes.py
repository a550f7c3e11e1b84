"""Wholes and parts in running text: 共2000名，其中甲地500名、乙地1500名; 分解如下：甲区1亿元、乙区2亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiedui.documents import tenses
from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import whole
from jiedui.documents.extractors.targets import read_prose
from jiedui.documents.facts import Discrepancy, Fact, Place
from jiedui.documents.numbers import plain
from jiedui.documents.parties import subordinates
from jiedui.documents.spots import Spot
from jiedui.documents.structure import Context
from jiedui.organisations.divisions import Level

_MARK = re.compile(
    r"(?P<some>其中)|(?P<all>(?:具体)?(?:任务)?(?:分解|分配)?(?:情况)?如下|分别(?:为|是)|具体(?:为|是|分解|如下)|包括)"
)
_REACH = 60


@dataclass(frozen=True, slots=True)
class _Whole:
    """A total with its parts: each part as often as it counts."""

    total: Spot
    parts: tuple[tuple[Spot, Decimal], ...]
    holders: int
    exhaustive: bool

    @property
    def sum(self) -> Decimal:
        return sum((value for _, value in self.parts), Decimal(0))


def parts_and_wholes(context: Context) -> Iterator[Discrepancy]:
    """One finding for each total with a list of its parts behind it."""
    paper_plans = tenses.is_plan(context)
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE or not _MARK.search(context.flat(block).text):
            continue
        found = list(read_prose(context, whole(context, block), paper_plans=paper_plans))
        for candidate in _wholes(context, context.flat(block).text, found):
            if finding := _judge(candidate):
                yield finding


def _wholes(context: Context, text: str, found: list[tuple[Spot, Fact]]) -> Iterator[_Whole]:
    spots = list({spot.figure.first: spot for spot, _ in found}.values())
    for mark in _MARK.finditer(text):
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
            yield _Whole(total, parts, holders, exhaustive=bool(mark["all"]))


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


def _judge(candidate: _Whole) -> Discrepancy | None:
    """Agreement and excess are told; a list that is not said to be complete may fall short of the whole."""
    total = Decimal(str(candidate.total.figure.normalized))
    difference = candidate.sum - total
    if difference < 0 and not candidate.exhaustive:
        return None
    minimums = candidate.total.figure.comparator == ">=" and all(
        spot.figure.comparator == ">=" for spot, _ in candidate.parts
    )
    severity = "ok" if not difference else "warning" if minimums else "error"
    return Discrepancy(
        code="parts_whole",
        severity=severity,
        params={
            "sum": plain(candidate.sum),
            "total": plain(total),
            "difference": plain(difference),
            "unit": candidate.total.figure.normalized_unit,
            "parts": candidate.holders,
        },
        places=(_place(candidate.total), _place(candidate.parts[0][0]), _place(candidate.parts[-1][0])),
        choices=() if not difference else ("parts", "total", "both"),
    )


def _place(spot: Spot) -> Place:
    start, end = spot.quote_span()
    part = spot.piece.part(start, end).sentence
    return Place(part.line(), part.quote())
