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

from jiedui.documents.doubts import Doubt, Doubts
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.genre import names_its_genre
from jiedui.documents.structure import Context

FIGURES = frozenset({FactKind.TARGET, FactKind.ACTUAL})
FIGURE = "figure"
"""Targets and actuals are one group: what is told apart late must not be judged apart."""
OPENING = 2
"""Characters before which a place opens its paragraph."""
SEVERAL = 2
"""Receiving places in a paragraph from which on it is a guess which of them a sentence is about."""
_RANK = re.compile(r"(?<=..)(?:自治区|自治州|自治县|地区|省|市|区|县|州|旗)$")

_ACTOR = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,14}?(?:集团|公司|控股|银行|医院|大学|学院|中学|学校|基金会|协会|商会|工商联|总工会|红十字会|开发区|高新区)"
)
"""A body that a quote begins a clause with and that may be who acts."""
_DONE = re.compile(r"已|累计|截至|截止|实际|先后|超额|完成(?=[^，。；]{0,8}\d)|以来")
_PLANNED = re.compile(r"计划|力争|确保|安排|目标|不少于|不低于|不得|预计|将|拟|争取|前|底|年内|全年")
_BODY = re.compile(r"(?:医院|卫生院|中学|小学|学校|学院|大学|高中)$")

_TOLD_BY_PAPER = {"giver": ("paper", "around"), "receiver": ("paper",)}
"""Where a side stands that the paper as a whole has told: a receiver named around is one of its own."""

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
        self._bare_texts: dict[int, str] = {}
        self._doubts = Doubts(context)
        self._names_genre = names_its_genre(context)

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
        if fact.kind in FIGURES:
            return self._doubtful(fact) or ("table" if fact.row is not None else self._sides(fact))
        if fact.row is not None:
            return "table"
        if fact.kind is FactKind.TASK:
            return "spoken" if any(lead and lead in fact.quote for lead in _names(fact, "lead")) else "listed"
        return "text"

    def _doubtful(self, fact: Fact) -> str:
        """What speaks against a figure: a side is missing or told with two voices, or another body acts."""
        if not _names(fact, "giver") or not _names(fact, "receiver"):
            return "unnamed"
        doubt = max(
            (
                self._doubts.of(side, name)
                for side, sources in _TOLD_BY_PAPER.items()
                if self._source(fact, side) in sources
                for name in _names(fact, side)
            ),
            default=Doubt.NONE,
        )
        if doubt is Doubt.MUCH:
            return "doubted"
        if fact.kind is FactKind.TARGET and fact.row is None:
            if self._told_as_done(fact):
                return "mixed"
            if not self._names_genre and not _PLANNED.search(self._sentence(fact)):
                return "untold"
        return "another" if self._another(fact) else "unsettled" if doubt else ""

    def _told_as_done(self, fact: Fact) -> bool:
        """Whether the sentence of a figure that is taken for planned has words of what was done and none of a plan."""
        sentence = self._sentence(fact)
        return bool(_DONE.search(sentence)) and not _PLANNED.search(sentence)

    def _sentence(self, fact: Fact) -> str:
        """The sentence of a fact up to the end of its quote."""
        return _bare(re.split(r"[。；！？]", self._block_text(fact.block)[: fact.end])[-1])

    def _another(self, fact: Fact) -> bool:
        """Whether the quote names a body that is no side, or a side is a hospital or school named elsewhere."""
        sides = "".join(_bare(name) for side in ("giver", "receiver") for name in _names(fact, side))
        if any(found.group() not in sides for found in _ACTOR.finditer(_bare(fact.quote))):
            return True
        if self._source(fact, "giver") == "paper" and self._others_act(fact):
            return True
        receivers = [name for name in _names(fact, "receiver") if name != self._own_receiver(fact)]
        return self._source(fact, "receiver") != "quote" and any(map(_BODY.search, receivers))

    def _others_act(self, fact: Fact) -> bool:
        """Whether the paragraph opens with a part of the giver other than the one taken for the giver."""
        view = self._bare_text(fact.block)[:40]
        first = next(iter(self._context.parties.mentions(view)), None)
        if first is None or not first.giving or first.division is None or first.start > OPENING:
            return False
        return self._context.parties.is_part(first.division) and first.label not in _names(fact, "giver")

    def _own_receiver(self, fact: Fact) -> object:
        """The receiver of the section, which may be a hospital or school that the title names."""
        return self._context.section(fact.block).receiver

    def _sides(self, fact: Fact) -> str:
        """Where a figure's two sides come from: its own words, those around it, or the paper as a whole."""
        sources = {self._source(fact, side) for side in ("giver", "receiver")}
        if "around" in sources:
            return "carried_among" if self._receivers(fact.block) >= SEVERAL else "carried"
        return "stated" if sources == {"quote"} else "general"

    def _source(self, fact: Fact, side: str) -> str:
        names = [_stem(name) for name in _names(fact, side)]
        if all(name in _bare(fact.quote) for name in names):
            return "quote"
        return "around" if all(name in self._bare_text(fact.block) for name in names) else "paper"

    def _bare_text(self, index: int) -> str:
        """A block without white space, made once: a table may have thousands of facts."""
        if index not in self._bare_texts:
            self._bare_texts[index] = _bare(self._block_text(index))
        return self._bare_texts[index]

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
