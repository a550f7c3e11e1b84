"""Pairings of bodies in running text: hospitals, schools, enterprises and villages that help one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiedui.documents.clauses import Piece, sentences, without_marker
from jiedui.documents.extractors.pairing_lists import SUFFIX, Told, is_general, listed_pairings
from jiedui.documents.extractors.pairing_sides import sided_pairings
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.parties import RECEIVERS_AT_LARGE
from jiedui.documents.structure import Context
from jiedui.organisations import division_names

_BODY = (
    r"医院|医疗机构|卫生服务中心|学校|中小学|中学|小学|学院|院校|高校|企业|机场|家庭|贫困户|农户|强村|贫困村|村|社区"
    r"|街道|协会|商会|公司|集团|园区"
)
_HEAD = r"(?:组织|发动|推动|推进|促成|扩大|落实|明确|鼓励|动员|引导|支持|协调|安排|继续|实现|选派)*"
_NAMED = rf"{_BODY}|{SUFFIX}"
_WITH = re.compile(
    rf"(?:^|[，。；：、）])(?:同时)?{_HEAD}(?P<a>[^，。；：、（）“”]{{2,24}}(?:{_BODY})(?:（[^（）]{{2,8}}）)?)(?:与|和|同)"
    rf"(?P<b>[^，。；：“”]{{2,24}}?(?:{_BODY}))(?:\d+个科室)?"
    r"(?P<how>签订的?|签署|结对|结为|共建|成功签订|建立[^，。；]{0,8}(?:结对|医联体|联盟|合作|协作网)|互派|开展(?:手拉手|“手拉手”)?[^，。；]{0,4}结对|分别签|(?=、[^。；]{2,60}(?:签订|签署|结为|结对|建立[^，。；]{0,12}关系))|深度合作|一对一结对|缔结|建立[^，。；]{0,12}关系|开展[^，。；]{0,10}共建)"
)
_AIDS = re.compile(
    rf"(?:^|[，。；：、）])(?:同时)?{_HEAD}(?P<a>[^，。；：、（）“”]{{2,22}}?(?:{_BODY}))"
    r"(?:继续|全面|采取[^，。；]{0,12}(?:方式|模式)|“[^”]{1,8}”|每年派出\d+人次[^，。；]{0,8}|结对)?(?:对口)?(?P<how>支援|帮扶|帮助|结对帮带|帮带|援助|托管)"
    rf"(?P<b>[^，。；：、“”]{{2,30}}?(?:{_BODY}))(?=\d+个科室|[，。；、]|$)"
)
_LISTED = re.compile(
    r"(?:选派|组织|由|联合|会同)(?P<list>(?:[\u4e00-\u9fff]{2,14}(?:医院|学校|学院|中学|小学)[，、]){2,}[\u4e00-\u9fff]{2,14}?(?:医院|学校|学院|中学|小学))"
    r"(?:等)?(?P<count>\d+(?:家|所)(?:医院|学校)?)?[^。；]{0,40}?(?:帮扶|支援|对口支援|帮助)(?P<b>[^，。；：“”]{2,20}?(?:医院|学校|学院|中学|小学))"
)
_RESPECTIVELY = re.compile(
    rf"(?:^|[，。；：）])(?:同时|由)*{_HEAD}(?P<givers>[^，。；：（）“”]{{2,80}}?(?:{_NAMED}))"
    rf"(?:(?:分别|依次|一一对应)(?:负责|继续)*(?:对口|结对|托管)*(?:支援|帮扶|帮助|结对|对口|对接|联系|援助|托管)+"
    rf"|(?:分别|依次)?[与和同]"
    rf"|(?:选派|派出|组建|派驻)[^，。；、]{{0,8}}(?:常驻|进驻|派驻|驻点|支援|帮扶)|(?:要|应)?(?:继续)?做好(?:对)?)"
    rf"(?P<receivers>[^，。；：（）“”]{{2,80}}?(?:{_NAMED}))(?=[，。；]|$|(?:分别|依次)?的?(?:结|签|建立|缔结|帮扶|支援|托管))"
)
_OURSELVES = re.compile(
    r"我[院校](?:继续|整体|全面|负责)*(?:对口|结对|托管|定点|组团式|“组团式”)*(?:帮扶|支援|托管|援助)"
    r"(?P<b>[^，。；：“”（）]{2,30}?(?:医院|卫生院|学校|中学|小学|学院))(?=[，。；（]|$)"
)
_BETWEEN = re.compile(
    rf"、|(?<=院|校|学|司|团|村|心|中|小|镇|道|乡)[和与及](?=[^、]{{2,24}}(?:{_NAMED})(?:、|$|[和与及]))"
)
_UNPLACED = re.compile(r"大学|学院附属|附属")
"""A university or its hospital gives, though its name has no place: those that receive are named by their county."""
_GENERAL = re.compile(r"^(?:建立|结对)")
_KINDS = (
    ("hospital", r"医院|医疗机构|卫生服务中心"),
    ("school", r"学校|中小学|中学|小学|学院|院校|高校"),
    ("enterprise", r"企业|公司|集团|商会|协会"),
    ("airport", r"机场"),
    ("village", r"村|社区"),
    ("town", r"(?:镇|乡)$"),
    ("subdistrict", r"街道"),
    ("household", r"户|家庭"),
    ("agency", r"(?:局|委|办|厅|联|会)$"),
)


def phrase_pairings(context: Context, piece: Piece) -> Iterator[Fact]:
    """The pairings of bodies a paragraph states."""
    for sentence in sentences(without_marker(piece)[1]):
        text = sentence.text
        spans: list[tuple[int, int]] = []
        for told in (*_respectively(context, sentence), *listed_pairings(context, sentence)):
            spans.append((told.piece.start, told.piece.end))
            yield _fact(told.piece, told.giver, told.receiver)
        sided: list[tuple[int, int]] = []
        for told in sided_pairings(context, sentence):
            if not any(told.piece.start < end and start < told.piece.end for start, end in spans):
                sided.append((told.piece.start, told.piece.end))
                yield _fact(told.piece, _own_name(context, told.giver), _own_name(context, told.receiver))
        spans += sided
        listed = _LISTED.search(text)
        if listed and not spans:
            receiver = _own_name(context, listed["b"])
            own = context.section(sentence.sentence.block.index).giver
            ours = (
                [own]
                if own and re.search(r"我[院校][^。；]{0,6}(?:牵头|联合)", text[: listed.start("list")])
                else []
            )
            for name in [*ours, *re.split(r"[，、]", listed["list"])]:
                yield _fact(sentence.part(listed.start("list"), listed.end()), name, receiver)
            continue
        yield from _ourselves(context, sentence)
        for match in (*_WITH.finditer(text), *_AIDS.finditer(text)):
            told_by = sentence.part(match.start("a"), match.end("b"))
            if any(told_by.start < end and start < told_by.end for start, end in spans):
                continue
            if pair := _sides(context, sentence, match):
                yield _fact(told_by, *pair)


def _ourselves(context: Context, sentence: Piece) -> Iterator[Fact]:
    """我校托管帮扶乙中学: the hospital or school whose own paper it is."""
    own = context.section(sentence.sentence.block.index).giver
    for match in _OURSELVES.finditer(sentence.text) if own and own[-1] in "院校学" else ():
        receiver = _without_superiors(context, _own_name(context, match["b"]))
        yield _fact(sentence.part(match.start(), match.end()), own or "", receiver)


def _without_superiors(context: Context, name: str) -> str:
    """甲县乙中学 for 某州甲县乙中学."""
    places = context.parties.mentions(name)
    if not places or places[0].start or not places[0].division or name[places[0].end :] == "":
        return name
    label = places[0].division.name
    return label + name[places[0].end :] if places[0].text.endswith(label) else name


def _respectively(context: Context, sentence: Piece) -> Iterator[Told]:
    """甲医院、乙医院分别帮扶丙医院和丁医院: the first helps the first, the second the second."""
    for match in _RESPECTIVELY.finditer(sentence.text):
        givers, receivers = _BETWEEN.split(match["givers"]), _BETWEEN.split(match["receivers"])
        if len(givers) != len(receivers) or len(givers) < 2 or any(map(is_general, [*givers, *receivers])):
            continue
        told = sentence.part(match.start("givers"), match.end("receivers"))
        for giver, receiver in zip(givers, receivers, strict=True):
            yield Told(told, _own_name(context, giver), _own_name(context, receiver))


def _fact(piece: Piece, giver: str, receiver: str) -> Fact:
    fields = {"type": f"{_kind(giver)}-{_kind(receiver)}", "giver": giver, "receiver": receiver}
    return piece.fact(FactKind.PAIRING, fields, confidence=0.75)


def _kind(name: str) -> str:
    return next((label for label, pattern in _KINDS if re.search(pattern, name)), "body")


def _sides(context: Context, piece: Piece, match: re.Match[str]) -> tuple[str, str] | None:
    """Which of the two gives; None where neither is told or both are but kinds of body in general."""
    first, second = match["a"], match["b"]
    a, b = _side(context, first), _side(context, second)
    if {a, b} == {"", "receiving"} and _UNPLACED.search(second if b == "" else first):
        a, b = a or "giving", b or "giving"
    if a == b or "giving" not in (a, b):
        return None
    if b == "giving":
        first, second = second, first
    if b == "" or a == "":
        second = _with_home(context, piece, second)
        if second is None:
            return None
    giver, receiver = _own_name(context, first), _own_name(context, second)
    specific = re.search(r"\d", giver + receiver) or _named(context, first) or _named(context, second)
    if not specific and _GENERAL.match(match["how"]):
        return None
    return giver, receiver


def _side(context: Context, name: str) -> str:
    places = context.parties.mentions(name)
    if name.startswith(("我市", "我省", "我区", "本市")) or any(place.giving for place in places):
        return "giving"
    return "receiving" if places or RECEIVERS_AT_LARGE in name or "受援" in name else ""


def _named(context: Context, name: str) -> bool:
    return bool(context.parties.mentions(name))


def _with_home(context: Context, piece: Piece, name: str) -> str | None:
    """A receiver without a place (贫困村) lies where the section's receiver is."""
    home = context.section(piece.sentence.block.index).receiver
    return f"{home}{name}" if isinstance(home, str) and home != RECEIVERS_AT_LARGE else None


