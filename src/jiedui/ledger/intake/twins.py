"""Rows that may be there twice: in the file, or in the ledger, whoever recorded it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from jiedui.ledger.intake.cells import each_once
from jiedui.ledger.intake.enums import DuplicateWhy
from jiedui.ledger.intake.preparing import FIGURES, Prepared, figure, figures
from jiedui.ledger.intake.report import Twin
from jiedui.ledger.models import Entry

MOST_TWINS = 3
"""So many others are named for one row; whoever decides looks at one pair at a time."""
Sides = tuple[int, int, date, str, str]
"""Giver, receiver, day, figure, line."""


@dataclass(frozen=True, slots=True)
class Act:
    """What two records are compared by. ``paper`` is the identity of the kind, ``line`` what the line is called."""

    giver: int
    receiver: int
    day: date
    figure: str
    paper: tuple[str, ...]
    line: str

    @property
    def sides(self) -> Sides:
        """What must be equal where no paper tells."""
        return (self.giver, self.receiver, self.day, self.figure, self.line)


def find(made: Prepared, rows: Iterable[int], own: set[int]) -> list[Twin]:
    """Suspicions about these rows. ``own`` are entries that came from this very source: they are no twins."""
    looked = [row for row in rows if row not in made.wrong]
    if not looked:
        return []
    papers, sides = _papers(made, looked), _sides(made, looked)
    often = Counter(filter(None, papers)), Counter(sides)
    ledger, in_file = _Known(), _Known()
    for pk, act in _ledger(made, looked, own):
        if act.paper in often[0] or act.sides in often[1]:
            ledger.add(pk, act)
    twins: list[Twin] = []
    for row, paper, side in zip(looked, papers, sides, strict=True):
        # Most rows are like no other: their paper and their sides stand once in the file, and not in the ledger.
        if often[1][side] == 1 and often[0][paper] < 2 and not ledger.has(paper, side):
            continue
        act = Act(*side[:4], paper, side[4])
        found: list[tuple[int | None, int | None, str]] = [(pk, None, why) for pk, why in ledger.like(act)]
        found += [(None, made.table.numbers[other], why) for other, why in in_file.like(act)]
        twins += [_twin(made, row, act, *item) for item in found[:MOST_TWINS]]
        in_file.add(row, act)
    return twins


class _Known:
    """Acts by their paper and by their sides; asked in a time that does not grow with their number."""

    def __init__(self) -> None:
        self.papers: defaultdict[tuple[str, ...], defaultdict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.lines: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        self.sides: defaultdict[Sides, list[int]] = defaultdict(list)
        self.unproven: defaultdict[Sides, list[int]] = defaultdict(list)

    def add(self, number: int, act: Act) -> None:
        """Know one more."""
        self.sides[act.sides].append(number)
        if act.paper:
            self.papers[act.paper][act.giver].append(number)
            self.lines[act.paper, act.giver, act.line].append(number)
        else:
            self.unproven[act.sides].append(number)

    def has(self, paper: tuple[str, ...], sides: Sides) -> bool:
        """Whether anything known has this paper or these sides."""
        return sides in self.sides or paper in self.papers

    def like(self, act: Act) -> Iterator[tuple[int, str]]:
        """The first it may be: of one voucher, or with the same sides, day and figure where none tells them apart.

        Other goods of the same giver are further lines of a voucher, not the same act.
        """
        for number in islice(self._of_one_paper(act), MOST_TWINS):
            yield number, DuplicateWhy.VOUCHER
        alike = (self.unproven if act.paper else self.sides).get(act.sides, ())
        for number in islice(alike, MOST_TWINS):
            yield number, DuplicateWhy.PARTIES

    def _of_one_paper(self, act: Act) -> Iterator[int]:
        if not act.paper:
            return
        yield from self.lines.get((act.paper, act.giver, act.line), ())
        for giver, numbers in self.papers.get(act.paper, {}).items():
            if giver != act.giver:
                yield from numbers


def _papers(made: Prepared, rows: list[int]) -> list[tuple[str, ...]]:
    """The identity of each row; empty where a part of it is missing."""
    if not made.kind.identity:
        return [()] * len(rows)
    columns = [_of(made, each_once(made.columns[name], _all_same), rows) for name in made.kind.identity]
    return [paper if all(paper) else () for paper in zip(*columns, strict=True)]


def _sides(made: Prepared, rows: list[int]) -> list[Sides]:
    lines = each_once(made.columns[made.kind.lines[0] if made.kind.lines else "title"], _all_same)
    given = [made.columns[name] for name in ("giver", "receiver", "occurred_on")]
    return list(zip(*(_of(made, column, rows) for column in (*given, figures(made), lines)), strict=True))


def _of(made: Prepared, column: list[Any], rows: list[int]) -> list[Any]:
    return column if len(rows) == made.rows else [column[row] for row in rows]


def _same(text: Any) -> str:
    return "".join(str(text or "").split()).casefold()


def _all_same(texts: list[Any]) -> list[str]:
    return list(map(_same, texts))


def _ledger(made: Prepared, looked: list[int], own: set[int]) -> Iterator[tuple[int, Act]]:
    """Standing entries that could be one of the acts; on the same days only where no paper tells."""
    days = {made.columns["occurred_on"][row] for row in looked}
    receivers = {made.columns["receiver"][row] for row in looked}
    line = made.kind.lines[0] if made.kind.lines else ""
    in_detail = [f"detail__{name}" for name in made.kind.identity]
    named = f"detail__{line}" if line in made.kind.detail.model_fields else line or "title"
    entries = Entry.objects.filter(
        programme=made.choices.programme,
        kind=made.kind.key,
        reverses=None,
        reversal=None,
    )
    if not made.kind.identity:  # a voucher may be entered under two days
        entries = entries.filter(occurred_on__gte=min(days), occurred_on__lte=max(days))
    rows = entries.values_list("pk", "giver", "receiver", "occurred_on", *FIGURES, named, *in_detail)
    for pk, giver, receiver, day, amount, persons, quantity, said, *paper in rows.iterator(chunk_size=5000):
        if receiver in receivers and pk not in own:
            told = tuple(map(_same, paper))
            said_most = figure(amount, persons, quantity)
            yield pk, Act(giver, receiver, day, said_most, told if all(told) else (), _same(said))


def _twin(made: Prepared, row: int, act: Act, entry: int | None, other: int | None, why: str) -> Twin:
    says = f"{act.day} {made.columns['title'][row]} {act.figure}".strip()
    return Twin(made.table.numbers[row], made.keys[row], why, says[:300], act.giver, entry, other)
