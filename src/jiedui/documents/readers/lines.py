"""Telling which physical lines of a text belong together.

Official papers reach us as text in three shapes: one line per paragraph, paragraphs cut at page breaks, and
scans with every line hard-wrapped and followed by a blank one. One question settles all three: does this line
go on where the last one stopped?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jiedui.documents.datelines import DATELINE, SOURCE_LINE

NUMERALS = "一二三四五六七八九十"
MARKER = re.compile(
    rf"(?P<two>[{NUMERALS}]{{1,3}}[、｀]|第[{NUMERALS}]{{1,3}}[章节部分]{{1,2}})"
    rf"|(?P<three>[（(][{NUMERALS}]{{1,3}}[）)]|第[{NUMERALS}]{{1,3}}条)"
    r"|(?P<four>\d{1,2}(?:[．、]|\.(?!\d)|\.(?=(?:19|20)\d\d\s*年))|[（(]\d{1,2}[）)]|[①-⑳])"
)
OPENER = re.compile(
    r"附\s*件|附\s*表|附\s*[:：]|【|[★☆◆●■※]|——|抄\s*[报送]|主\s*送|本期[报送]|[报送发印][:：]|联\s*系\s*人|主题词"
)
TITLE_END = re.compile(
    r"(方案|通知|意见|办法|计划|要点|清单|一览表|情况表|分解表|任务表|关系表|表|报告|简报|动态|规定|细则|总结|汇报|规划"
    r"|决定|公告|通报|函|请示|批复|协议|责任书|纪要|台账|名单|专报|信息|快报)(（[^（）]{1,12}）|\([^()]{1,12}\))?$"
)
CLOSED_LINE = re.compile(
    r"^.{0,40}(长|总指挥|主任|书记|委员|队员|（兼）)$|^[^，。]{0,24}第\s*[\d一二三四五六七八九十百]+\s*期[^，。]{0,12}$"
    r"|^[^，。]{1,12}[〔［\[(（]\s*\d{4}\s*[〕］\])）]\s*第?\s*\d+\s*号$|^【[^】]*】$|^[★☆◆●■※].{2,60}$"
)
"""Short lines that are whole as they stand: a post after a name, an issue or document number, a rubric."""
DATE_END = re.compile(r"(\d{1,2}|[〇○零一二三四五六七八九十]{1,3})\s*日$")
_CROSSHEAD = re.compile(r"[^，。；：、,;:]{2,20}(?:——)?")
"""A short line without any stop before a paragraph is a heading of its own, whatever it begins with."""
DUTY_WORDS = re.compile(
    r"牵头|负责|配合|责任单位|完成时[限间]|协办|主办|参与单位|会同|承办|处、|局、|委、|办、|局[）)]|委[）)]"
)
ORDINAL = re.compile(rf"第[{NUMERALS}]{{1,2}}[，、]")
"""第一，…: an item told off in words."""
DUTY_LINE = re.compile(r"(?:牵头|责任|配合|协办|协助|协同|主办|承办|参与)(?:单位|部门|处室|科室)[:：]")
STARTS_SENTENCE = re.compile(
    r"按照|根据|为了?(?!民)|在(?!津)|将|对(?!口)|由|从|经|依托|针对|坚持|各(?!地)|要|通过|按|全年|当前|今年|同时|\d"
)
DANGLING = tuple("，、,｀的和与及在对各了等为到将以从把被并或《（(“‘")
_CLOSERS = "”’\"'》）)】」』*＊ 　"
_STOPS = "。！？；：…!?;:°·"


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the lines of a text run, and whether they were broken at that width."""

    width: int
    wrapped: bool


def measure(lines: Sequence[str]) -> Layout:
    """The layout of a text: hard-wrapped when nearly all lines are short and most end mid-sentence."""
    filled = [line for line in lines if line.strip() and "\t" not in line]
    if not filled:
        return Layout(width=0, wrapped=False)
    widths = sorted(len(line.strip()) for line in filled)
    width = widths[int(len(widths) * 0.9)]
    open_ended = sum(not ends_sentence(line) for line in filled)
    return Layout(width=width, wrapped=len(filled) >= 12 and width <= 48 and open_ended > len(filled) * 0.5)


def ends_sentence(text: str) -> bool:
    """Whether a line may be the last of its paragraph, by its last character."""
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return False
    if bare[-1] in _STOPS or (bare[-1] == "." and not bare[-2:-1].isascii()):
        return True
    if text.rstrip().endswith(("）", ")")) and is_duty_bracket(text[max(_open_bracket(text), 0) :]):
        return True
    return len(text) <= 60 and bool(
        CLOSED_LINE.match(text.strip()) or (len(text) <= 45 and DATE_END.search(bare))
    )


