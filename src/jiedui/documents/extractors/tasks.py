"""Tasks: what is to be done, who leads, who is responsible, who supports, by when.

One task for each item that has its own bracket of agencies, for each sentence that gives an agency a duty, and
for each row of a task list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiedui.documents import dates
from jiedui.documents.actors import Duties, is_duty_bracket, parse_duties
from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.clauses import MARKER, Piece, brackets, clauses, sentences, whole, without_marker
from jiedui.documents.extractors.task_tables import table_tasks
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.genre import is_distribution_line, is_report, speaker
from jiedui.documents.gist import MAX_TEXT, digest, main_clause
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.subjects import Subject, is_actor_list, subject_of

_EXHORTATION = re.compile(
    r"政治站位|高度重视|树立|树牢|充分认识|增强.{0,12}意识|履行|充分发挥|压实|凝心聚力|坚持|统一思想|扛起|主体责任|统筹协调|协同配合"
    r"|组织领导|沟通(?:衔接|协作|联系)?$|合力|密切(?:配合|协作|联系)|通力|紧紧围绕|一盘棋|一把手|各司其职|顾全大局|明确(?:时间表|分工|职责)|步调一致"
    r"|进一步提高|舍得|深刻|清醒|强化责任|协同|联动|切实担|政治责任|作为重要|作为.{0,20}主体|发挥各自|各自优势|调动"
    r"|政治任务|亲自|一线|主动作为|不等不靠|挂帅|职责分工|全力抓好|明确专人|专人负责|抓总责任"
)
_DATED = re.compile(r"月(?:底|末|上旬|中旬|下旬|\d)|月底?前|日前|年底")
_RHYTHM = re.compile(r"每(?:周|月|季|半?年|两周|日|旬)|定期|[周月季年]报")
_DUTY_VERB = re.compile(r"^(?:，?(?:要|应|须|需|应当|必须)|.{0,6}(?:负责|牵头|协助)|，?各(?:选派|安排))")
_PLAIN_VERB = re.compile(r"^(?:.{0,16}(?:完成|制定|制订|报送|签订|研究|建立|汇总|编制|对接|统筹|审核))")
_AIDED = re.compile(
    r"^(?:负责|积极)?(?:协助|配合|会同)(?P<who>[\u4e00-\u9fff、]{2,30}?)(?=推动|按照|保障|组织|做好|开展|落实|完成|推进|建立|加强|在)"
)
_SET_UP = re.compile(
    r"组长|成员单位$|为成员|牵头部门$|办公室设在|主任由|担任|负责同志(?:为|是|任)|对接关系|如下[:：]?$"
)
"""Sentences that set up a group assign no task."""
_GOES_ON = re.compile(
    r"^(?:同时，?)?(?:推动|组织|做好|开展|建立|协助|配合|落实|完成|推进|加强|支持|指导|鼓励|举办|扩大|加大|实施|打造)"
)
_GOES_ON_STRONGLY = re.compile(
    r"(?:大力|积极|着力|全力|扎实|深入)?(?:推广|探索|推动|推进|组织|做好|开展|建立|落实|加强|实施|打造|支持|扩大|加大|创新)"
)
_POINT = re.compile(r"^[一二三四五六七八九]是")
_TASK_PART = re.compile(r"任务|重点工作|工作内容|重点内容|工作重点|举措")
_PREAMBLE = re.compile(r"总体要求|指导思想|基本原则|工作目标|总体目标|目标任务$|总体思路|重要意义")
_NEXT_ACTOR = re.compile(r"、(?=(?:市|省|区|县)[\u4e00-\u9fff]{1,12}(?:局|委|办|厅)(?:重点|负责|要|主要))")
_MEANS = re.compile(r"以.{2,24}为.{1,6}$|.{0,12}将以.{2,20}为|.{0,16}(?:表示|指出|强调)$")
_FUTURE = re.compile(r"将|下一步|接下来|今后|拟|继续|力争")
_RUN_IN = re.compile(r"^（[一二三四五六七八九十]+）(?P<head>[^。；]{6,40})$")
_WAY = re.compile(r"途径|方式|举措|措施|任务|内容|重点|安排")


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The tasks of a document."""
    waiting: Piece | None = None
    author = speaker(context) if is_report(context) else ""
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            yield from table_tasks(context, block)
            waiting = None
            continue
        piece = whole(context, block)
        items = list(_items(piece))
        if not items:
            if block.kind is BlockKind.PARAGRAPH:
                yield from _told(context, piece, author) if author else _loose(context, piece)
                waiting = piece if MARKER.match(piece.text) else None
            continue
        if waiting is not None and not MARKER.match(piece.text):
            yield from _item(context, waiting, items[0][1])
        for item, duties in items:
            yield from _item(context, item, duties)
        waiting = None


