"""Pairings of territories told in a row: 甲区帮扶乙县、丙县; 甲区、乙区分别结对丙县、丁县; 甲市—乙州：…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiedui.documents.clauses import Piece, clauses, sentences, without_marker
from jiedui.documents.parties import PlaceMention
from jiedui.documents.structure import Context
from jiedui.organisations.divisions import Level

_AIDS = re.compile(
    r"(?:工作组|工作队)?[：:]?(?:对口(?=的)的?|(?:(?:自|从)(?:19|20)\d\d年(?:起|以来)?|开始|今后|将|还|又|则|负责|定点|对应|分别|依次|逐一|一一|各|联合|共同|继续|全面)*(?:对口|结对)*(?:帮扶|支援|结对|帮带|援助|帮助|挂钩|协作|援建(?!的))+)"
)
_LISTED = re.compile(
    r"(?P<giver>[\u4e00-\u9fff]{1,6}[区市县](?:、[\u4e00-\u9fff]{1,6}[区市县])*)(?:(?:对口|结对)*(?:帮扶|支援|结对|援助|帮助)|[与和](?=[^，。；]+结对))"
    r"(?P<receivers>[\u4e00-\u9fff、]{2,24}?)(?:结对)?"
)
_OURS = re.compile(
    r"(?:我[市省区县州]|(?<![\u4e00-\u9fff])(?:园|开发|高新)区(?=继续|与))(?:继续)?(?:对口|结对|定点)*(?:帮扶|支援|协作|援助)(?:的)?|(?:我[市省区县州]|(?<![\u4e00-\u9fff])(?:园|开发|高新)区)(?:继续)?[与和同](?=[^，。；]{2,14}?(?:(?:的)?(?:结对|对口|扶贫协作|东西部协作|协作)关系|签订的?[^，。；]{0,12}协议|(?:（[^（）]{2,16}）)?开展[^，。；]{0,8}(?:协作|帮扶)))"
)
_CHARGED = re.compile(
    r"我[市省区县州][^，。；]{0,10}?承担(?P<who>[^，。；]{2,60}?)的?(?:结对|对口|东西部)*(?:协作|帮扶|支援)任务"
)
"""我市承担甲县、乙县的协作任务."""
_TO_US = re.compile(r"对(?:口)?我[市省区县州](?:的)?(?:对口|结对)*(?:帮扶|支援|协作|援助)")
_ENDS = re.compile(r"[，。；]|\d+个|$")
"""A statement ends behind the place; 甲市对口支援乙州工作 only names the work."""
_IN_TURN = re.compile(r"分别|依次|逐一|一一")
_MOVED = re.compile(r"(?:由|从)[^，。；]{0,8}(?:帮扶|支援|结对)$")
_NOW = re.compile(r"(?:由|从)[^，。；]{2,20}(?:调整|变更|改)为(?:对口|结对)*(?:帮扶|支援|协作)?")
_TO = re.compile(r"(?:调整|变更|改)为")
"""甲区由帮扶乙县调整为帮扶丙县: 乙县 is no longer helped."""
_WITH = re.compile(r"[与和同]")
_BOUND = re.compile(
    r"(?:、[\u4e00-\u9fff]{2,8}[县旗市区])*(?:等)?(?:两地)?(?:分别|对应|一对一)?(?:结对|结为|结成|缔结|建立[^，。；]{0,8}关系)"
)
_NEXT_PAIR = r"(?:、(?=[^、，。；]{2,10}[与和同])[^、，。；]{5,21})"
_CHAINED = re.compile(
    rf"{_NEXT_PAIR}+(?:等)?(?:\d+对|[^，。；]{{0,4}}之间)?[^，。；]{{0,4}}(?:结对|结为|结成|缔结|建立[^，。；]{{0,8}}关系|协作关系)"
    rf"|(?:等)(?:\d+对)?(?:结对|协作)关系|{_NEXT_PAIR}{{2,}}"
    r"|[^，。；]{0,14}(?:签订|签署)[^，。；]{0,6}协议"
)
"""甲市与乙县、丙市与丁县等5对结对关系: what binds the last pair binds those before it."""
_TOGETHER = re.compile(r"[^，。；]{0,6}?(?:召开|签订|签署|互派|举办|举行|共建|联合|开展)")
_SERVED = re.compile(r"(?:累计|共|先后|已|全年)*(?:向|为|给)")
_GIVEN = re.compile(
    r"[^，。；]{0,10}?(?:投入|捐赠|捐助|捐款|援助|拨付|选派|派出|派遣|捐建|援建|提供|赠送|划拨)"
)
_HELPED = re.compile(
    r"(?:安排|投入|出资|捐赠|筹集|拨付)[^。；，]{0,14}(?:支持|帮助|援建)|协助|(?:选|委)派[^。；，]{0,12}(?:到|赴|在)"
    r"|(?:引导|组织|动员|协调|推动)[^。；，]{0,12}(?:到|赴|在)"
    r"|(?:安排|投入|出资|捐赠|援助)[^。；，]{0,16}，(?:在|支持|帮助|援建|用于)"
)
"""What one district does in or for a county, as bulletins tell it."""
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,5}(?:镇|(?<!个)乡(?!镇|村)|街道|(?<!个)村)(?=[，。；、]|$)")
_WIDE = re.compile(r"\d+个(?:乡镇|村|镇|街道|社区)[^，。；]{0,6}(?:结对)")
_COUNT_BETWEEN = re.compile(r"(?:的)?\d+(?:所|家|个|名)[^，。；、\d]{2,6}[与和同]")
_COUNT_AFTER = re.compile(r"(?:的)?\d+(?:所|家|个|名)[^，。；、\d]{2,6}(?:结对|结成|结为|建立)")
_DASH = re.compile(r"[—–－-]{1,2}")
_RESPECTIVELY = re.compile(r"(?:各[^，。；]{1,12}，)?分别[^，。；：]{0,8}")
_WORKS = re.compile(r"[^，。；]{0,8}?(?:投资|援建|捐建|投入)")
_FUNDED = re.compile(r"(?:无偿|出资|投资)?(?:援助|援建|捐建|捐助|捐赠)[^，。；]{0,14}?(?:的|建设|建成)")


@dataclass(frozen=True, slots=True)
class Bond:
    """Who is bound to help whom, and the words that say so. ``implied`` where no pairing is declared."""

    piece: Piece
    giver: str
    receiver: str
    implied: bool = False


def bonds(context: Context, piece: Piece) -> Iterator[Bond]:
    """The pairs of territories that a paragraph tells."""
    for sentence in sentences(without_marker(piece)[1]):
        found = [
            bond
            for givers, receivers in pairwise(_runs(context, sentence))
            if givers[0].giving and not receivers[0].giving
            for bond in _between(context, sentence, givers, receivers)
        ]
        yield from found or _ours(context, sentence)
        yield from _funded(context, sentence)
        yield from _unlisted(context, sentence, bound=any(not bond.implied for bond in found))


def _ours(context: Context, sentence: Piece) -> Iterator[Bond]:
    """我区结对帮扶甲县; 乙市对我县的帮扶: one side is the territory whose paper it is."""
    parties, section = context.parties, context.section(sentence.sentence.block.index)
    for match in _OURS.finditer(sentence.text):
        places = [place for place in parties.mentions(sentence.text) if place.start == match.end()]
        home = places[0] if places else None
        if home and not home.giving and home.division and (section.giver or parties.giver_name):
            giver = section.giver or parties.giver_name or ""
            yield Bond(sentence.part(match.start(), home.end), giver, home.label)
    for match in _CHARGED.finditer(sentence.text) if parties.giver_name else ():
        told = sentence.part(match.start(), match.end())
        for place in parties.mentions(sentence.text):
            if match.start("who") <= place.start < match.end("who") and not place.giving and place.division:
                yield Bond(told, parties.giver_name or "", place.label)
    for match in _TO_US.finditer(sentence.text):
        places = [place for place in parties.mentions(sentence.text) if place.end == match.start()]
        if places and places[0].giving and isinstance(section.receiver, str):
            yield Bond(sentence.part(places[0].start, match.end()), places[0].label, section.receiver)


def _unlisted(context: Context, sentence: Piece, *, bound: bool) -> Iterator[Bond]:
    """甲区帮扶乙县，丙区帮扶丁县: in such a list 丙区 is a district, though no table of divisions knows it yet."""
    told = [(clause, found) for clause in clauses(sentence) if (found := _LISTED.fullmatch(clause.text))]
    if len(told) < 3 and not bound:
        return
    for clause, found in told:
        givers = re.split("[、和]", found["giver"])
        places = context.parties.mentions(clause.text)
        known = any(place.start < found.end("giver") for place in places)
        receivers = [place for place in places if place.start >= found.start("receivers") and place.division]
        for receiver in receivers if not known else ():
            if not receiver.giving:
                yield from (Bond(clause, giver, receiver.label) for giver in givers)


def _runs(context: Context, sentence: Piece) -> list[list[PlaceMention]]:
    """The places of a sentence in runs of one side, each joined by 、 or 和."""
    runs: list[list[PlaceMention]] = []
    for place in context.parties.mentions(sentence.text):
        if _TO.match(sentence.text, place.end) and _MOVED.search(sentence.text, 0, place.start):
            continue
        last = runs[-1][-1] if runs else None
        joined = last is not None and re.fullmatch(r"[、和与及]", sentence.text[last.end : place.start])
        if joined and last is not None and last.giving == place.giving:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _between(
    context: Context, sentence: Piece, givers: list[PlaceMention], receivers: list[PlaceMention]
) -> Iterator[Bond]:
    text = sentence.text
    gap, tail = text[givers[-1].end : receivers[0].start], text[receivers[-1].end :]
    told = bool(_AIDS.fullmatch(gap) and _ENDS.match(tail)) and not sentence.sentence.block.level
    if not _may_pair(context, givers, receivers, told=told):
        return
    if _TOWN.match(tail):
        return  # a town of the county, not the county
    declared = _AIDS.fullmatch(gap) or (_WITH.fullmatch(gap) and _BOUND.match(tail))
    headed = _DASH.fullmatch(gap) and givers[0].start <= 1 and (not tail or tail[0] in "：:")
    declared = declared or _NOW.fullmatch(gap) or (_WITH.fullmatch(gap) and _CHAINED.match(tail))
    at_work = _at_work(context, givers, gap, tail)
    each_own = bool(_IN_TURN.search(gap) or _IN_TURN.search(tail[:6]))
    even = len(givers) == len(receivers) > 1
    if not (declared or headed or at_work or (even and _RESPECTIVELY.fullmatch(gap))):
        return
    words = sentence.part(givers[0].start, receivers[-1].end)
    if even and (each_own or (declared and "联合" not in tail[:4])):
        pairs = list(zip(givers, receivers, strict=True))
    elif 1 in (len(givers), len(receivers)):
        pairs = [(giver, receiver) for giver in givers for receiver in receivers]
    else:
        return
    for giver, receiver in pairs:
        yield Bond(words, giver.label, receiver.label, implied=not declared)


def _at_work(context: Context, givers: list[PlaceMention], gap: str, tail: str) -> bool:
    """Whether a sentence tells what givers do in, for or with the receivers, without declaring a pairing."""
    if re.fullmatch(r"[在赴到]", gap) and _WORKS.match(tail):
        return True
    if not all(place.division and context.parties.is_part(place.division) for place in givers):
        return False
    if re.fullmatch(r"援建的", gap) or (re.fullmatch(r"(?:已|全部)*[与和同]", gap) and _WIDE.match(tail)):
        return True
    pairs = ((_SERVED, _GIVEN), (_WITH, _TOGETHER), (_COUNT_BETWEEN, _COUNT_AFTER))
    if any(between.fullmatch(gap) and after.match(tail) for between, after in pairs):
        return True
    return bool(_HELPED.fullmatch(gap))


def _may_pair(
    context: Context, givers: list[PlaceMention], receivers: list[PlaceMention], *, told: bool
) -> bool:
    """Counties may be anybody's; prefectures are paired with parts of the giver, with the giver itself where a verb
    says so, and provinces where the paper tells of many givers."""
    if any(place.division is None for place in receivers):
        return False
    levels = {place.division.level for place in receivers if place.division}
    if levels == {Level.COUNTY}:
        return True
    parts = all(place.division is None or context.parties.is_part(place.division) for place in givers)
    if Level.PROVINCE in levels:
        return told and context.parties.giver is None
    return parts or told


def _funded(context: Context, sentence: Piece) -> Iterator[Bond]:
    """由甲区援建的…: the district that pays and the one county the sentence tells of."""
    places = context.parties.mentions(sentence.text)
    homes = [
        place
        for place in places
        if not place.giving and place.division and place.division.level is Level.COUNTY
    ]
    if len({place.label for place in homes}) != 1:
        return
    for place in places:
        part = place.giving and place.division is not None and context.parties.is_part(place.division)
        by = sentence.text[place.start - 1 : place.start] == "由"
        if part and by and (match := _FUNDED.match(sentence.text[place.end :])):
            told = sentence.part(place.start, place.end + match.end())
            yield Bond(told, place.label, homes[0].label, implied=True)
