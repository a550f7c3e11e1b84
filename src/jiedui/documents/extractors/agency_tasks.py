"""The tasks that sentences give to the agencies they name (市教委负责…, 各区、各单位要…, 由某局牵头…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jiedui.documents import dates
from jiedui.documents.actors import Duties, parse_duties
from jiedui.documents.clauses import Piece, clauses, without_marker
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.gist import MAX_TEXT
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.subjects import Subject, is_actor_list, subject_of

_EXHORTATION = re.compile(
    r"政治站位|高度重视|树立|树牢|充分认识|增强.{0,12}意识|履行|充分发挥|压实|凝心聚力|坚持|统一思想|扛起|主体责任|统筹协调|协同配合"
    r"|组织领导|沟通(?:衔接|协作|联系)?$|合力|密切(?:配合|协作|联系)|通力|紧紧围绕|一盘棋|一把手|各司其职|顾全大局|明确(?:时间表|分工|职责)|步调一致"
    r"|进一步提高|舍得|深刻|清醒|强化责任|协同|联动(?!员)|切实担|政治责任|作为重要|作为.{0,20}主体|发挥各自|各自优势|调动"
    r"|政治任务|亲自|一线|主动作为|不等不靠|挂帅|职责分工|全力抓好|明确专人|专人负责|抓总责任|^确保(?!.*\d)|积极参与$"
)
_DATED = re.compile(r"月(?:底|末|上旬|中旬|下旬|\d)|月底?前|日前|年底")
_RHYTHM = re.compile(r"每(?:两个?月|半月|周|月|季|半?年|两周|日|旬)|定期|[周月季年]报")
_DUTY_VERB = re.compile(r"^(?:，?(?:要|应|须|需|应当|必须)|.{0,6}(?:负责|牵头|协助)|，?各(?:选派|安排))")
_PLAIN_VERB = re.compile(r"^(?:.{0,16}(?:完成|制定|制订|报送|签订|研究|建立|汇总|编制|对接|统筹|审核))")
_AIDED = re.compile(
    r"^(?:负责|积极)?(?:协助|配合|会同)(?P<who>[\u4e00-\u9fff、]{2,30}?)(?=推动|按照|保障|组织|做好|开展|落实|完成|推进|建立|加强|在)"
)
_DOES = re.compile(r"(?:组织|动员|发动|设立|举办|开展|筹集|募集|资助|选派|建立|搭建)")
"""What an agency that a later clause names is plainly told to do."""
_SET_UP = re.compile(
    r"组长|成员单位$|为成员|牵头部门$|办公室设在|主任由|担任|负责同志(?:为|是|任)|对接关系|如下[:：]?$|以下[^，。；]{0,6}工作[:：]?$"
)
"""Sentences that set up a group assign no task."""
_GOES_ON = re.compile(
    r"^(?:同时，?)?(?:推动|组织|做好|开展|建立|协助|配合|落实|完成|推进|加强|支持|指导|鼓励|举办|扩大|加大|实施|打造)"
)
_NEXT_ACTOR = re.compile(r"、(?=(?:市|省|区|县)[\u4e00-\u9fff]{1,12}(?:局|委|办|厅)(?:重点|负责|要|主要))")
_CONVENED = re.compile(r"在.{2,20}召开.{2,30}会议?$")
"""A meeting that was held, of which a paper tells."""
_NO_DUTY = re.compile(
    r"(?:分别|均|各)?(?:为|是|承担)?\d|[与和同][^，。；]{2,40}"
    r"(?:结对|结成(?:对子|[^，。；]{0,4}对)|结为[^，。；]{0,8})$"
)
"""A share of a target or a pairing: no task is given."""
_BARE_DUTIES = frozenset(("牵头", "负责", "具体负责", "牵头负责", "会同"))
_MEANS = re.compile(
    r"以.{2,24}为.{1,6}$|.{0,12}将以.{2,20}为|.{0,16}(?:表示|指出|强调)$|.{0,12}会同[^，]{2,14}$"
)


def follows(sentence: Piece, actor: Subject) -> bool:
    """Whether a sentence without an actor goes on with what the one before it was told to do."""
    if sentence.text.startswith("要"):
        return bool(_PLAIN_VERB.search(sentence.text)) and bool(_DATED.search(sentence.text))
    return actor.specific and bool(_GOES_ON.match(sentence.text))


def continued(actor: Subject) -> Subject:
    """The same actor for a sentence that does not name it."""
    return replace(actor, start=0, end=0)


def sentence_tasks(context: Context, sentence: Piece) -> tuple[list[Fact], Subject | None]:
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
        if _NO_DUTY.match(after) or _CONVENED.match(after) or subject.names == [context.parties.giver_name]:
            continue
        if subject.specific or _DUTY_VERB.match(after) or _PLAIN_VERB.match(after):
            rest = sentence.part(bare.start - sentence.start)
            if not found or (subject.specific and (_DUTY_VERB.match(after) or _DOES.match(after))):
                found += agency_task(context, bare, rest, subject, None)
    return found, first


def agency_task(
    context: Context, clause: Piece, sentence: Piece, subject: Subject, deadline: str | None
) -> Iterator[Fact]:
    """The task a clause gives to the actor it begins with."""
    if _RHYTHM.search(clause.text[: subject.end + 12]):
        return
    ahead = _until_next_actor([part for part in _actor_clauses(sentence) if part.start >= clause.start])
    concrete = [
        part
        for part in ahead
        if in_scope(context, part)
        and not _EXHORTATION.search(part.text)
        and not _RHYTHM.search(part.text)
        and not names_person(part.text)
        and not _MEANS.match(part.text)
        and not (part.start == clause.start and part.text[subject.end :] in _BARE_DUTIES)
        and len(part.text) > 4
    ]
    if not concrete or not in_scope(context, clause):
        return
    dated = next((part for part in concrete if _DATED.search(part.text) and "%" not in part.text), None)
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
    yield task_fact(context, main, text[:MAX_TEXT], duties, due)


def _until_next_actor(parts: list[Piece]) -> list[Piece]:
    """The clauses before another named agency takes over."""
    for at, part in enumerate(parts[1:], start=1):
        other = subject_of(part.text)
        if other is not None and other.specific and not other.by:
            return parts[:at]
    return parts


def _fill(text: str, more: list[str]) -> str:
    """The text with as many of the following clauses as it may hold."""
    for clause in more[:2]:
        if subject_of(clause):
            break
        if len(text) + len(clause) < MAX_TEXT:
            text = f"{text}，{clause}"
    return text


def named_inside(
    context: Context, sentence: Piece, main: Piece, deadline: str | None, leading: list[str]
) -> Iterator[Fact]:
    """The tasks of the agencies that a sentence of a bracketed item names, those ``leading`` the item left out."""
    shared: list[tuple[Piece, Subject]] = []
    for clause in _actor_clauses(sentence):
        subject = subject_of(clause.text)
        if subject is None or clause.start <= main.start or set(subject.names) == set(leading):
            continue
        if subject.by:
            shared.append((clause, subject))
        elif subject.specific and not clause.text[subject.end :].startswith("作为"):
            yield from agency_task(context, clause, sentence, subject, deadline)
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
    return task_fact(context, quote, text[:MAX_TEXT], Duties(lead=names), deadline)


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


def task_fact(
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