def is_duty_bracket(text: str) -> bool:
    """Whether the text is a bracket naming who does something: （市教委负责）."""
    bare = text.strip(" 　*")
    if bare[:1] not in ("（", "(") or _open_bracket(bare) != 0:
        return False
    return bool(DUTY_WORDS.search(bare)) and not MARKER.match(bare)


def _open_bracket(text: str) -> int:
    """Where the bracket that closes the text opens, -1 where it opened on an earlier line."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += text[at] in "）)"
        depth -= text[at] in "（("
        if depth == 0 and text[at] in "（(":
            return at
    return -1


def heading_level(text: str, layout: Layout, *, whole: bool = False) -> int:
    """1 for a title, 2 for 一、, 3 for （一）, 4 for 1.; 0 where the line is not a heading.

    ``whole`` says that the text is known to end here, so that a long numbered one may be a heading, too.
    """
    bare = text.strip(" 　*#")
    limit = int(layout.width * 0.8) if layout.wrapped else 45
    if (
        not bare
        or len(bare) > (150 if whole else max(limit, 12) * 2)
        or bare[-1] in DANGLING
        or re.search(r"[。；;]", bare[:-1])
    ):
        return 0
    if marker := MARKER.match(bare):
        return _numbered_level(bare, marker, 150 if whole else limit)
    return 1 if _is_title(bare, limit) else 0


def _numbered_level(bare: str, marker: re.Match[str], limit: int) -> int:
    """The level of a numbered heading; a numbered item that runs on as a sentence is none."""
    plain = not re.search(r"[，,]", bare)
    if marker["two"]:
        return 2 if len(bare) <= 48 else 0
    if ends_sentence(bare):
        return 0
    if marker["three"]:
        return 3 if len(bare) <= (limit if plain or limit > 100 else 24) else 0
    return 4 if plain and len(bare) <= 20 else 0


def _is_title(bare: str, limit: int) -> bool:
    if re.fullmatch(r"附\s*件\s*\d*|附\s*表\s*\d*", bare):
        return True
    if bare.startswith("——") or re.fullmatch(r"【[^】]+】", bare):
        return len(bare) <= limit
    if ends_sentence(bare) or OPENER.match(bare) or re.search(r"[：:]", bare):
        return False
    if TITLE_END.search(bare) and not re.search(r"[，,]", bare):
        return len(bare) <= 90
    return len(bare) <= min(limit, 32) and not STARTS_SENTENCE.match(bare)


def head_goes_on(before: str, line: str) -> bool:
    """Whether a line before the first sentence of a paper carries on its title: headlines have no stops.

    What follows a headline is another one, the place and day of the report, or the first sentence.
    """
    if before.rstrip().endswith(DANGLING) or before.count("（") > before.count("）"):
        return True
    if DATELINE.match(line) or SOURCE_LINE.match(line) or SOURCE_LINE.match(before):
        return False
    if "。" in line:
        return len(before) > 90
    return bool(TITLE_END.search(line.strip())) or "关于" in before or line.startswith("《")


def continues(before: str, line: str, layout: Layout) -> bool:
    """Whether ``line`` carries on the paragraph that so far reads ``before``."""
    head = line.strip(" 　*")
    if head.startswith("《") and len(before) <= 60 and re.search(r"(?:印发|下发|转发)$", before):
        return True  # the body that issues a paper, then its title
    if is_duty_bracket(head) and not is_duty_bracket(before[-len(head) :]):
        return not heading_level(before, layout) or before.rstrip()[-1:] in "。，,"
    if MARKER.match(head) or OPENER.match(head) or ORDINAL.match(head):
        return False
    if DUTY_LINE.match(head) and ends_sentence(before):
        return False
    if DUTY_LINE.match(before) and not layout.wrapped and not before.rstrip().endswith(DANGLING):
        return False
    if (
        re.match(r"(?:附件[:：]\s*)?\d{1,2}[.．、]", before)
        and len(before) <= 60
        and TITLE_END.search(before)
    ):
        return False  # the last paper of a list of annexes, then the signature
    if not layout.wrapped and _CROSSHEAD.fullmatch(before) and "。" in line and len(line) > len(before) * 2:
        return False
    if before.count("（") + before.count("(") > before.count("）") + before.count(")"):
        return True
    return not ends_sentence(before) and not heading_level(before, layout)
