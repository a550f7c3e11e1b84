"""Pairings told by their shape: names of the one side and of the other, and the same short words between them.

No list of verbs is asked. Names that begin with a place tell their side, whatever is said between them. Two are paired
where the same words stand between other two of the paragraph (甲市支援乙县，丙市支援丁县; 甲—乙、丙—丁; 乙县（甲区）),
where the passage is about pairs, or where a clause holds nothing else than a school, hospital, town or village of one
side, a word, and one of the same kind of the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from jiedui.documents.clauses import Piece, sentences, without_marker
from jiedui.documents.extractors.pairing_lists import SUFFIX, Told, is_general
from jiedui.documents.parties import PlaceMention
from jiedui.documents.structure import Context
from jiedui.organisations.divisions import Level

_SPLITS = r"[的与及向在赴到给等]|帮扶|支援|结对|对口|托管|援助|共建|协作|合作|签"
_REST = re.compile(
    rf"(?>(?:(?:(?!{_SPLITS})[\u4e00-\u9fff“”]){{0,16}}?(?:{SUFFIX}|高中))+)(?:(?!{_SPLITS})[\u4e00-\u9fff]{{1,6}}科)?"
)
_KIND = re.compile(
    r"(?P<town>镇|乡|街道|街道办事处|苏木)$|(?P<village>村|社区|嘎查)$|(?P<school>[校学园]|[高初一二三四五六七八九十附]中|附小|职教中心)$"
    r"|(?P<hospital>院|服务中心|疾控中心|科)$"
)
_DASH = re.compile(r"—{1,2}|--|-|－|–|→")
_WORD = re.compile(r"(?![在向为给赴到从把将的等、来])[\u4e00-\u9fff“”]{1,9}")
_MOVES = re.compile(
    r"[向在赴到给的]|选派|派出|培训|接收|捐|投|采购|引进|安排|考察|转移|输送|其中|以及|一[并同]|发来"
)
_WITH = re.compile(r"(?:分别)?[与和同](?:分别)?")
_ABOUT = re.compile(r"结对|对口[^，。；]{0,4}关系|对口(?:帮扶|支援|协作|合作)(?:关系|安排|任务)|友好|姊妹")
_ENDS = re.compile(r"$|[，。；、）]")
_JOINED = re.compile(r"[、和与及]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A place, or a body whose name begins with one."""

    start: int
    end: int
    name: str
    kind: str
    giving: bool
    place: PlaceMention


@dataclass(frozen=True, slots=True)
class _Link:
    """Names of one side, what stands between, and names of the other."""

    piece: Piece
    first: list[_Named]
    second: list[_Named]
    between: str

    @property
    def tail(self) -> str:
        """What follows the names."""
        return self.piece.text[self.second[-1].end :]


def linked_pairings(context: Context, piece: Piece) -> Iterator[Told]:
    """The pairings that the shape of a paragraph tells."""
    body = without_marker(piece)[1]
    links = [link for sentence in sentences(body) for link in _links(context, sentence)]
    often = Counter(link.between for link in links)
    for link in links:
        if _tells(context, link, again=often[link.between] > 1):
            where = link.piece.part(link.first[0].start, link.second[-1].end)
            for one, other in _pairs(link):
                giver, receiver = (one, other) if one.giving else (other, one)
                yield Told(where, giver.name, receiver.name)


def _links(context: Context, sentence: Piece) -> Iterator[_Link]:
    """Runs of names next to each other that lie on opposite sides; none is used twice."""
    used = -1
    for first, second in pairwise(_runs(sentence.text, _named(context, sentence.text))):
        between = sentence.text[first[-1].end : second[0].start]
        if first[0].giving == second[0].giving or first[0].start < used or not _may_bind(between):
            continue
        used = second[-1].end
        yield _Link(sentence, first, second, between)


def _may_bind(between: str) -> bool:
    if _DASH.fullmatch(between) or between == "（" or _WITH.fullmatch(between):
        return True
    return bool(_WORD.fullmatch(between)) and not _MOVES.search(between)


def _named(context: Context, text: str) -> Iterator[_Named]:
    places = context.parties.mentions(text)
    for place, following in zip_longest(places, places[1:]):
        end = following.start if following else len(text)
        if place.elsewhere:
            continue
        rest = _REST.match(text, place.end, end)
        if rest is None:
            yield _Named(place.start, place.end, place.label, "place", place.giving, place)
            continue
        name = place.text + rest.group()
        found = _KIND.search(name)
        if not is_general(name):
            kind = (found.lastgroup or "") if found else "body"
            yield _Named(place.start, rest.end(), name, kind, place.giving, place)


def _runs(text: str, named: Iterator[_Named]) -> list[list[_Named]]:
    """Names of one side and of one kind, each joined to the next by 、 or 和."""
    runs: list[list[_Named]] = []
    for one in named:
        last = runs[-1][-1] if runs else None
        joined = last and last.giving == one.giving and last.kind == one.kind
        if last and joined and _JOINED.fullmatch(text[last.end : one.start]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _tells(context: Context, link: _Link, *, again: bool) -> bool:
    one, other = link.first[0], link.second[0]
    if "place" in (one.kind, other.kind) and not _level_enough(context, link):
        return False
    if link.between == "（":
        closed = link.tail.startswith("）") and bool(_ENDS.match(link.tail, 1))
        return closed and one.kind == other.kind and (again or _about(context, link))
    if _DASH.fullmatch(link.between):
        return again or _about(context, link)
    alike = one.kind == other.kind and one.kind != "body"
    if _WITH.fullmatch(link.between):
        return alike and _about(context, link)
    if one.kind == other.kind == "place":
        return again and one.giving and bool(_ENDS.match(link.tail))
    return alike and one.giving and bool(_ENDS.match(link.tail))


def _level_enough(context: Context, link: _Link) -> bool:
    """No province stands where places are paired; a prefecture is paired with a part of the giver, not with it."""
    named = [one for one in (*link.first, *link.second) if one.kind == "place" and one.place.division]
    levels = [one.place.division.level for one in named if one.place.division and not one.giving]
    parts = all(
        context.parties.is_part(one.place.division) for one in named if one.giving and one.place.division
    )
    return Level.PROVINCE not in levels and (parts or Level.PREFECTURE not in levels)


def _about(context: Context, link: _Link) -> bool:
    section = context.section(link.piece.sentence.block.index)
    return bool(_ABOUT.search("".join((*section.headings[-1:], link.piece.text))))


def _pairs(link: _Link) -> list[tuple[_Named, _Named]]:
    if len(link.first) == len(link.second):
        return list(zip(link.first, link.second, strict=True))
    if 1 in (len(link.first), len(link.second)):
        return [(one, other) for one in link.first for other in link.second]
    return []
