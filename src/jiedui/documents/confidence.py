"""How sure a fact is: how often facts found in this way were right on papers the rules had not seen.

What an extractor says of a fact (its grade) is but an order of its rules. What is shown to people is measured:
``confidences.csv`` beside this module has a share for each kind of fact, each kind of evidence and each grade, made
by ``python -m tests.documents.calibration fit`` from papers that were labelled by hand and read once before any rule
was mended by them. Where few facts were seen, the share leans on that of the next wider group.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.structure import Context

FIGURES = frozenset({FactKind.TARGET, FactKind.ACTUAL})
FIGURE = "figure"
"""Targets and actuals are one group: what is told apart late must not be judged apart."""
SEVERAL = 2
"""Receiving places in a paragraph from which on it is a guess which of them a sentence is about."""
_RANK = re.compile(r"(?<=..)(?:自治区|自治州|自治县|地区|省|市|区|县|州|旗)$")

Key = tuple[str, str, str]
"""Kind, evidence, grade; the last or the last two are empty for a wider group."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of facts: how many of them were right, and the share that is shown for it."""

    key: Key
    right: float
    of: float
    share: float


class Certainty:
    """Tells how sure the facts of one document are."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._places: dict[int, int] = {}

    def of(self, fact: Fact) -> Fact:
        """The fact with the measured share in place of the extractor's grade.

        Read from a picture, it is no surer than the recognition of its line.
        """
        share = share_of(self.key(fact))
        place = self._context.document.places.get(fact.line)
        return replace(fact, confidence=round(share * (place.confidence if place else 1.0), 2))

    def key(self, fact: Fact) -> Key:
        """The narrowest group a fact belongs to."""
        kind = FIGURE if fact.kind in FIGURES else str(fact.kind)
        return kind, self._evidence(fact), f"{fact.confidence:.2f}"

    def _evidence(self, fact: Fact) -> str:
        if fact.row is not None:
            return "table"
        if fact.kind in FIGURES:
            return self._sides(fact)
        if fact.kind is FactKind.TASK:
            return "spoken" if any(lead and lead in fact.quote for lead in _names(fact, "lead")) else "listed"
        return "text"

    def _sides(self, fact: Fact) -> str:
        """Where a figure's two sides come from: its own words, those around it, or the paper as a whole."""
        sources = {self._source(fact, side) for side in ("giver", "receiver")}
        if "around" in sources:
            return "carried_among" if self._receivers(fact.block) >= SEVERAL else "carried"
        if "unnamed" in sources:
            return "unnamed"
        return "stated" if sources == {"quote"} else "general"

    def _source(self, fact: Fact, side: str) -> str:
        names = [_stem(name) for name in _names(fact, side)]
        if not names:
            return "unnamed"
        for source, text in (("quote", fact.quote), ("around", self._block_text(fact.block))):
            bare = _bare(text)
            if all(name in bare for name in names):
                return source
        return "paper"

    def _block_text(self, index: int) -> str:
        return self._context.document.blocks[index].text

    def _receivers(self, index: int) -> int:
        """How many receiving places a block names."""
        if index not in self._places:
            view = self._context.flatten(self._block_text(index)).text
            named = {place.label for place in self._context.parties.mentions(view) if not place.giving}
            self._places[index] = len(named)
        return self._places[index]


def share_of(key: Key) -> float:
    """The share shown for a group, that of the next wider one where it was never seen."""
    table = _table()
    kind, evidence, _grade = key
    wider: tuple[Key, ...] = (key, (kind, evidence, ""), (kind, "", ""), ("", "", ""))
    return next(table[one] for one in wider if one in table)


@cache
def _table() -> dict[Key, float]:
    return {shown.key: shown.share for shown in measured()}


def measured() -> Iterator[Shown]:
    """The groups with their shares, as ``confidences.csv`` has them."""
    text = resources.files(__package__).joinpath("confidences.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        key = (row["kind"], row["evidence"], row["grade"])
        yield Shown(key, float(row["right"]), float(row["of"]), float(row["share"]))


def _names(fact: Fact, field: str) -> list[str]:
    value: Any = fact.fields.get(field)
    return [value] if isinstance(value, str) else list(value or ())


def _stem(name: str) -> str:
    return _RANK.sub("", _bare(name))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