def _told(context: Context, piece: Piece, author: str) -> Iterator[Fact]:
    """The tasks of a bulletin: what its author announces, and the numbered lines of its programme."""
    if is_distribution_line(piece.text):
        return
    actor: Subject | None = None
    for sentence in sentences(piece):
        if head := _RUN_IN.match(sentence.text):
            line = sentence.part(head.start("head"))
            if in_scope(context, line) and _GOES_ON_STRONGLY.match(head["head"]):
                yield _task(context, clauses(line)[0], head["head"], Duties(lead=[author]))
            continue
        if not (_FUTURE.search(sentence.text) or actor):
            continue
        found, subject = _sentence_tasks(context, sentence)
        if subject is None and actor is not None and _follows(sentence, actor):
            found = list(_agency_task(context, sentence, sentence, actor, None))
        actor = subject if subject and _FUTURE.search(sentence.text) else actor
        yield from found


def _items(piece: Piece) -> Iterator[tuple[Piece, Duties]]:
    """The stretches of a paragraph that end with a bracket of agencies."""
    text, start = piece.text, 0
    for opened, closed in brackets(piece):
        at_end = closed >= len(text.rstrip("。；;")) or text[closed : closed + 1] in "。；"
        if opened > start and (at_end or text[opened - 1] in "。；") and is_duty_bracket(text[opened:closed]):
            yield piece.part(start, opened), parse_duties(text[opened:closed])
            start = closed


def _item(context: Context, item: Piece, duties: Duties) -> Iterator[Fact]:
    """The task of an item with a bracket, and those of the agencies that it names inside."""
    item = item.strip("。；，")
    main = main_clause(item)
    if not in_scope(context, main):
        return
    year = context.section(item.sentence.block.index).year
    deadline = dates.deadline(duties.deadline_text, year) if duties.deadline_text else None
    yield _task(context, main, digest(item, main), duties, deadline or _due_inside(item.text, year))
    for sentence in sentences(item):
        yield from _named_inside(context, sentence, main, deadline)


def _due_inside(text: str, year: int | None) -> str | None:
    """The date by which an item says something must be done."""
    return next((when.date for when in dates.find_dates(text, year) if when.before), None)


def _named_inside(context: Context, sentence: Piece, main: Piece, deadline: str | None) -> Iterator[Fact]:
    """The tasks of the agencies that a sentence of a bracketed item names."""
    shared: list[tuple[Piece, Subject]] = []
    for clause in _actor_clauses(sentence):
        subject = subject_of(clause.text)
        if subject is None or clause.start <= main.start:
            continue
        if subject.by:
            shared.append((clause, subject))
        elif subject.specific and not clause.text[subject.end :].startswith("作为"):
            yield from _agency_task(context, clause, sentence, subject, deadline)
    if shared and in_scope(context, shared[0][0]):
        yield _shared_task(context, sentence, shared, deadline)


def _shared_task(
    context: Context, sentence: Piece, shared: list[tuple[Piece, Subject]], deadline: str | None
) -> Fact:
    """由甲负责…，由乙负责…: one task whose actors share the work."""
    names = list(dict.fromkeys(name for _, subject in shared for name in subject.names))
    quote = sentence.part(
        shared[0][0].start + shared[0][1].start - sentence.start, shared[-1][0].end - sentence.start
    )
    text = sentence.text[shared[0][0].start - sentence.start : shared[-1][0].end - sentence.start]
    return _task(context, quote, text[:MAX_TEXT], Duties(lead=names), deadline)


def _actor_clauses(sentence: Piece) -> Iterator[Piece]:
    """The clauses of a sentence, also cut where 、 opens the next agency's duty; a bare list of actors is

    joined to what they do (甲区、乙区，各选派…).
    """
    waiting: Piece | None = None
    for clause in clauses(sentence):
        joined = (
            sentence.part(waiting.start - sentence.start, clause.end - sentence.start) if waiting else clause
        )
        waiting = None
        if is_actor_list(clause.text):
            waiting = joined
            continue
        start = 0
        for match in _NEXT_ACTOR.finditer(joined.text):
            if subject_of(joined.text[start : match.start()]):
                yield joined.part(start, match.start())
                start = match.end()
        yield joined.part(start)


def _loose(context: Context, piece: Piece) -> Iterator[Fact]:
    """The tasks of a paragraph without a bracket."""
    headings = context.section(piece.sentence.block.index).headings
    if any(_PREAMBLE.search(heading) for heading in headings[:1]):
        scheduled = None
    else:
        scheduled = _scheduled(context, piece) or _way(context, piece)
    if scheduled:
        yield scheduled
        return
    _, body = without_marker(piece)
    actor: Subject | None = None
    for sentence in sentences(body):
        found, subject = _sentence_tasks(context, sentence)
        if not found and subject is None and actor is not None and _follows(sentence, actor):
            found = list(_agency_task(context, sentence, sentence, actor, None))
        if subject is not None:
            actor = subject
        yield from found


