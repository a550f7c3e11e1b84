"""Finds the giver and the receivers of a document: in its head, at its foot, else in the whole text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.flat import flatten
from jiedui.documents.impossible_places import find_impossible, spoken_codes
from jiedui.documents.parties import GIVING_PROVINCES, SUPPORTED, Parties, subordinates
from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

_HELPS = re.compile(
    r"[^，。；、《》“”]{0,8}?(?:对口|结对|定点|组团|“组团式”|组团式|省内|区域)*(?:帮扶|支援|援助|援建|帮带)(?!合作)"
)
"""In a head what stands before such words gives, what stands after them receives, wherever both lie."""
_WITH = re.compile(r"[与和—－-]{0,2}")
_WORK_TOGETHER = re.compile(
    r"[^，。；《》“”]{0,6}?(?:对口|结对|山海|南北|挂钩|东西部)[^，。；《》]{0,6}?(?:合作|协作|帮扶)"
)
NORTH_EAST = frozenset({"21", "22", "23"})
"""Provinces that receive where north-east and east work together."""
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
ALMOST_ALL = 0.8
"""The share of all places named from which on a paper is about one of them."""
PROVINCES = frozenset(division_names.ABBREVIATIONS.values())
SEVERAL = 3
"""So many giving provinces are spoken of by a paper that is none's own."""
_SUPPORT = re.compile(r"援[藏疆青](?!川)|对口支援(?:西藏|新疆|青海)")
_LETTERS = "".join(division_names.ABBREVIATIONS)
_ABBREVIATED = re.compile(
    rf"([{_LETTERS}])([{_LETTERS}])(?:两[省地市]|(?:东西部|山海|扶贫|对口|劳务|产业|消费)*(?:协作|合作|帮扶|支援))"
)
_AID_VERB = re.compile(r"(?:对口支援|对口帮扶|扶贫协作|支援|帮扶|援建|援助|援|助力|助推|推进|驻|赴)$")


def analyse_parties(document: Document, *, scanned: bool) -> Parties:
    """The giver and receivers of a document, from its head and its whole text."""
    views = [flatten(block.text, ocr=scanned).text for block in document.blocks]
    found = [(mention, view) for view in views for mention in divisions.scan(view)]
    told = _told_in_head(document, views)
    giver = told[0] if told else _giver(document, views) or _issuing_giver(views)
    both = _named_after(views)
    none = giver is None and not both
    several = _several_givers(found, supports=_supports(views)) if none else frozenset()
    giver = giver or (None if several else _frequent_giver(found, "".join(views)) or (both and both[0]))
    full = {view[mention.start : mention.end] for mention, view in found}
    prefectures = {
        mention.divisions[0].code
        for mention, _ in found
        if mention.divisions[0].level is Level.PREFECTURE and not _within(mention.divisions[0], giver)
    }
    provinces = {
        mention.divisions[0].code[:2]
        for mention, _ in found
        if not any(_within(place, giver) for place in mention.divisions)
    }
    vocabulary: dict[str, Division] = {}
    inner = list(subordinates(giver.code)) if giver else []
    cities = [place for code in sorted(prefectures) if (place := divisions.by_code(code))]
    outer = [place for code in sorted(prefectures) for place in subordinates(code)]
    named = {mention.divisions[0] for mention, _ in found if mention.divisions[0].level is Level.COUNTY}
    outer.sort(key=lambda place: (place not in named, not place.name.endswith("县")))
    text = "".join(views)
    for division in [*cities, *inner, *outer]:
        word = division_names.bare(division.name)
        if len(word) < 2 or word not in text or division.valid_to:
            continue
        common = division in cities or word in division_names.COMMON_WORDS
        if (division.level is Level.COUNTY or common) and not divisions.scan(f"、{word}、"):
            vocabulary.setdefault(word, division)
    return Parties(
        giver,
        vocabulary,
        full_names=full,
        compounds=text,
        corrections=_corrections(views),
        many=len(provinces) > 2,
        aided=told[1] if told else (),
        several_givers=several,
        counterpart=both[1] if both and _within(giver, both[0]) else None,
    )


