"""A figure in its surroundings: its sentence and clause, the words that lead up to it and those that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from jiedui.documents.clauses import MARKER, Piece
from jiedui.documents.clauses import sentences as cut_sentences
from jiedui.documents.figures import Figure
from jiedui.documents.numbers import find
from jiedui.documents.parties import PlaceMention
from jiedui.documents.sections import Section
from jiedui.documents.structure import Context

_COUNTED = re.compile(r"[^，。；、\d]{1,10}?(?:分别|各|每|均)")
_ASIDE = re.compile(r"(?<=[\u4e00-\u9fff”])（[\u4e00-\u9fff、]{1,8}）$")
_ASIDE_AHEAD = re.compile(r"[\u4e00-\u9fff]{1,6}（[\u4e00-\u9fff、]{1,8}）")
"""A word in brackets that only says the noun before it in other words: 县（市、区）, 街道（乡镇）."""
_CLAUSE_STOP = "，；。：！？（）"
_LIST_STOP = "，；。：！？（）、"


@dataclass(frozen=True)
class Spot:
    """A figure; every index counts in ``text``, the whole view of the paragraph or cell it stands in."""

    piece: Piece
    section: Section
    figure: Figure
    mentions: tuple[PlaceMention, ...]
    start: int
    """Where its sentence begins."""
    end: int
    earlier: tuple[Figure, ...] = field(default=())
    """The figures before it in the sentence."""
    later: tuple[Figure, ...] = field(default=())
    """The figures after it in the sentence."""

    @property
    def next(self) -> Figure | None:
        """The figure after it in the sentence."""
        return self.later[0] if self.later else None

    @cached_property
    def text(self) -> str:
        return self.piece.text

    @cached_property
    def clause_start(self) -> int:
        """Where its clause begins; a clause does not begin before the figure ahead of it."""
        end = self.figure.start
        while True:
            at = max((self.text.rfind(stop, self.start, end) for stop in _CLAUSE_STOP), default=-1)
            if at < 0 or not _ASIDE.search(self.text, self.start, at + 1):
                return max(at + 1, self.start)
            end = self.text.rfind("（", self.start, at)

    @cached_property
    def lead_start(self) -> int:
        """Where the words begin that lead up to this figure and to no other."""
        return max(self.earlier[-1].end, self.clause_start) if self.earlier else self.clause_start

    @cached_property
    def lead(self) -> str:
        """The words that lead up to the figure."""
        return self.text[self.lead_start : self.figure.start]

    @cached_property
    def clause_end(self) -> int:
        """Where its clause ends."""
        aside = _ASIDE_AHEAD.match(self.text, self.figure.end)
        begin = aside.end() if aside else self.figure.end
        stops = [at for stop in _CLAUSE_STOP if (at := self.text.find(stop, begin, self.end)) >= 0]
        return min(stops, default=self.end)

    @cached_property
    def after(self) -> str:
        """The words after the figure up to the end of the clause or the next figure."""
        end = self.clause_end
        if self.next and self.next.start < end:
            end = self.next.start
        return self.text[self.figure.end : end]

    def between(self, start: int, end: int) -> list[PlaceMention]:
        """The places named in ``text[start:end]``."""
        return [place for place in self.mentions if place.start >= start and place.end <= end]

    def quote_span(self) -> tuple[int, int]:
        """The words to quote: from the clause or list item the figure stands in to the noun it counts."""
        start = self.lead_start
        if (
            self.earlier
            and self.earlier[-1].unit == "个"
            and _COUNTED.match(self.text[self.earlier[-1].end : self.figure.start])
        ):
            start = self.earlier[-1].start
        lead = self.text[start : self.figure.start]
        if marker := MARKER.match(lead):
            lead, start = lead[marker.end() :], start + marker.end()
        named = {place.start for place in self.mentions}
        while lead[:1] and lead[0] in "，、；。：和及与并" and start not in named:  # 和平区 begins with no 和
            lead, start = lead[1:], start + 1
        if len(lead) > 40:
            start = max(start, self.figure.start - 40)
        stop = re.search(rf"[{_LIST_STOP}]", self.text[self.figure.end : self.end])
        end = self.figure.end + (stop.start() if stop else self.end - self.figure.end)
        if self.next and self.next.start < end:
            end = self.figure.end
        return start, min(end, self.figure.end + 24, len(self.text))


def spots(context: Context, piece: Piece) -> Iterator[Spot]:
    """The figures of a paragraph or cell, each in its surroundings."""
    mentions = tuple(context.parties.mentions(piece.text))
    section = context.section(piece.sentence.block.index)
    for start, end in _sentences(piece):
        figures = [_moved(figure, start) for figure in find(piece.text[start:end])]
        for at, figure in enumerate(figures):
            yield Spot(
                piece=piece,
                section=section,
                figure=figure,
                mentions=mentions,
                start=start,
                end=end,
                earlier=tuple(figures[:at]),
                later=tuple(figures[at + 1 :]),
            )


def _sentences(piece: Piece) -> list[tuple[int, int]]:
    """The sentences of a piece; one that begins with 其中 goes on the one before."""
    found: list[tuple[int, int]] = []
    for sentence in cut_sentences(piece):
        start, end = sentence.start - piece.start, sentence.end - piece.start
        if found and sentence.text.startswith("其中"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _moved(figure: Figure, by: int) -> Figure:
    return replace(figure, start=figure.start + by, end=figure.end + by, first=figure.first + by)