def _follows(sentence: Piece, actor: Subject) -> bool:
    """Whether a sentence without an actor goes on with what the one before it was told to do."""
    if sentence.text.startswith("要"):
        return bool(_PLAIN_VERB.search(sentence.text)) and bool(_DATED.search(sentence.text))
    return actor.specific and bool(_GOES_ON.match(sentence.text))


def _sentence_tasks(context: Context, sentence: Piece) -> tuple[list[Fact], Subject | None]:
    """The tasks of a sentence, and the actor it begins with."""
    found: list[Fact] = []
    first: Subject | None = None
    for clause in _actor_clauses(sentence):
        _, bare = without_marker(clause)
        subject = subject_of(bare.text)
        if subject is None or _SET_UP.search(sentence.text):
            continue
        first = first or subject
        after = bare.text[subject.end :]
        if subject.specific or _DUTY_VERB.match(after) or _PLAIN_VERB.match(after):
            rest = sentence.part(bare.start - sentence.start)
            found += _agency_task(context, bare, rest, subject, None)
            if found and not subject.by:
                break
    return found, first


def _agency_task(
    context: Context, clause: Piece, sentence: Piece, subject: Subject, deadline: str | None
) -> Iterator[Fact]:
    """The task a clause gives to the actor it begins with."""
    if _RHYTHM.search(clause.text[: subject.end + 12]):
        return
    ahead = [part for part in _actor_clauses(sentence) if part.start >= clause.start]
    concrete = [
        part
        for part in ahead
        if not _EXHORTATION.search(part.text)
        and not _RHYTHM.search(part.text)
        and not names_person(part.text)
        and not _MEANS.match(part.text)
        and len(part.text) > 4
    ]
    if not concrete or not in_scope(context, concrete[0]):
        return
    dated = next((part for part in concrete if _DATED.search(part.text)), None)
    main = (dated or concrete[0]).strip()
    aided = _AIDED.match(clause.text[subject.end :])
    duties = Duties(lead=subject.names, support=parse_duties(aided["who"]).lead if aided else [])
    year = context.section(clause.sentence.block.index).year
    stated = next(dates.find_dates(sentence.text, year), None)
    text = main.text[subject.end :] if main.start == clause.start and not subject.by else main.text
    text = _fill(text.lstrip("，要应须需"), [part.text for part in concrete if part.start > main.start])
    due = deadline or (stated.date if stated else None)
    if due is None and year and re.search(r"完成.{0,16}年度", main.text):
        due = f"{year}-12-31"
    yield _task(context, main, text[:MAX_TEXT], duties, due)


def _fill(text: str, more: list[str]) -> str:
    """The text with as many of the following clauses as it may hold."""
    for clause in more[:2]:
        if subject_of(clause):
            break
        if len(text) + len(clause) < MAX_TEXT:
            text = f"{text}，{clause}"
    return text


def _scheduled(context: Context, piece: Piece) -> Fact | None:
    """An item that begins with the months in which it runs."""
    marker, body = without_marker(piece)
    section = context.section(piece.sentence.block.index)
    months = dates.find_range(body.text[:24], section.year)
    if not marker or not months or months[2] > 3 or not in_scope(context, body):
        return None
    parts = clauses(body)
    theme = re.search(r"“[^”]+”为主题", body.text)
    quote = (
        body.part(0, theme.end())
        if theme and theme.end() < 60
        else body.part(0, parts[min(1, len(parts) - 1)].end - body.start)
    )
    text = body.text[months[3] :].lstrip("，以")
    fields = {"start": months[0], "deadline": months[1]}
    return _task(context, quote, text[:MAX_TEXT], Duties(), None, fields)


def _way(context: Context, piece: Piece) -> Fact | None:
    """An item such as 1.产业扶贫——通过投资… under a heading of ways and measures."""
    marker, body = without_marker(piece)
    headings = context.section(piece.sentence.block.index).headings
    named = re.match(r"[\u4e00-\u9fff“”]{2,16}——", body.text)
    if not marker or not named or not headings or not _WAY.search(headings[0]) or not in_scope(context, body):
        return None
    return _task(
        context, piece.part(0, len(marker) + named.end()), body.text.replace("——", "：")[:MAX_TEXT], Duties()
    )


def _task(
    context: Context,
    quote: Piece,
    text: str,
    duties: Duties,
    deadline: str | None = None,
    more: dict[str, str] | None = None,
) -> Fact:
    block = quote.sentence.block.index
    if deadline is None and duties.deadline_text:
        deadline = dates.deadline(duties.deadline_text, context.section(block).year)
    fields = {
        "workstream": context.workstream(block, text),
        "text": text.strip("，、"),
        **duties.as_fields(),
        "deadline": deadline,
        **(more or {}),
    }
    return quote.fact(FactKind.TASK, fields, confidence=0.9 if duties else 0.7)
