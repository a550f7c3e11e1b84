"""Milestones: what must be reached or held by a date (10月底，实现目标进度达到90%; 在6月底前完成签约)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from jiedui.documents import outlook
from jiedui.documents.actors import LABELLED
from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.clauses import Piece, brackets, clauses, passages, sentences, without_marker
from jiedui.documents.dates import When, find_dates, find_range
from jiedui.documents.extractors.project_tables import ProjectRow, project_rows
from jiedui.documents.extractors.schedule_tables import is_schedule, scheduled, stage_end
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.genre import is_distribution_line
from jiedui.documents.gist import MAX_TEXT
from jiedui.documents.persons import without_persons
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.tenses import tells_results

_AHEAD = re.compile(
    r"确保|力争|完成|实现|达到|召开|开展|启动|举办|签订|建成|开工|竣工|拨付|到位|下达|投产|通车|验收|交付|制定|印发|出台|脱贫|摘帽|全覆盖|不低于\d|到岗|备案|挂牌|报送|上报|完工|投用|补齐|补足|清零|整改"
)
_REACHED = re.compile(r"[^，。；]{0,16}?(?:建成|竣工|开工|投产|实现|(?:达到|不低于|超过|完成)\d)")
_WHAT_COMES = re.compile(r"(?:安排|打算|计划|部署|任务|情况|进展)$")
_STAGE = re.compile(
    r"(?:第?[一二三四五六]、?)?[^，。；：（）]{0,10}阶段（"
    r"(?P<when>(?:20\d\d年)?\d{1,2}月(?:底|上旬|中旬|下旬)?(?:[-~—－至到]{1,2}(?:20\d\d年)?\d{1,2}月(?:底)?)?)）[：。，]?"
)
"""第一阶段（2023年3月）：…; 第二阶段（4月—10月）：…"""
_BY_YEAR = re.compile(r"(?:^|[，。；])(?:力争)?到(?P<year>20\d\d)年(?:底)?，")
_TO_HOLD = re.compile(r"(?:办好|举办|召开|组织|承办|筹办)$")
"""办好9月份某推介会: a month in which something is to be held."""
_WITHIN = re.compile(r"(?:对)?[^，。；\d]{0,18}?(?:开展|组织|举办|召开|启动|进行|完成)")
"""于11月对某事开展审计."""
_CONVENED = re.compile(r"现将|(?:纪要|通知|通报)如下")
"""A paragraph that opens a paper: what it dates has been."""
_REPORTING = re.compile(r"(?:前)?(?:将.{0,16})?(?:报送|上报|反馈|报市|报省|提交|送交|专报)")
_PERCENT = re.compile(
    r"(?P<measure>[\u4e00-\u9fff]{2,10}?)?(?P<how>达到|不低于|超过|完成|达|至)?(?:了)?(?<![\d.])(?P<value>\d{1,15}(?:\.\d{1,8})?)%(?P<more>以上)?"
)
_HALF = re.compile(r"(?P<measure>任务|[\u4e00-\u9fff]{2,6})过半")
_MEETING = re.compile(r"^召开.{2,30}会")
_FREED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:底|内|年底)?[，,]?[^。；]{0,24}?(?P<text>(?:[\u4e00-\u9fff]{1,8}(?:县|区|市|乡|村))?(?:全部|如期|实现)?脱贫摘帽|退出贫困县|全部脱贫)"
)
_DUE_CELL = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:底|末|上旬|中旬|下旬)?前?.{0,40}$")
_INTENDS = re.compile(r"将|拟|计划|力争|确保|务必")
_TO_DO = re.compile(r"(?:全部|全面|基本|要|必须)*(?:完成|实现|建成|开工|竣工|投用|投产|到位|拨付|交付|验收)")
_PREAMBLE = re.compile(r"总体要求|指导思想|总体思路")


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The milestones of a document."""
    report = tells_results(context)
    timed = {block.index for block in document.blocks if block.rows and is_schedule(block)}
    for block in document.blocks:
        if block.index in timed:
            yield from _of_schedule(context, block)
    for block in document.tables():
        for row in project_rows(context, block):
            yield from _of_project(context, block, row)
    for piece in passages(context):
        headings = context.section(piece.sentence.block.index).headings
        if piece.sentence.block.index in timed or _is_heading_only(piece):
            continue
        if piece.row is not None and _DUE_CELL.match(piece.text):
            continue  # the deadline column of a task list
        if LABELLED.match(piece.text) or piece.text.startswith("完成"):
            continue  # a line of duties and deadlines under an item
        if is_distribution_line(piece.text) or any(_PREAMBLE.search(heading) for heading in headings[:1]):
            continue
        yield from _of_piece(context, piece, report=report)