def _corrections(views: list[str]) -> dict[tuple[str, str], Division]:
    """What is meant where a place is written under a superior it does not belong to."""
    spoken = spoken_codes(views)
    found = (place for view in views for place in find_impossible(view, spoken))
    return {(place.superior.code, place.named.code): place.meant for place in found if place.meant}


def _named_after(views: list[str]) -> tuple[Division, Division] | None:
    """The two provinces that the programme is called after, the giving one first: 苏陕协作, 鲁甘两省."""
    found = Counter(match.group(1, 2) for view in views for match in _ABBREVIATED.finditer(view))
    for (first, second), _ in found.most_common(1):
        gives, receives = (division_names.ABBREVIATIONS[letter] for letter in (first, second))
        giver, receiver = (divisions.by_code(code + "0000") for code in (gives, receives))
        if giver and receiver and gives in GIVING_PROVINCES and receives not in GIVING_PROVINCES:
            return giver, receiver
    return None


def _within(division: Division | None, giver: Division | None) -> bool:
    return division is not None and giver is not None and divisions.is_within(division.code, giver.code)


def _head(document: Document, views: list[str]) -> Iterator[str]:
    """The short lines that a paper begins with, up to its first sentence."""
    for block, view in zip(document.blocks[:10], views, strict=False):
        if block.kind is BlockKind.TABLE or len(view) > 60 or view.endswith(("。", "；")):
            break
        yield view


def _told_in_head(document: Document, views: list[str]) -> tuple[Division, tuple[Division, ...]] | None:
    """Who helps whom by the head of a paper: 关于印发甲市对口帮扶乙县工作方案的通知; 甲市与乙市对口合作工作要点.

    Places of one sort only (both of giving provinces, or neither): where one is, the provinces tell.
    """
    for view in _head(document, views):
        chains = _chains(divisions.scan(view))
        for (_, end, giver), (start, until, aided) in pairwise(chains):
            gap = view[end:start]
            if _within_each_other(giver, aided) or _east(giver) != _east(aided):
                continue
            more = _listed(view, chains, until)
            if _HELPS.fullmatch(gap):
                return giver, (aided, *more)
            if _WITH.fullmatch(gap) and _WORK_TOGETHER.match(view, until):
                first, second = (giver, aided) if _gives_rather(giver, aided) else (aided, giver)
                return first, (second,)
    return None


def _listed(view: str, chains: list[tuple[int, int, Division]], end: int) -> Iterator[Division]:
    """The places listed after one that is helped: 甲市帮扶乙县、丙县."""
    for start, until, place in chains:
        if start == end + 1 and view[end] in "、和与":
            yield place
            end = until


def _chains(mentions: list[divisions.Mention]) -> list[tuple[int, int, Division]]:
    """Where places stand, each with the superiors written before it: 某省某市 is one."""
    chains: list[tuple[int, int, Division]] = []
    for mention in mentions:
        start, inner = mention.start, mention.divisions[0]
        if chains and chains[-1][1] == start:
            within = [place for place in mention.divisions if _inside(place, chains[-1][2])]
            if within:
                start, inner = chains.pop()[0], within[0]
        chains.append((start, mention.end, inner))
    return chains


def _east(division: Division) -> bool:
    return division.code[:2] in GIVING_PROVINCES


def _within_each_other(one: Division, other: Division) -> bool:
    return one == other or _inside(one, other) or _inside(other, one)


def _gives_rather(one: Division, other: Division) -> bool:
    """Of two places that work together: a place of the north-east receives from another, else the first gives."""
    return one.code[:2] not in NORTH_EAST or other.code[:2] in NORTH_EAST


def _supports(views: list[str]) -> bool:
    """Whether the head of the paper speaks of support of Tibet, Qinghai or Xinjiang."""
    return any(_SUPPORT.search(view) for view in views[:10])


