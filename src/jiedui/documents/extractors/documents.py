"""The papers in a document: the notice or bulletin itself and each of its annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiedui.documents.actors import is_agency, split_names
from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.clauses import MARKER, whole
from jiedui.documents.datelines import SOURCE_LINE
from jiedui.documents.dates import find_dates
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.structure import Context
from jiedui.documents.workstreams import GENERAL

_HEAD = 14
_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,10}[〔\[（]\d{4}[〕\]）]第?\d+号")
_ISSUE = re.compile(r"（?(?:\d{4}年)?第[\d一二三四五六七八九十百]+期(?:（[^（）]*）|）)?")
_NUMBERED = re.compile(
    r"(?P<series>[^，。；]{2,30}(?:简报|动态|信息|快报|专报|通讯|要情))（?第[\d一二三四五六七八九十百]+期）?"
)
"""A masthead and its issue on one line."""
_MASTHEAD = re.compile(r"(?:简报|动态|信息|快报|专报|通讯|要情|周报|月报)$")
_ISSUER = re.compile(
    r"^([\u4e00-\u9fff]{4,40}?(?:领导小组(?:办公室)?|指挥部|办公室|人民政府|委员会|工作队|工作组|局|厅|委|办|部))(?:文件)?(?:\d{4}年.*)?$"
)
_FULL_DATE = re.compile(
    r"(?P<year>20\d\d)(?:年(?P<month>\d{1,2})月(?P<day>\d{1,2})日|-(?P<month2>\d{1,2})-(?P<day2>\d{1,2})(?=\d\d[：:]|\D|$))"
)
_TERM = re.compile(r"有效期|截至|自.{0,16}起|至20")
"""A date that says how long something holds, not when the paper was issued."""
_CHINESE_YEAR = re.compile(r"20\d\d")
_TYPES = (
    "通知", "纪要", "实施方案", "方案", "意见", "办法", "计划", "要点", "规划",
    "通报", "报告", "简报", "动态", "总结", "汇报", "函", "协议", "清单", "表",
)  # fmt: skip
_PAPER = re.compile(r"(?:方案|意见|办法|计划|要点|规划|细则)(?:（[^（）]*）)?$")
_BEGUN = re.compile(r"[\u4e00-\u9fff）)]关于")
_COPIES = re.compile(r"^(?P<how>抄报|抄送|本期报|本期送|主送|报|送|发)[:：](?P<who>.+)$")


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The document and its annexes, in order."""
    head = _head(context)
    if head is None:
        return
    yield head
    yield from _annexes(context, head)


def _head(context: Context) -> Fact | None:
    """The paper itself: title, number, issuer, date and readers."""
    blocks = [block for block in context.document.blocks[:_HEAD] if block.kind is not BlockKind.TABLE]
    views = [(block, context.flat(block).text) for block in blocks]
    title, title_block, series = _title(context, views)
    if title_block is None:
        return None
    number = next((found[0] for _, view in views if (found := _NUMBER.fullmatch(view))), None)
    issue = next((found[0] for _, view in views if (found := _ISSUE.fullmatch(view))), None)
    fields: dict[str, Any] = {
        "title": title,
        "series": series,
        "issuer": _issuer(views) or _issuer_of_title(title),
        "doc_number": number or issue,
        "date": _date(context, views, number),
        "type": _type(series or title),
        "addressees": _addressees(views),
        **_readers(context),
    }
    return whole(context, title_block).fact(FactKind.DOCUMENT, fields, confidence=0.9)


def _title(context: Context, views: list[tuple[Block, str]]) -> tuple[str, Block | None, str]:
    """The title, the block it begins in and, for a bulletin, the name of the series."""
    numbered = next(
        ((block, found) for block, view in views[:3] if (found := _NUMBERED.fullmatch(view))), None
    )
    if numbered:
        return numbered[1].group(), numbered[0], numbered[1]["series"]
    heads = [(block, view) for block, view in views if block.level == 1 and not _is_issuer(view)]
    if not heads:
        return _first_line(views)
    masthead = next(((block, view) for block, view in heads[:2] if _MASTHEAD.search(view)), None)
    if masthead is None:
        named = [(block, view) for block, view in heads if _type(view)]
        block, view = (named or heads)[0]
        return _from_line_before(heads, block) + view, block, ""
    issue = next((view for _, view in views if _ISSUE.fullmatch(view)), None)
    if issue:
        return masthead[1] + issue, masthead[0], masthead[1]
    lines = [(block, view) for block, view in heads if block.index > masthead[0].index]
    lines = lines[: next((at + 1 for at, (_, view) in enumerate(lines) if view.startswith("——")), 1)]
    if not lines:
        return masthead[1], masthead[0], ""
    return "".join(view for _, view in lines), lines[0][0], masthead[1]


def _from_line_before(heads: list[tuple[Block, str]], block: Block) -> str:
    """The first line of a title that is broken in two: 某会关于20XX年 / “某行动”情况的报告."""
    before = next((view for other, view in heads if other.index == block.index - 1), "")
    return before if _BEGUN.search(before) and not _type(before) else ""