def _is_heading_only(piece: Piece) -> bool:
    """四季度安排: what stands under such a heading is to be done, the heading is not."""
    return piece.sentence.block.kind is BlockKind.HEADING and bool(_WHAT_COMES.search(piece.text))


def _of_schedule(context: Context, block: Block) -> Iterator[Fact]:
    """A stage for each row of a table of times; it is to be done by the end of its time."""
    for told, text, when in scheduled(context, block):
        if in_scope(context, told):
            fields: dict[str, Any] = {
                "workstream": context.workstream(block.index, text),
                "text": without_persons(text)[:MAX_TEXT].strip("，。"),
                "date": deadline_of(when),
                "date_text": when.text,
                "table_row": True,
            }
            yield told.fact(FactKind.MILESTONE, fields, confidence=0.85)


def _of_project(context: Context, block: Block, row: ProjectRow) -> Iterator[Fact]:
    """A project is to begin, and to be ready, in the months that its row names."""
    year = context.section(block.index).year
    for role, word in (("begins", "开工"), ("ends", "完工")):
        cell = row.cell(role)
        when = next(find_dates(cell.text, year), None) if cell else None
        name = row.cells[row.columns["name"]].strip()
        if cell and when and in_scope(context, name):
            fields: dict[str, Any] = {
                "workstream": context.workstream(block.index, name.text),
                "text": f"{without_persons(name.text)[: MAX_TEXT - 2]}{word}",
                "date": when.date,
                "date_text": when.text,
                "table_row": True,
            }
            yield cell.fact(FactKind.MILESTONE, fields, confidence=0.85)


def _of_piece(context: Context, piece: Piece, *, report: bool) -> Iterator[Fact]:
    section = context.section(piece.sentence.block.index)
    year = section.year
    report = report and not outlook.looks_ahead(section.headings, piece.text)
    if stage := _STAGE.match(piece.text):
        when = stage_end(stage["when"], year)
        if when and in_scope(context, piece):
            yield _milestone(
                context,
                piece.part(0, clauses(piece)[0].end - piece.start),
                replace(when, date=deadline_of(when), date_from=None),
            )
        piece = piece.part(stage.end())
    marker, piece = without_marker(piece)
    if _CONVENED.search(piece.text):
        return
    if marker and (months := find_range(piece.text[:24], year)) and months[2] <= 3:
        return  # the item is an activity that runs over months: a task
    last: When | None = None
    for sentence in sentences(piece):
        plain = _before_brackets(sentence)
        found = list(_dated(plain, year, report=report, back=outlook.looks_back(section.headings)))
        if not found and last is not None and _MEETING.match(plain.text):
            found = [(last, plain)]
        last = found[-1][0] if found else None
        if not found and report:
            found = list(_freed(plain))
        for when, told in found:
            if in_scope(context, told):
                yield _milestone(context, told, when)


def deadline_of(when: When) -> str:
    """The day a stage ends: the last of a month that is named alone."""
    if len(when.date) != 7:
        return when.date
    year, month = map(int, when.date.split("-"))
    return f"{when.date}-{calendar.monthrange(year, month)[1]:02d}"


def _before_brackets(sentence: Piece) -> Piece:
    """The sentence without the bracket of agencies and deadlines at its end."""
    found = brackets(sentence)
    if found and found[-1][1] >= len(sentence.text) - 1:
        return sentence.part(0, found[-1][0])
    return sentence


