"""Tasks: what is to be done, who leads, who is responsible, who supports, by when.

One task for each item that has its own bracket of agencies, for each sentence that gives an agency a duty, and
for each row of a task list; for a numbered item of the task part that names no agency, one with what it asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from jiedui.documents import dates, outlook
from jiedui.documents.actors import LABELLED, Duties, is_agency, is_duty_bracket, parse_duties, split_names
from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.clauses import MARKER, Piece, brackets, clauses, sentences, whole, without_marker
from jiedui.documents.duties import told_duties
from jiedui.documents.extractors.agency_tasks import (
    agency_task,
    continued,
    follows,
    named_inside,
    sentence_tasks,
    task_fact,
)
from jiedui.documents.extractors.task_tables import Columns, table_tasks
from jiedui.documents.facts import Fact
from jiedui.documents.genre import is_distribution_line, is_report, speaker
from jiedui.documents.gist import MAX_TEXT, digest, has_heading, main_clause
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.subjects import Subject
from jiedui.documents.tenses import tells_results
from jiedui.organisations import divisions

_TASK_PART = re.compile(r"任务|重点工作|工作内容|重点内容|工作重点|工作举措|主要措施|重点举措|行动内容")
_POLICE = re.compile(r"公安|司法|监狱|政法|戒毒|维稳|武警")
_GROUP = re.compile(r"(?:成员|组成)(?:单位|部门)[:：]")
"""Labels that set up a group and assign no task."""
_SUPPORT_PART = re.compile(r"组织领导|保障|要求|强化|监督|考核")
_PREAMBLE = re.compile(r"总体要求|指导思想|基本原则|工作目标|总体目标|目标任务$|总体思路|重要意义")
_FUTURE = re.compile(r"将|下一步|接下来|今后|拟|继续|力争")
_RUN_IN = re.compile(r"^（[一二三四五六七八九十]+）(?P<head>[^。；]{6,40})$")
_PROGRAMME = re.compile(
    r"大力|积极|着力|全力|扎实|深入|加快|持续|推广|探索|推动|推进|组织|做好|开展|建立|落实|加强|实施|打造|支持|扩大|加大|创新"
)
_WAY = re.compile(r"途径|方式|举措|措施|任务|内容|重点|安排")


_HEADED = re.compile(r"(?P<who>[^，。；：“”（）\d]{3,40})：(?=[^，。；：]{4})")
_NO_HEAD = re.compile(r"组长|成员|单位$|部门$|地点|联系|附件|抄送|主送|结对|帮扶|支援|受援|^(?:各|全)")


def _is_story(document: Document, context: Context) -> bool:
    """Whether the paper tells results under no numbered heading: what somebody does in it is nobody's order."""
    return tells_results(context) and not any(block.level > 1 for block in document.blocks)


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The tasks of a document."""
    if is_report(context) or _is_story(document, context):
        yield from _of_bulletin(document, context, speaker(context))
        return
    held: Piece | None = None
    known = Columns()
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            yield from _loose(context, held)
            held = None
            yield from table_tasks(context, block, known)
            continue
        known = Columns()
        piece = whole(context, block)
        items = list(_items(piece))
        if not items and (told := told_duties(piece.text)):
            yield from _loose(context, held)
            held = None
            yield from _item(context, piece, told, named=False)
            continue
        if items and held is not None and _shares(held, piece, items[0][0]):
            yield from _item(context, held, items[0][1])
            held = None
        yield from _loose(context, held)
        held = None
        for item, duties in items:
            if item.text.strip("。；，"):
                yield from _item(context, item, duties)
        if not items and block.kind is BlockKind.PARAGRAPH:
            held = piece
    yield from _loose(context, held)


def _shares(held: Piece, piece: Piece, item: Piece) -> bool:
    """Whether a paragraph is the beginning of the item whose bracket, or line of duties, closes the next one."""
    only_duties = not item.text.strip("。；，")
    return only_duties or bool(MARKER.match(held.text) and not MARKER.match(piece.text))


def _of_bulletin(document: Document, context: Context, author: str) -> Iterator[Fact]:
    """The tasks of a bulletin: its items with agencies, what its author announces, and its tables of tasks."""
    known, announced = Columns(), _Announced(context, author)
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            yield from table_tasks(context, block, known)
            continue
        piece = whole(context, block)
        if is_distribution_line(piece.text) or block.kind is BlockKind.HEADING:
            continue
        if items := list(_items(piece)):
            for item, duties in items:
                yield from _item(context, item, duties)
        elif (told := told_duties(piece.text)) and _is_ahead(context, piece):
            yield from _item(context, piece, told, named=False)
        else:
            yield from announced.take(piece)


def _is_ahead(context: Context, piece: Piece) -> bool:
    """Whether a paragraph of a bulletin or report stands under what comes next."""
    return outlook.looks_ahead(context.section(piece.sentence.block.index).headings, piece.text)


class _Announced:
    """What a bulletin announces; the actor of a sentence goes on acting up to the end of its list."""

    def __init__(self, context: Context, author: str) -> None:
        self._context = context
        self._author = Duties(lead=[author] if author else [])
        self._actor: Subject | None = None

    def take(self, piece: Piece) -> Iterator[Fact]:
        """The tasks of a paragraph."""
        for sentence in sentences(piece):
            if head := _RUN_IN.match(sentence.text):
                line = clauses(sentence.part(head.start("head")))[0]
                if in_scope(self._context, line) and _PROGRAMME.match(head["head"]):
                    yield task_fact(self._context, line, head["head"], self._author)
            elif _FUTURE.search(sentence.text) or self._actor:
                yield from self._ahead(sentence)
        if not piece.text.endswith("；"):
            self._actor = None

    def _ahead(self, sentence: Piece) -> list[Fact]:
        actor = self._actor
        found, subject = sentence_tasks(self._context, sentence)
        if subject is None and actor is not None and follows(sentence, actor):
            found = list(agency_task(self._context, sentence, sentence, continued(actor), None))
        if subject and _FUTURE.search(sentence.text):
            self._actor = subject
        return found


def _items(piece: Piece) -> Iterator[tuple[Piece, Duties]]:
    """The stretches of a paragraph that end with a bracket of agencies, or with 责任单位：… after its last stop."""
    text, start = piece.text, 0
    for opened, closed in brackets(piece):
        at_end = closed >= len(text.rstrip("。；;")) or text[closed : closed + 1] in "。；"
        if opened > start and (at_end or text[opened - 1] in "。；") and is_duty_bracket(text[opened:closed]):
            yield piece.part(start, opened), parse_duties(text[opened:closed])
            start = closed
    label = LABELLED.search(text, start)
    if (
        start == 0
        and label
        and not _GROUP.search(text)
        and (label.start() == 0 or text[label.start() - 1] in "。；")
    ):
        duties = parse_duties(text[label.start() :].rstrip("。"))
        if duties:
            yield piece.part(0, label.start()), duties


def _item(context: Context, item: Piece, duties: Duties, *, named: bool = True) -> Iterator[Fact]:
    """The task of an item whose agencies are told, and, where these stand in a bracket, those ``named`` inside."""
    item = item.strip("。；，")
    main = main_clause(item)
    if not in_scope(context, main) or _is_policing(context, item, duties):
        return
    clear = partial(in_scope, context)
    year = context.section(item.sentence.block.index).year
    deadline = dates.deadline(duties.deadline_text, year) if duties.deadline_text else None
    yield task_fact(
        context, main, digest(item, main, clear), duties, deadline or _due_inside(item.text, year)
    )
    for sentence in sentences(item) if named else ():
        yield from named_inside(context, sentence, main, deadline, duties.lead)


def _is_policing(context: Context, item: Piece, duties: Duties) -> bool:
    """Whether an item as a whole is the police's: they lead it, and part of it is outside scope."""
    return not in_scope(context, item) and bool(_POLICE.search(duties.lead[0] if duties.lead else ""))


