"""Pairings of bodies told item by item: 甲镇与乙镇、丙镇与丁镇结对; 甲局对口乙局; and cells such as 甲村—乙村."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedui.documents.blocks import Block
from jiedui.documents.clauses import Piece, cell_pieces, cut, without_marker
from jiedui.documents.parties import PlaceMention
from jiedui.documents.structure import Context

SUFFIX = (
    r"医院|保健院|卫生院|服务中心|疾控中心|学校|中学|小学|[一二三四五六七八九十][中小](?!学)|附[中小](?!学)"
    r"|幼儿园|学院|大学|职教中心|街道(?:办事处)?|镇|乡|苏木|嘎查|社区|村|局|委|办|厅|工商联|总工会|妇联|红十字会|残联|总商会|商会|协会|联合会|促进会"
    r"|公司|集团|银行|合作社|开发区|园区"
)
NAME = rf"[\u4e00-\u9fff]{{1,18}}?(?:{SUFFIX})"
_PLACED = rf"(?:{NAME}|[\u4e00-\u9fff]{{2,12}}[区县市旗州盟])"
_OPENS = (
    r"(?:[^，。；、：]{1,24}：)?"
    r"(?:调整后|目前|其中|同时|此外|由|组织|安排|推动|促成|新增|继续|确定|明确|落实|—|-|[①-⑳])*[:：]?"
)
_HELPS = (
    r"(?:将|已|继续|全面|整体|定点|负责|共同|联合|采取“[^”]+”(?:方式|模式))*"
    r"(?:对口|结对|托管|定点|组团|“组团式”|组团式|一对一|“一对一”)*(?:帮扶|支援|结对|对口|托管|援助|联系|对接|挂钩|协作|共建)"
)
_AIDS = re.compile(
    rf"{_OPENS}(?P<a>{_PLACED})(?P<how>{_HELPS})(?P<b>{NAME})(?P<rest>(?:[\u4e00-\u9fff]{{1,8}}科)?)"
)
_COUNTY = r"[\u4e00-\u9fff]{1,10}[县旗市区]"
_AIDS_COUNTY = re.compile(rf"{_OPENS}(?P<a>{NAME})(?P<how>{_HELPS})(?P<b>{_COUNTY})(?P<rest>)")
"""甲商会挂钩乙县: a body that helps a county."""
_EACH = re.compile(r"分别|依次|逐一")
_TOWARDS = re.compile(rf"{_OPENS}(?P<a>{NAME})(?P<how>对)(?P<b>{NAME})(?P<rest>)")
_ALONE = re.compile(rf"{_OPENS}(?P<a>{NAME})")
_BINDS = (
    r"(?:等|之间|的|继续|正式|成功|先后|全面|已|也|再|分别|依次|两校|两院|双方)*"
    r"(?:结对|结为|结成|缔结|签订|签署|共建|互派|建立[^，。；]{0,10}关系|携手)"
)
_WITH = re.compile(rf"{_OPENS}(?P<a>{NAME})(?P<how>[与和同])(?P<b>{NAME})(?P<rest>|(?:{_BINDS}).*)")
_DASHED = re.compile(rf"(?P<a>{_PLACED})(?:—{{1,2}}|--|-|－|→)(?P<b>{_PLACED})")
_GENERAL = re.compile(
    r"^[与及]|^和(?![田平静硕县顺政龙布])|^(?:各|每|有关|相关|受援|贫困|脱贫|市属|省属|区属|县级|区级|基层|三级|二级|全|其他|部分|一批|双方|两地|乡镇|学校|企业|医院|村)"
    r"|(?:贫困村|脱贫村|薄弱村|强[镇村]|乡镇|中小学)$|^.{0,2}$|\d|[与及或]|.和(?![田平静硕县顺林布政龙])"
)
_ALIKE = re.compile(
    r"(?P<town>镇|乡|街道|街道办事处)$|(?P<village>村|社区)$|(?P<body>院|校|学|中|小|园|中心)$"
)
_PAIRED = re.compile(r"结对|对口|帮扶|协作|姊妹|友好")


@dataclass(frozen=True, slots=True)
class Told:
    """Two bodies that are bound, and the words that say so."""

    piece: Piece
    giver: str
    receiver: str


def listed_pairings(context: Context, sentence: Piece) -> Iterator[Told]:
    """The pairings of bodies that the items of a sentence tell; what binds the last binds those before it."""
    run: list[tuple[Piece, re.Match[str]]] = []
    beside: list[tuple[Piece, str]] = []
    helping = ""
    for item in cut(without_marker(sentence)[1], "、，；。"):
        found = _aids(context, item.text) or _WITH.fullmatch(item.text)
        if not found and (county := _further(context, item, helping)):
            yield Told(item, helping, county)
            continue
        helping = found["a"] if found and _AIDS_COUNTY.fullmatch(item.text) else ""
        if not found and (alone := _ALONE.fullmatch(item.text)):
            beside.append((item, alone["a"]))
            continue
        if found and (found["how"] not in "与和同" or found["rest"]):
            yield from _joining(context, beside, item, found)
        beside = []
        if found := _aids(context, item.text):
            yield from _told(context, item, found)
        elif found := _WITH.fullmatch(item.text):
            run.append((item, found))
            if found["rest"]:
                yield from (told for one, match in run for told in _told(context, one, match))
                run = []
        else:
            run = []


def _aids(context: Context, text: str) -> re.Match[str] | None:
    """One body that helps another, or a body that helps a county; 甲医院对乙医院 where both are of one kind."""
    if _EACH.search(text.rpartition("：")[2]):
        return None  # lists on both sides, paired one by one
    if found := _AIDS.fullmatch(text):
        return found
    if (found := _AIDS_COUNTY.fullmatch(text)) and _one_place(context, found["b"]):
        return found
    found = _TOWARDS.fullmatch(text)
    if found is None:
        return None
    one, other = _ALIKE.search(found["a"]), _ALIKE.search(found["b"])
    return found if one and other and one.lastgroup == other.lastgroup else None


def _one_place(context: Context, name: str) -> bool:
    places = context.parties.mentions(name)
    return len(places) == 1 and (places[0].start, places[0].end) == (0, len(name)) and not places[0].giving


def _further(context: Context, item: Piece, helping: str) -> str:
    """丙县 after 甲商会挂钩乙县: the next county of a list that one body helps."""
    return item.text if helping and _one_place(context, item.text) else ""


def _joining(
    context: Context, beside: list[tuple[Piece, str]], item: Piece, found: re.Match[str]
) -> Iterator[Told]:
    """甲医院、乙医院与丙医院签订协议: those listed before the last help the same."""
    for piece, name in beside:
        if (
            side(context, name) == "giving"
            and side(context, found["b"]) == "receiving"
            and not is_general(name)
        ):
            yield Told(piece, name, found["b"])


def dashed_pairings(context: Context, block: Block) -> Iterator[Told]:
    """甲镇—乙镇 in the cells of a table that is made of such cells."""
    cells = [
        cell for row in range(1, len(block.rows)) for cell in cell_pieces(context, block, row) if cell.text
    ]
    found = [(cell, match) for cell in cells if (match := _DASHED.fullmatch(cell.text))]
    if len(found) > 1 and len(found) >= len(cells) * 0.5:
        for cell, match in found:
            yield from _told(context, cell, match)


def _told(context: Context, item: Piece, found: re.Match[str]) -> Iterator[Told]:
    first, second = found["a"], found["b"]
    if first == second or is_general(first) or is_general(second):
        return
    sides = side(context, first), side(context, second)
    if sides[0] == sides[1] and (sides[0] or not _may_be_alike(context, item, first, second)):
        return
    if sides[0] == "receiving" or sides[1] == "giving":
        first, second = second, first
    yield Told(item.part(found.start("a"), found.end("b")), first, second)


def is_general(name: str) -> bool:
    """Whether a name means bodies in general, not one that could be looked for."""
    return bool(_GENERAL.search(name))


def side(context: Context, name: str) -> str:
    """Whether a body lies with the giver or a receiver, "" where its name does not say."""
    places = [place for place in context.parties.mentions(name) if _of_name(place)]
    if any(place.giving for place in places):
        return "giving"
    return "receiving" if any(not place.elsewhere for place in places) else ""


def _of_name(place: PlaceMention) -> bool:
    return place.start == 0 and place.division is not None


def _may_be_alike(context: Context, item: Piece, first: str, second: str) -> bool:
    """Towns, villages, schools and hospitals whose names say no place are bound where the paper speaks of pairs."""
    one, other = _ALIKE.search(first), _ALIKE.search(second)
    if not one or not other or one.lastgroup != other.lastgroup:
        return False
    section = context.section(item.sentence.block.index)
    about = "".join((*section.headings[-2:], section.annex, item.sentence.flat.text[:400]))
    return bool(_PAIRED.search(about))