def _dated(sentence: Piece, year: int | None, *, report: bool, back: bool) -> Iterator[tuple[When, Piece]]:
    """The dates of a sentence by which something must be reached, each with the words from its clause on."""
    every = list(find_dates(sentence.text, year))
    for found in _BY_YEAR.finditer(sentence.text):
        if not report and not any(found.start() <= when.start < found.end() for when in every):
            stop = sentence.text.find("；", found.end())
            text = found.group().strip("，。；")
            start = found.end() - 1 - len(text)
            when = When(f"{found['year']}-12-31", text, 0, len(text), before=True)
            yield when, sentence.part(start, stop if stop > 0 else None)
    for at, when in enumerate(every):
        before, after = sentence.text[: when.start], sentence.text[when.end :]
        clause_start = max(before.rfind("，"), before.rfind("：")) + 1
        opening = before[clause_start:]
        if (
            re.match(r"仍未|尚未|未达到", after)
            or re.search(r"从$|自$|截至|截止", opening)
            or re.match(r"开始|起|以来|至|[，]?为期|份?以来", after)
        ):
            continue
        firm = (
            when.before
            or bool(when.date_from)
            or when.text.endswith(("底", "末"))
            or when.text == "上半年"
            or "·" in when.text
        )
        opens_clause = not opening and after.startswith("，")
        held = bool(_TO_HOLD.search(opening)) and bool(
            re.match(r"[^，。；]{2,24}(?:会|活动|节|周|赛)", after)
        )
        held = held or (re.search(r"[于在]$", opening) is not None and bool(_WITHIN.match(after)))
        if not firm and not held and (report or not (when.exact or opens_clause)):
            continue
        following = next((_clause_of(sentence.text, other) for other in every[at + 1 :]), len(sentence.text))
        rest = sentence.part(clause_start, following if following > when.end else None)
        bare = after.strip("，。；”“前")
        if not bare or (
            not (opens_clause and not clause_start and when.before)
            and not _AHEAD.search(opening + after)
            and (when.exact or (not re.search(r"在$", opening) and len(opening) > 3))
        ):
            continue
        if _REPORTING.match(after.lstrip("，")) and not (when.exact and when.before):
            continue
        if report and not (_INTENDS.search(sentence.text) or (not back and _is_ordered(when, after))):
            continue
        series = not opening and at > 0 and _clause_of(sentence.text, every[at - 1]) == every[at - 1].start
        if (
            clause_start > 0
            and not series
            and not (when.exact and when.before)
            and _belongs_to_task(before, opening, after)
        ):
            continue
        yield when, rest


def _is_ordered(when: When, after: str) -> bool:
    """11月底前完成…: what a report says must be done by a day, not what was."""
    clause = re.split(r"[，。；]", after.lstrip("，前"))[0]
    return when.text.endswith("前") and bool(_TO_DO.match(clause)) and not re.search(r"已|了(?!解)", clause)


def _clause_of(text: str, when: When) -> int:
    """Where the clause of a date begins."""
    before = text[: when.start]
    return max(before.rfind("，"), before.rfind("；")) + 1


def _belongs_to_task(before: str, opening: str, after: str) -> bool:
    """Whether the date closes a duty (负责…，4月底前报送…) that is a task already."""
    if re.search(r"确保$|力争$", opening) or _REACHED.match(after):
        return False
    return bool(re.search(r"负责", before)) or (
        not re.search(r"[在于“]$", opening) and bool(re.search(r"制定|要", before))
    )


def _freed(sentence: Piece) -> Iterator[tuple[When, Piece]]:
    """A year in which a county is to leave the poverty list."""
    if match := _FREED.search(sentence.text):
        when = When(f"{match['year']}-12-31", f"{match['year']}年", match.start(), match.start() + 5)
        yield when, sentence.part(match.start())


def _milestone(context: Context, told: Piece, when: When) -> Fact:
    parts = clauses(told)
    with_date = next((i for i, part in enumerate(parts) if when.text in part.text), 0)
    bare = [part for part in parts[with_date:] if part.text.strip("“”") != when.text]
    end = with_date + (2 if parts[with_date].text.strip() == when.text else 1)
    quote = told.part(0, parts[min(end, len(parts)) - 1].end - told.start).strip()
    text = "，".join(part.text for part in bare[:3])
    text = re.sub(rf"^.*?{re.escape(when.text)}[”“，]*", "", text) if when.text in text[:40] else text
    value = _value(text)
    fields: dict[str, Any] = {
        "workstream": context.workstream(quote.sentence.block.index, told.text),
        "text": without_persons(text)[:MAX_TEXT].strip("，）：。"),
        "date": when.date,
        "date_from": when.date_from,
        "date_text": when.text,
        **value,
        "table_row": quote.row is not None or None,
    }
    return quote.fact(FactKind.MILESTONE, fields, confidence=0.85)


def _value(text: str) -> dict[str, str]:
    """The share that must be reached: 达到90%, 任务过半."""
    if match := _HALF.search(text):
        return {
            "value": "50%",
            "comparator": ">=",
            "measure": f"{match['measure'].removeprefix('确保')}完成率",
        }
    if match := _PERCENT.search(text):
        reached = bool(match["more"]) or match["how"] in ("达到", "不低于", "超过", "达")
        measure = (match["measure"] or "完成率").removeprefix("实现").removeprefix("确保")
        return {"value": f"{match['value']}%", "comparator": ">=" if reached else "=", "measure": measure}
    if "全覆盖" in text:
        return {"value": "100%", "comparator": "=", "measure": "覆盖率"}
    return {}
