"""Rows that may be there twice: in the file, or in the ledger, whoever recorded it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.kernel.canonical import plain
from jiedui.ledger.intake.enums import DuplicateWhy
from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.intake.report import Twin
from jiedui.ledger.models import Entry

MOST_TWINS = 3
"""So many others are named for one row; whoever decides looks at one pair at a time."""


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
    def sides(self) -> tuple[int, date, str]:
        """What must be equal where no paper tells."""
        return (self.receiver, self.day, self.figure)


def find(made: Prepared, rows: Iterable[int], own: set[int]) -> list[Twin]:
    """Suspicions about these rows. ``own`` are entries that came from this very source: they are no twins."""
    looked = [row for row in rows if row not in made.wrong]
    acts = dict(zip(looked, _acts(made, looked), strict=True))
    if not acts:
        return []
    in_file = _Known()
    ledger = _Known()
    for pk, act in _ledger(made, acts.values(), own):
        ledger.add(pk, act)
    twins: list[Twin] = []
    for row, act in acts.items():
        found: list[tuple[int | None, int | None, str]] = [(pk, None, why) for pk, why in ledger.like(act)]
        found += [(None, made.table.numbers[other], why) for other, why in in_file.like(act)]
        twins += [_twin(made, row, act, *item) for item in found[:MOST_TWINS]]
        in_file.add(row, act)
    return twins


class _Known:
    """Acts by their paper and by their sides."""

    def __init__(self) -> None:
        self.papers: defaultdict[tuple[str, ...], list[tuple[int, Act]]] = defaultdict(list)
        self.sides: defaultdict[tuple[int, date, str], list[tuple[int, Act]]] = defaultdict(list)

    def add(self, number: int, act: Act) -> None:
        """Know one more."""
        if act.paper:
            self.papers[act.paper].append((number, act))
        self.sides[act.sides].append((number, act))

    def like(self, act: Act) -> Iterator[tuple[int, str]]:
        """Those it may be: of one voucher, or with the same sides, day and figure where no voucher tells them apart.

        Other goods of the same giver are further lines of a voucher, not the same act.
        """
        for number, other in self.papers.get(act.paper, ()) if act.paper else ():
            if other.giver != act.giver or other.line == act.line:
                yield number, DuplicateWhy.VOUCHER
        for number, other in self.sides.get(act.sides, ()):
            told_apart = act.paper and other.paper
            if not told_apart and act.figure and other.giver == act.giver and other.line == act.line:
                yield number, DuplicateWhy.PARTIES


def _acts(made: Prepared, rows: list[int]) -> Iterator[Act]:
    columns = made.columns
    papers = [columns[name] for name in made.kind.identity]
    lines = columns[made.kind.lines[0]] if made.kind.lines else columns["title"]
    for row in rows:
        paper = tuple(_same(column[row]) for column in papers)
        yield Act(
            columns["giver"][row],
            columns["receiver"][row],
            columns["occurred_on"][row],
            _figure(*(columns[name][row] if name in columns else None for name in FIGURES)),
            paper if all(paper) else (),
            _same(lines[row]),
        )


FIGURES = ("amount", "persons", "quantity")


def _figure(*values: Any) -> str:
    """The figure that says most, as one text; nothing where the kind has none."""
    value = next((value for value in values if value is not None), None)
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


def _same(text: Any) -> str:
    return "".join(str(text or "").split()).casefold()


def _ledger(made: Prepared, acts: Iterable[Act], own: set[int]) -> Iterator[tuple[int, Act]]:
    """Standing entries that could be one of the acts; on the same days only where no paper tells."""
    days = [act.day for act in acts]
    receivers = {act.receiver for act in acts}
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
            figure = _figure(amount, persons, quantity)
            yield pk, Act(giver, receiver, day, figure, told if all(told) else (), _same(said))


def _twin(made: Prepared, row: int, act: Act, entry: int | None, other: int | None, why: str) -> Twin:
    says = f"{act.day} {made.columns['title'][row]} {act.figure}".strip()
    return Twin(made.table.numbers[row], made.keys[row], why, says[:300], act.giver, entry, other)