def _first_line(views: list[tuple[Block, str]]) -> tuple[str, Block | None, str]:
    """Where no line is a heading, the first that names a kind of paper, else the first short one."""
    short = [(block, view) for block, view in views if len(view) <= 60]
    named = [(block, view) for block, view in short if _type(view)]
    other = [
        (block, view)
        for block, view in short[:3]
        if not (
            _is_issuer(view) or _NUMBER.fullmatch(view) or _ISSUE.fullmatch(view) or SOURCE_LINE.match(view)
        )
        and not (view.endswith(("。", "：", "；")) or MARKER.match(view))
    ]
    found = next(iter([*named, *other]), None)
    return (found[1], found[0], "") if found else ("", None, "")


def _is_issuer(view: str) -> bool:
    found = _ISSUER.match(view)
    return bool(found) and is_agency(found[1] if found else "")


def _issuer(views: list[tuple[Block, str]]) -> str | None:
    for _, view in views:
        if len(view) <= 60 and (found := _ISSUER.match(view)):
            return found[1]
    return None


def _issuer_of_title(title: str) -> str | None:
    """The body whose name opens the title: 某会关于…的报告."""
    opened = re.match(r"([\u4e00-\u9fff]{4,30}?)(?:（[^（）]{2,12}）)?关于", title)
    return opened[1] if opened and is_agency(opened[1]) else None


def _date(context: Context, views: list[tuple[Block, str]], number: str | None) -> str | None:
    """The date of issue: a line with a full date in the head or at the foot, else the year of the number."""
    foot = [(block, context.flat(block).text) for block in context.document.blocks[-4:]]
    dated = [found for _, view in (*views, *foot) if len(view) <= 60 and (found := _FULL_DATE.search(view))]
    issued = [found for found in dated if not _TERM.search(found.string)]
    for found in (*issued, *dated):
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        return f"{found['year']}-{int(month):02d}-{int(day):02d}"
    if number and (year := _CHINESE_YEAR.search(number)):
        return year[0]
    short = (view for _, view in views[:4] if len(view) <= 60)
    when = next((when for view in short for when in find_dates(view, None)), None)
    return when.date if when else None


def _type(title: str) -> str | None:
    """The kind of paper a title ends in; a bulletin by any name is a 简报."""
    bare = re.sub(r"（[^（）]*）$", "", title)
    if _MASTHEAD.search(bare):
        return "简报"
    found = next((word for word in _TYPES if bare.endswith(word)), None)
    return "方案" if found == "实施方案" else found


def _addressees(views: list[tuple[Block, str]]) -> list[str] | None:
    for _, view in views:
        if view.endswith("：") and "、" in view and len(view) <= 120 and re.match(r"各|市|省|区", view):
            return [name for part in view.rstrip("：").split("，") for name in _readers_of(part)]
    return None


def _readers_of(part: str) -> list[str]:
    """各区人民政府、各部门; 有关委、办、局 is one."""
    return [part] if re.search(r"委、办|办、局|局、委", part) else split_names(part)


def _readers(context: Context) -> dict[str, list[str]]:
    """Whom the paper is copied to, as the foot says."""
    found: dict[str, list[str]] = {}
    for block in context.document.blocks[-6:]:
        if match := _COPIES.match(context.flat(block).text):
            names = [name for part in re.split(r"[，；。]", match["who"]) for name in split_names(part)]
            key = "cc" if match["how"] in ("抄送", "送") else "report_to"
            found.setdefault(key, []).extend(names)
    if found:
        found["copies_to"] = [*found.get("report_to", []), *found.get("cc", [])]
    return found


def _annexes(context: Context, head: Fact) -> Iterator[Fact]:
    """One fact for each annex and each numbered table of an annex."""
    seen: set[tuple[str, str]] = set()
    for block in context.document.blocks:
        section = context.section(block.index)
        view = "" if block.rows else context.flat(block).text
        if not view or view != section.annex or (section.number, view) in seen:
            continue
        if view == head.fields["title"] or not (section.number or _PAPER.search(view)):
            continue
        if any(view == other for _, other in seen):
            continue
        seen.add((section.number, view))
        fields = {
            "title": view,
            "issuer": head.fields.get("issuer"),
            "doc_number": _annex_number(context, head, section.number),
            "date": head.fields.get("date", "")[:4] or None,
            "type": _type(view) or "方案",
            "workstream": section.workstream if section.workstream != GENERAL else None,
        }
        yield whole(context, block).fact(FactKind.DOCUMENT, fields, confidence=0.85)


def _annex_number(context: Context, head: Fact, number: str) -> str | None:
    own = head.fields.get("doc_number")
    if own and not number and "印发" in head.fields["title"]:
        return str(own)
    if not own or not number:
        return None
    annex, _, table = number.partition("-")
    if not table:
        return f"{own} 附件{annex}"
    numbers = {context.section(block.index).number for block in context.document.blocks}
    return f"{own} 附件{annex} 附件{table if f'{annex}-2' in numbers else ''}"