def _sole_county(context: Context) -> str:
    """The county whose own paper it is: 我县 in the letter of one that receives."""
    receivers = {context.section(block.index).receiver for block in context.document.blocks}
    home = receivers.pop() if len(receivers) == 1 else None
    return home if isinstance(home, str) and home[-1] in "县旗" else ""


def _own_name(context: Context, name: str) -> str:
    """The name with its place in full and without the words of the sentence around it."""
    name = re.sub(r"^(?:建议|恳?请|拟请|商请)?贵?(?=[\u4e00-\u9fff]{2})", "", name)
    name = re.sub(r"^我(?=[市省区])", "", name)
    if name.startswith("我县") and (home := _sole_county(context)):
        name = home + name[2:] if re.search(r"院$|学$", name) else name[2:]
    giver = context.parties.giver
    if giver and name.startswith(("市", "省")) and not name.startswith(("市属", "市直", "省直", "省属")):
        rest = name[1:]
        return (division_names.bare(giver.name) if rest[:1].isdigit() else giver.name) + rest
    places = context.parties.mentions(name)
    if not places or places[0].start:
        return name
    place = places[0]
    rest = name[place.end :]
    if place.giving:
        return place.text + rest
    if re.match(r"\d+户", rest):
        return place.label + rest
    if (
        place.division
        and place.text.count("省")
        and re.match(r"[\u4e00-\u9fff]*医院$|[\u4e00-\u9fff]*学校$", rest)
        and len(place.text) > 4
    ):
        return place.text.split("省", 1)[1] + rest
    return place.text + rest