def _due_inside(text: str, year: int | None) -> str | None:
    """The date by which an item says something must be done."""
    return max((when.date for when in dates.find_dates(text, year) if when.before), default=None)


def _loose(context: Context, piece: Piece | None) -> Iterator[Fact]:
    """The tasks of a paragraph without a bracket."""
    if piece is None:
        return
    headings = context.section(piece.sentence.block.index).headings
    if outlook.looks_back(headings):
        return
    if any(_PREAMBLE.search(heading) for heading in headings[:1]):
        scheduled = None
    else:
        scheduled = _scheduled(context, piece) or _way(context, piece)
    if scheduled:
        yield scheduled
        return
    _, body = without_marker(piece)
    if (headed := _headed(body)) and in_scope(context, headed[1]):
        yield task_fact(
            context, headed[1], digest(headed[1], headed[1], partial(in_scope, context)), headed[0]
        )
        return
    actor: Subject | None = None
    told = False
    for sentence in sentences(body):
        found, subject = sentence_tasks(context, sentence)
        if not found and subject is None and actor is not None and follows(sentence, actor):
            found = list(agency_task(context, sentence, sentence, continued(actor), None))
        if subject is not None:
            actor = subject
        told = told or bool(found) or subject is not None
        yield from found
    if not told:
        yield from _unassigned(context, piece)


def _headed(body: Piece) -> tuple[Duties, Piece] | None:
    """An item headed by those it is for: （一）甲集团、乙公司：在某县建设…"""
    found = _HEADED.match(body.text)
    if found is None:
        return None
    names = split_names(found["who"])
    if not names or not all(map(is_agency, names)) or any(map(_NO_HEAD.search, names)):
        return None
    if all(map(divisions.find, names)):  # districts head what they have or whom they help
        return None
    rest = body.part(found.end())
    return Duties(lead=names), clauses(rest)[0].strip()


def _unassigned(context: Context, piece: Piece) -> Iterator[Fact]:
    """A numbered item of the task part that names nobody: what it asks, with less confidence."""
    marker, body = without_marker(piece)
    headings = context.section(piece.sentence.block.index).headings
    if not marker or not headings or not _TASK_PART.search(headings[0]) or _SUPPORT_PART.search(headings[0]):
        return
    if body.text.endswith("：") or _GROUP.search(body.text):
        return
    main = main_clause(piece)
    if not (has_heading(body) or _PROGRAMME.search(main.text)) or names_person(main.text):
        return
    clear = partial(in_scope, context)
    if clear(main):
        yield task_fact(context, main, digest(piece, main, clear), Duties())


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
    text = body.text[months[3] :].lstrip("，以）：。")
    fields = {"start": months[0], "deadline": months[1]}
    return task_fact(context, quote, text[:MAX_TEXT], Duties(), None, fields)


def _way(context: Context, piece: Piece) -> Fact | None:
    """An item such as 1.产业扶贫——通过投资… under a heading of ways and measures."""
    marker, body = without_marker(piece)
    headings = context.section(piece.sentence.block.index).headings
    named = re.match(r"[\u4e00-\u9fff“”]{2,16}——", body.text)
    if not marker or not named or not headings or not _WAY.search(headings[0]) or not in_scope(context, body):
        return None
    return task_fact(
        context, piece.part(0, len(marker) + named.end()), body.text.replace("——", "：")[:MAX_TEXT], Duties()
    )