def _giver(document: Document, views: list[str]) -> Division | None:
    """The first territory in the head of the paper that is not itself the object of the aid.

    It lies in the east, or anywhere else where the head says that the paper is about support of Tibet or the like.
    """
    supports = _supports(views)
    for view in _head(document, views):
        mentions = divisions.scan(view)
        for at, mention in enumerate(mentions):
            division = mention.divisions[0]
            gives = division.code[:2] in GIVING_PROVINCES or (supports and division.code[:2] not in SUPPORTED)
            if gives and not _AID_VERB.search(view[: mention.start]):
                return _innermost(mentions[at:])
    return None


def _innermost(mentions: list[divisions.Mention]) -> Division:
    """The last of the places written one inside the other from the first on: 甲区 of 某省某市甲区.

    Where a list goes on (某省甲市、乙市) it is the place they lie in.
    """
    inner = mentions[0].divisions[0]
    for at, (above, below) in enumerate(pairwise(mentions), start=1):
        within = [place for place in below.divisions if _inside(place, inner)]
        beside = [
            place
            for other in mentions[at + 1 : at + 2]
            if other.start == below.end + 1
            for place in other.divisions
        ]
        if above.end != below.start or not within or any(_inside(place, inner) for place in beside):
            break
        inner = within[0]
    return inner


def _inside(division: Division, superior: Division) -> bool:
    return division.code != superior.code and divisions.is_within(division.code, superior.code)


def _issuing_giver(views: list[str]) -> Division | None:
    """The territory of the body that signs the paper at its foot."""
    for view in reversed(views[-5:]):
        if len(view) <= 40 and re.search(r"(?:领导小组|办公室|指挥部|政府|局|委|办)$", view):
            for mention in divisions.scan(view)[:1]:
                if mention.start == 0 and mention.divisions[0].code[:2] in GIVING_PROVINCES:
                    return _innermost(divisions.scan(view))
    return None


def _several_givers(found: list[tuple[divisions.Mention, str]], *, supports: bool) -> frozenset[str]:
    """The giving provinces of a paper that is no giver's own: it names three or more, none more often than the rest.

    In a paper about support of Tibet or the like any other province may be one that gives.
    """
    may_give = PROVINCES - SUPPORTED if supports else GIVING_PROVINCES
    places = (mention.divisions[0].code[:2] for mention, _ in found)
    named = Counter(province for province in places if province in may_give)
    several = len(named) >= SEVERAL and named.most_common(1)[0][1] <= named.total() / 2
    return may_give if several else frozenset()


def _frequent_giver(found: list[tuple[divisions.Mention, str]], text: str) -> Division | None:
    """Else the giving province named most often, or the one city or district of it that the paper is about."""
    codes = [
        mention.divisions[0].code for mention, _ in found if mention.divisions[0].code[:2] in GIVING_PROVINCES
    ]
    if not codes:
        return None
    province = Counter(code[:2] for code in codes).most_common(1)[0][0]
    codes = [code for code in codes if code[:2] == province]
    cities = [code for code in codes if code[2:4] != "00"]
    if not cities:
        return divisions.by_code(province + "0000")
    if province in MUNICIPALITIES:
        part = _sole_part(Counter(cities)) if len(cities) > len(codes) - len(cities) else None
        return part or divisions.by_code(province + "0000")
    city, often = Counter(code[:4] for code in cities).most_common(1)[0]
    ours = text.count("我市") > text.count("我省")
    alone = often >= len(cities) * ALMOST_ALL and often > len(codes) - len(cities)
    if not (ours or alone):
        return divisions.by_code(province + "0000")
    return _sole_part(Counter(code for code in cities if code[:4] == city)) or divisions.by_code(city + "00")


def _sole_part(named: Counter[str]) -> Division | None:
    """The one county of a city that is named where the city hardly is."""
    code, often = named.most_common(1)[0]
    sole = not code.endswith("00") and often >= named.total() * ALMOST_ALL
    return divisions.by_code(code) if sole else None
