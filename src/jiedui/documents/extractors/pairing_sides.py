"""Pairings told as two lists with a word between them: 甲校、乙校与丙校、丁校手拉手; 甲院、乙院分别托管丙院和丁院.

What is asked is not how a sentence is put but what stands on both sides of a word that may bind: names of bodies or
places, as many on one side as on the other or one against several. That they are paired is told by what follows the
lists, by a word such as 分别 between them, or by what the passage is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedui.documents.clauses import Piece
from jiedui.documents.extractors.pairing_lists import SUFFIX, Told, is_general, side
from jiedui.documents.structure import Context

_BETWEEN = re.compile(
    r"(?P<each>(?:分别|依次|逐一|各自|一一|一对一))?(?:(?P<help>(?:负责|继续|全面|整体)?(?:对口|结对|托管|定点|组团式|“组团式”)?"
    r"(?:帮扶|支援|托管|结对|对口|对接|援助|挂钩|联系|帮带))|[与和同]|(?P<dash>—{1,2}|－|→))"
)
_TELLS = re.compile(
    r"(?:\d+对|[两三四五六七八九十]对)?(?>(?:等|之间|依次|分别|一对一|的|继续|正式|成功|先后|全面|已|开展|签订|签署|签约|建立|缔结|结为|形成|实施|启动)*)"
    r"[^，。；、]{0,6}(?:结对|结成|对子|手拉手|友好|姊妹|帮扶协议|共建|协作关系|帮扶关系|合作关系|对口关系)"
)
_JOINED = re.compile(
    r"(?:分别|共同|联合|已|继续|再次)*(?:开展|建立|组建|成立|举办|签署|签订|签约|共建|互派|结成|打造)"
)
"""What two bodies do together, one of either side."""
_ABOUT = re.compile(r"结对|手拉手|姊妹(?:学校|医院)|友好(?:城市|乡镇|学校)")
_LEAD_IN = re.compile(
    r"负责|落实|协调|组织(?!部)|推动|推进|促成|促进|安排|支持|鼓励|引导|动员|确定|明确|新增|增加|继续|实现|拟|建议|恳?请|其中|即|按照|根据|由|将"
)
_NAME = (
    rf"[\u4e00-\u9fff“”]{{1,18}}?(?:{SUFFIX})(?:[\u4e00-\u9fff]{{1,6}}科)?"
    r"|[\u4e00-\u9fff]{2,12}?[区县市旗州盟]"
)
_WHOLE = re.compile(_NAME)
_LAST = re.compile(rf"(?P<name>{_NAME})(?=$|\d|[两三四五六七八九十]对|{_TELLS.pattern}|{_JOINED.pattern})")
_STOP = re.compile(r"[，。；：（）“”]|—{1,2}|－|→")
_OF_LIST = re.compile(r"(?<=[院校学司团村心中小镇道乡科木区县市旗])[和与及]")
_ASKED = re.compile(
    r"^(?:贵[省市区县州旗]|我[省市区县州旗])(?=[\u4e00-\u9fff]{2,}(?:镇|乡|村|社区|街道|苏木|嘎查)$)"
)
_NO_NAME = re.compile(r"^(?:的|各|该|本(?!溪))|等$|分别|依次|帮扶|支援|托管|对口|结对|我[市省区县州]")
_TERRITORY = re.compile(r"[区县市旗州盟]$")
_ZONE = re.compile(r"(?:新|高新|开发|园|港|保税|示范|功能)区$")
_KIND = re.compile(
    r"(?P<town>镇|乡|街道|苏木)$|(?P<village>村|社区|嘎查)$|(?P<school>[校学中小园])$|(?P<hospital>院|中心|科|医疗集团|医院集团)$"
)
_WARD = re.compile(r"(?<=院)[\u4e00-\u9fff]{1,6}科$")
NEAR = 160
"""Characters of a clause that are looked at before and behind the word."""
MOST = 8
"""So many may be listed on one side; longer lists are of other things."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """Two lists of names, where they stand, and whether the words around them say that they are paired."""

    first: list[str]
    second: list[str]
    start: int
    end: int
    told: bool
    joined: bool
    """Whether they do something together, which tells a pairing of one body of either side only."""


def sided_pairings(context: Context, sentence: Piece) -> Iterator[Told]:
    """The pairings that a sentence tells as a list on either side of a word."""
    text = sentence.text
    found = [bound for match in _BETWEEN.finditer(text) if (bound := _bound(text, match))]
    about = _about(context, sentence)
    told = about or any(bound.told for bound in found)
    for bound in found if told or any(bound.joined for bound in found) else ():
        pairs = [_placed(context, *pair, alike=about or bound.told) for pair in _paired(bound)]
        if told or all(_bodies(*pair) for pair in _paired(bound)):
            where = sentence.part(bound.start, bound.end)
            yield from (Told(where, *pair) for pair in pairs if pair and all(pairs))


def _bodies(first: str, second: str) -> bool:
    """Two schools or two hospitals, not territories or agencies."""
    return _kind(first) == _kind(second) in ("school", "hospital")


def _about(context: Context, sentence: Piece) -> bool:
    """Whether the sentence, or the heading it stands under, is about pairs."""
    section = context.section(sentence.sentence.block.index)
    return bool(_ABOUT.search("".join((*section.headings[-1:], sentence.text))))


def _bound(text: str, match: re.Match[str]) -> _Bound | None:
    """The two lists around a word that may bind, no further than their clause reaches."""
    ahead = _STOP.split(text[max(match.start() - NEAR, 0) : match.start()])[-1]
    behind = _STOP.split(text[match.end() : match.end() + NEAR], maxsplit=1)[0]
    each = bool(match["each"]) or "分别" in behind
    first = _before(ahead, each=each)
    second, length = _behind(behind, each=each)
    if not first or not second or max(len(first), len(second)) > MOST:
        return None
    tail = match.end() + length
    helped = bool(match["each"] and match["help"]) and len(first) + len(second) > 2
    return _Bound(
        first,
        second,
        start=match.start() - len("、".join(first)),
        end=tail,
        told=helped or bool(_TELLS.match(text, tail)),
        joined=bool(_JOINED.match(text, tail)),
    )


def _before(text: str, *, each: bool) -> list[str]:
    """The names that a stretch of text ends with; words that lead up to the first are left out."""
    names: list[str] = []
    for item in reversed(_items(text, each=each)):
        leads = list(_LEAD_IN.finditer(item))
        name = item[leads[-1].end() :] if leads else item
        if not _is_name(name):
            break
        names.insert(0, name)
        if leads:
            break
    return names


def _behind(text: str, *, each: bool) -> tuple[list[str], int]:
    """The names that a stretch of text begins with, and where the last of them ends."""
    names: list[str] = []
    at = end = 0
    for item in _items(text, each=each):
        last = None if _is_name(item) else _LAST.match(item)
        name = item if _is_name(item) else last["name"] if last else ""
        if not name or not _is_name(name):
            break
        names.append(name)
        end = at + len(name)
        at += len(item) + 1
        if last:
            break
    return names, end


def _items(text: str, *, each: bool) -> list[str]:
    parts = text.split("、")
    return [name for part in parts for name in _OF_LIST.split(part)] if each else parts


def _is_name(text: str) -> bool:
    bare = _ASKED.sub("", text).removeprefix("我县")
    return bool(_WHOLE.fullmatch(bare)) and not _NO_NAME.search(bare) and not is_general(bare)


def _paired(bound: _Bound) -> list[tuple[str, str]]:
    if len(bound.first) == len(bound.second):
        return list(zip(bound.first, bound.second, strict=True))
    if 1 in (len(bound.first), len(bound.second)):
        return [(one, other) for one in bound.first for other in bound.second]
    return []


def _placed(context: Context, first: str, second: str, *, alike: bool) -> tuple[str, str] | None:
    """Giver and receiver; None where both lie on one side, or neither name says where it lies and nothing else does."""
    if (
        _TERRITORY.search(first)
        and _TERRITORY.search(second)
        and not (_ZONE.search(first) or _ZONE.search(second))
    ):
        return None  # two places that the table of divisions knows are told of by the places themselves
    one, other = side(context, _ASKED.sub("", first)), side(context, _ASKED.sub("", second))
    one = "receiving" if first.startswith("我县") else "giving" if first.startswith("贵") else one
    other = "receiving" if second.startswith("我县") else "giving" if second.startswith("贵") else other
    if one == other and (one or not alike or not _kind(first) or _kind(first) != _kind(second)):
        return None
    if one == "receiving" or other == "giving":
        first, second = second, first
    if not _WARD.search(first):
        second = _WARD.sub("", second)
    return _ASKED.sub("", first), _ASKED.sub("", second)


def _kind(name: str) -> str:
    """What sort of body it is, of those whose names may say no place; "" for any other."""
    found = _KIND.search(name)
    return found.lastgroup or "" if found else ""
