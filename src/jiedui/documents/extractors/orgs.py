"""Organisation: which unit leads a group, hosts its office, heads it, or is a member; who issues a bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiedui.documents.actors import is_agency, split_names
from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.clauses import Piece, clauses, sentences, whole, without_marker
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.genre import is_report, issuer
from jiedui.documents.structure import Context
from jiedui.organisations import divisions

_POST = (
    r"(?:临时)?(?:党委|党组|党工委)?(?:副)?书记|主任|局长|部长|厅长|行长|会长|主席|区长|县长|市长|州长|省长|专员|总指挥|指挥长|队长|院长|校长|处长"
    r"|总经理|董事长|秘书长|党组成员|副?巡视员|主要负责人|负责人|分管负责同志|常委"
)
_SPEAKS = re.compile(r"牵头|设在|设于|挂靠|成员|组成|组长|组员")
"""What every sentence about a group has in it; the patterns below look far back from there."""
_LEAD = re.compile(r"(?P<who>[^，。；：]{2,24}?)(?:为|是|作为)(?:专项工作组|工作组)?(?:的)?牵头(?:部门|单位)")
_SEAT = re.compile(
    r"(?:办公室|办事机构|秘书处)(?:[^，。；]{0,6}，)?(?:日常工作)?(?:设在|设于|挂靠在?)(?P<who>[^，。；（]{2,20})|，设在(?P<also>[^，。；（]{2,20})"
)
_MEMBERS = re.compile(
    r"(?P<who>[^。；]{2,600}?)(?:等(?:部门|单位|市级部门)?)?(?:的?(?:主要|分管|有关|相关)?(?:负责同志|负责人|领导同志|领导))?"
    r"(?:为|作为|是|担任|任)(?:本?(?:专项)?(?:工作组|领导小组))?(?:的)?(?P<role>成员单位|成员部门|成员|副组长单位|副组长|组员)"
)
_LABELLED = re.compile(r"(?P<label>牵头单位|牵头部门|成员单位|成员部门|组成单位)[:：](?P<who>[^。；：]+)")
_MEMBERS_ARE = re.compile(
    r"成员(?:单位|部门)(?:由|为|是|包括|有)(?P<who>[^。；：，]{4,300}?)(?:等?组成)?(?=[，。；]|$)"
)
_GROUP = re.compile(r"(?:成员|组成)(?:单位|部门)[:：]")
"""A group given by labels: 产业合作组。牵头单位：…；成员单位：…"""
_HEAD = re.compile(r"(?P<who>[^，。；]{4,60}?)(?:为|担任|(?<!主)任)(?:[^，。；]{0,10})?组长")


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The organisation a document sets up or shows."""
    roster = False
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            roster = False
            continue
        piece = whole(context, block)
        roster = _in_roster(piece.text, roster)
        if roster and (member := _roster_member(context, block)):
            yield member
            continue
        if len(piece.text) > 12:
            yield from _of_paragraph(context, piece)
    if is_report(context):
        yield from _of_bulletin(document, context)


def _in_roster(text: str, roster: bool) -> bool:
    """A list of persons and posts begins with 组长： or 成员： and ends with the next long paragraph."""
    if re.match(r"(?:副?组长|成员)[:：]", text):
        return True
    return roster and len(text) <= 40 and not text.startswith("办公室主任")


def _roster_member(context: Context, block: Block) -> Fact | None:
    """A line that gives a person and a post: the unit is the member, the person is left out."""
    text = re.sub(r"^(?:副?组长|成员)[:：]\s*", "", block.text)
    match = re.match(
        rf"(?:[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{{1,3}})\s+(?P<post>[^\s].*?(?:{_POST}).*)$", text
    )
    if not match:
        return None
    unit = re.split(_POST, match["post"])[0].removesuffix("副")
    offset = block.text.find(unit)
    if len(unit) < 3 or offset < 0 or not is_agency(unit):
        return None
    piece = whole(context, block)
    flat_start = next(i for i, at in enumerate(piece.sentence.flat.offsets) if at >= offset)
    told = piece.part(flat_start, flat_start + len(re.sub(r"\s", "", unit)))
    return _org(context, told, unit, "member")


def _of_paragraph(context: Context, piece: Piece) -> Iterator[Fact]:
    seen: set[tuple[str, str]] = set()
    for fact in _set_up(context, piece):
        key = (fact.fields["name"], fact.fields["role"])
        if key not in seen:
            seen.add(key)
            yield fact


