"""What an item asks for, in few words: its main clause to quote, and a text of at most 60 characters."""

from __future__ import annotations

import re
from collections.abc import Callable

from jiedui.documents.clauses import Piece, brackets, clauses, sentences, without_marker
from jiedui.documents.persons import names_person, without_persons

MAX_TEXT = 60
_LEAD_IN = re.compile(
    r"^(?:根据|按照|依照|按(?!时|期)|遵照|为(?:贯彻|落实|进一步|认真|深入|切实|做好|确保|加快|推动|全面|更好|有效)|为了|鉴于|针对|依托|结合"
    r"|经与|围绕|紧紧围绕|紧扣|立足|坚持|聚焦|对标|对照|以.{2,30}(?:为(?:重点|契机|抓手|导向|核心|目标|统领|指导|引领|基础|纲)|的形式|方式)$"
    r"|在.{2,40}(?:中|上|下|方面|基础上|前提下|同时|指导下|期间|之前|之后)$|通过.{2,60}|借助|利用|发挥.{2,30}(?:优势|作用)|同时$|其中|此外$|另外$"
    r"|.{4,}(?:优势|特点|机遇|条件|要求|精神|部署|原则|作用|目标|需求|需要|实际)$"
    r"|随着|当前$|目前$|年内$|全年$|今年$|\d{4}年$|积极主动沟通|充分发挥|作为|着力提高政治|提高政治站位|不断提高|切实提高|进一步提高|认真学习)"
)
_AIM = re.compile(
    r"^(?:促进|提高|提升|增强|不断|切实|有效|助力|助推|带动|实现|推动形成|形成|营造|为.{2,20}(?:作出|做出|提供|贡献|打下|奠定)|使|让|解决|确保|保证|进一步|优化)"
)
_ACTION = re.compile(
    r"选派|组织|举办|开展|建立|建设|设立|实施|推进|推动|签订|培训|接收|完成|落实|引导|支持|协助|编制|发布|筛选|制定|开通|筹集|筹措|拨付"
    r"|加大|加强|扩大|做好|搭建|打造|召开|邀请|推广|采购|帮助|鼓励|动员|安排|配备|充实|提供|梳理|宣传|总结|审核|汇总|报送|监管|结对|帮扶"
)
_CUT = re.compile(r"、?(?:安全稳定检查|治安)")
"""Words of an enumeration that are outside scope and left out of a task's text."""


def main_clause(item: Piece) -> Piece:
    """The clause that says what is to be done: the run-in heading, else the first clause that is no preamble."""
    marker, body = without_marker(item)
    body = _without_tail_bracket(body)
    parts = [part for sentence in sentences(body) for part in clauses(sentence)]
    usable = [part.strip() for part in parts if len(part.strip().text) >= 4 and not names_person(part.text)]
    if not usable:
        return body.strip()
    if has_heading(body) and not re.match(r"加大.{2,12}力度$", usable[0].text):
        return usable[0]
    usable = usable[1:] if has_heading(body) and len(usable) > 1 else usable
    acting = [part for part in usable if not _LEAD_IN.match(part.text)]
    strong = [part for part in acting if _ACTION.search(part.text) and not _AIM.match(part.text)]
    if marker and acting and not _AIM.match(acting[0].text):
        return acting[0]
    return (strong or acting or usable)[0]


def has_heading(body: Piece) -> bool:
    """Whether the item begins with a short heading sentence (（一）积极筹措资金。按照…)."""
    first = re.match(r"([^，。；：（）]{4,34}?(?:（[^（）]{1,12}）)?)。", body.text)
    return bool(first) and len(body.text) > len(first.group()) + 6 if first else False


def digest(item: Piece, main: Piece, usable: Callable[[Piece], bool] = lambda _: True) -> str:
    """A text of at most 60 characters: the main clause, then the usable clauses that add most to it."""
    _, body = without_marker(item)
    body = _without_tail_bracket(body)
    parts = [part.strip() for sentence in sentences(body) for part in clauses(sentence)]
    later = [
        part.text
        for part in parts
        if part.start >= main.end
        and not names_person(part.text)
        and not _LEAD_IN.match(part.text)
        and usable(part)
    ]
    text = _theme(parts, main) + _tidy(main.text)
    chosen: list[str] = []
    for part in sorted(later, key=_weight, reverse=True):
        if _tidy(part) and len(text) + sum(len(other) + 1 for other in chosen) + len(_tidy(part)) < MAX_TEXT:
            chosen.append(_tidy(part))
        if len(chosen) == 2:
            break
    return "，".join([text, *(_tidy(part) for part in later if _tidy(part) in chosen)])[:MAX_TEXT]


def _theme(parts: list[Piece], main: Piece) -> str:
    """The clause 围绕… right before the main one says what it is about."""
    before = [part for part in parts if part.end <= main.start]
    if before and re.match(r"(?:重点|紧紧)?围绕", before[-1].text) and len(main.text) < MAX_TEXT:
        return _tidy(before[-1].text)[:28] + "，"
    return ""


def _weight(clause: str) -> int:
    """How much a clause adds: actions first, aims last."""
    return 2 * bool(_ACTION.search(clause)) - 3 * bool(_AIM.match(clause)) + (8 <= len(clause) <= 34)


def _tidy(text: str) -> str:
    text = re.sub(r"（[^（）]*）", "", _CUT.sub("", without_persons(text)))
    return text.strip("，,、；;。：: “”")


def _without_tail_bracket(piece: Piece) -> Piece:
    """The piece without the bracket that closes it."""
    found = brackets(piece)
    tail = piece.text.rstrip("。；; ")
    if found and found[-1][1] >= len(tail):
        return piece.part(0, found[-1][0])
    return piece