def _set_up(context: Context, piece: Piece) -> Iterator[Fact]:
    """What a paragraph says about who leads a group, hosts its office, heads it and belongs to it."""
    _, body = without_marker(piece)
    labelled = bool(_GROUP.search(piece.text))
    for sentence in sentences(body):
        text = sentence.text
        if not _SPEAKS.search(text):
            continue
        if match := _LEAD.search(text):
            yield from _names(context, sentence, match.start("who"), match["who"], "lead")
        if match := _SEAT.search(text):
            group = "who" if match["who"] else "also"
            yield from _names(context, sentence, match.start(group), match[group], "lead")
        yield from _heads(context, sentence)
        if labelled and _LABELLED.search(text):
            yield from _by_labels(context, sentence)
        elif match := _MEMBERS_ARE.search(text):
            yield from _names(context, sentence, match.start("who"), match["who"], "member")
        elif match := _MEMBERS.search(text):
            start = _list_start(text, match)
            yield from _names(context, sentence, start, text[start : match.end("who")], "member")


def _heads(context: Context, sentence: Piece) -> Iterator[Fact]:
    """The unit whose head leads the group."""
    for clause in clauses(sentence):
        match = _HEAD.match(clause.text)
        if match and (unit := _unit_of_post(match["who"])):
            start = clause.start - sentence.start + clause.text.find(unit)
            yield from _names(context, sentence, start, unit, "leader unit")


def _by_labels(context: Context, sentence: Piece) -> Iterator[Fact]:
    """牵头单位：…；成员单位：…"""
    for match in _LABELLED.finditer(sentence.text):
        role = "lead" if match["label"].startswith("牵头") else "member"
        yield from _names(context, sentence, match.start("who"), match["who"], role)


def _list_start(text: str, match: re.Match[str]) -> int:
    """Where the list of members begins: after the last clause that is no list of agencies."""
    start, who = match.start("who"), match["who"]
    for part in re.finditer(r"[^，]+，", who):
        names = split_names(part.group().rstrip("，"))
        if not all(map(is_agency, names)) or re.search(r"牵头|组长|成立|要求|按照|办公室|担任", part.group()):
            start = match.start("who") + part.end()
    return start


def _unit_of_post(who: str) -> str:
    """The unit whose head leads the group: of 市委常委、市委统战部部长某同志 the last unit named."""
    for post in reversed(who.split("、")):
        match = re.match(rf"(?P<unit>.{{2,30}}?)(?:{_POST})", post)
        if match and (unit := _agency_at_start(match["unit"])):
            return unit
    return ""


def _agency_at_start(name: str) -> str:
    """The longest beginning of a name that is an agency (市甲委某某某 → 市甲委)."""
    for end in range(len(name), 3, -1):
        if is_agency(name[:end]):
            return name[:end]
    return ""


def _names(context: Context, sentence: Piece, start: int, who: str, role: str) -> Iterator[Fact]:
    """One fact for each name in a list."""
    at = start
    for name in split_names(who):
        found = sentence.text.find(name, at)
        clean = re.sub(
            r"^(?:由|以|成立.*?[，：])|(?:主要|分管|有关)?(?:负责同志|负责人|领导)$|等$|等市级部门$", "", name
        )
        if found < 0 or not is_agency(clean) or len(clean) > 24:
            continue
        begin = found + name.find(clean)
        yield _org(context, sentence.part(begin, begin + len(clean)), clean, role)
        at = found + len(name)


def _of_bulletin(document: Document, context: Context) -> Iterator[Fact]:
    """The body that issues a bulletin, and the teams it tells of, each where first named."""
    author = issuer(context)
    seen: set[str] = set()
    for block in document.blocks:
        piece = whole(context, block)
        if author and author in piece.text and author not in seen:
            seen.add(author)
            at = piece.text.find(author)
            yield _org(context, piece.part(at, at + len(author)), author, "lead")
        for start, name in _teams(piece.text):
            if name not in seen:
                seen.add(name)
                yield _org(context, piece.part(start, start + len(name)), name, "member")


def _teams(text: str) -> Iterator[tuple[int, str]]:
    """The teams named after the place that sent them (某市工作组)."""
    for match in re.finditer("工作组", text):
        for width in (4, 3, 2):
            start = match.start() - width
            if start >= 0 and divisions.find(text[start : match.start()]):
                yield start, text[start : match.end()]
                break


def _org(context: Context, told: Piece, name: str, role: str) -> Fact:
    fields = {
        "workstream": context.section(told.sentence.block.index).workstream,
        "name": name,
        "role": role,
    }
    return told.fact(FactKind.ORG, fields, confidence=0.9)
