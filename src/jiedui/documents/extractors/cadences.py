"""Cadences: what is reported or convened how often (每月报送进展, 每季度召开一次会议, 周报信息、月报进展)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiedui.documents import outlook
from jiedui.documents.blocks import Document
from jiedui.documents.clauses import Piece, clauses, passages, sentences, without_marker
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.genre import is_report
from jiedui.documents.persons import without_persons
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.subjects import subject_of

_EVERY = re.compile(
    r"(?:每(?:隔)?(?:个)?|(?:^|(?<=[\u4e00-\u9fff，、。；：]))(?:逐|按)(?=[月季周旬半]))(?P<unit>半年|半月|学期|两个?月|双月|季度?|周|星期|月|年|旬|日|天)(?:度)?"
    r"(?P<due>\d{1,2}日(?:之?前)?|(?:月)?底(?:前)?|末|[一二三四五六日天](?:下班)?前?|(?:1[0-2]|[1-9])月(?:底|上旬|中旬|下旬)?(?:之?前)?|(?:首|末|最后一?)个?月的?\d{1,2}日(?:之?前)?)?"
)
_REGULAR = re.compile(r"定期(?!刊登|督查|发布|更换|检修|体检|议事|轮换|接种)")
_ACTS = re.compile(
    r"报送|上报|报告|报市|报省|反馈|召开|通报|更新|推动|调度|汇报|汇总|总结|会商|听取|例会|对接|沟通|督促|督导|分析|报备|互通|互访|填报|编发|提交|研判|碰头|公布|审计|检查|考核|评估|会议|督查|约谈|巡查|抽查|点评|晾晒|排名|小结|盘点|复盘|讨论|查房|研讨|教研|义诊|巡诊|联席|组织一次|开展一次|举办一[次期]|制定[^，。；]{0,6}计划|走访"
)
_COUNTED = re.compile(r"每年[^，。；]{0,14}(?:\d|不少于|至少|[一二两三四五六七八九十]+[场次期批名个])")
_CHECKED = re.compile(r"每年.{0,16}(?:报告|总结|审计|检查|考核|评估|评价|会议|例会|联席会)")
_FREQUENCY = {
    "周": "weekly", "星期": "weekly", "月": "monthly", "季": "quarterly", "半年": "half-yearly", "年": "yearly",
    "学期": "half-yearly", "半月": "half-monthly", "旬": "every ten days", "日": "daily", "天": "daily",
    "双月": "every two months", "两": "every two months",
}  # fmt: skip
_LISTED = re.compile(
    r"(?P<unit>半年|半月|双月|[周月季年])(?:度|初|终|末|底|中)?(?P<act>报表|报告|报|总结|小结|调度|通报|考核|例会|会商|分析|部署|督查|点评|盘点)"
    r"(?P<more>(?:(?![和与及])[\u4e00-\u9fff]){0,6})"
)
_SYSTEM = re.compile(
    r"(?P<unit>半年|半月|双月|[周月季年])(?:度)?(?:工作)?(?P<act>报告|报表|报|调度|通报|例会|会商)(?:送)?制度?"
)
_ALSO = re.compile(r"专报|通报(?!批评|表扬)")


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The cadences of a document."""
    report = is_report(context)
    for piece in passages(context):
        who = ""
        section = context.section(piece.sentence.block.index)
        ahead = outlook.looks_ahead(section.headings, piece.text)
        for sentence in sentences(piece):
            subject = subject_of(without_marker(sentence)[1].text)
            who = "、".join(subject.names) if subject else who
            yield from _of_sentence(context, sentence, who, report=report and not ahead)


def _of_sentence(context: Context, sentence: Piece, who: str, *, report: bool) -> Iterator[Fact]:
    found = list(_rhythms(sentence)) if not report or re.search(r"将|要|建立", sentence.text) else []
    told = {frequency for _, frequency, _, _ in found}
    listed = [item for item in _lists(sentence) if item[1] not in told or not _SYSTEM.search(item[0].text)]
    for quote, frequency, what, due in [*found, *listed]:
        if in_scope(context, quote):
            actor = subject_of(without_marker(quote)[1].text)
            fields: dict[str, Any] = {
                "workstream": context.workstream(quote.sentence.block.index, sentence.text),
                "who": "、".join(actor.names) if actor else who,
                "to": _to(sentence.text),
                "what": without_persons(what)[:40],
                "frequency": frequency,
                "due": due,
                "table_row": quote.row is not None or None,
            }
            yield quote.fact(FactKind.CADENCE, fields, confidence=0.85)


def _rhythms(sentence: Piece) -> Iterator[tuple[Piece, str, str, str]]:
    """每月…, 每季度…, 定期…, with the clause they stand in; and the clause that goes on in the same rhythm."""
    running = ""
    for clause in clauses(sentence):
        told = _rhythm(clause)
        after = _next_words(sentence, clause)
        if told and told[0] == "regular" and len(clause.text) < 9 and len(clauses(sentence)) == 1:
            continue  # a run-in heading: 定期调度
        if told and (_ACTS.search(clause.text) or (len(clause.text) < 9 and _ACTS.search(after))):
            frequency, start, due = told
            quote = clause if _ACTS.search(clause.text) else _with_next(sentence, clause)
            what = re.sub(r"^[，的]?(?:一次|至少一次)?", "", quote.text[start:])
            running = frequency
            yield quote.strip(), frequency, what, due
        elif running and _ALSO.search(clause.text) and subject_of(clause.text):
            yield clause.strip(), running, clause.text, ""
            running = ""


def _rhythm(clause: Piece) -> tuple[str, int, str] | None:
    """Frequency, where the words after it begin, and the day it is due."""
    if (match := _EVERY.search(clause.text)) and (
        _CHECKED.search(clause.text) or not _COUNTED.search(clause.text)
    ):
        unit = match["unit"]
        key = next(
            key
            for key in (
                "半年",
                "半月",
                "学期",
                "双月",
                "两",
                "周",
                "星期",
                "季",
                "月",
                "年",
                "旬",
                "日",
                "天",
            )
            if key in unit
        )
        return _FREQUENCY[key], match.end(), match["due"] or ""
    if match := _REGULAR.search(clause.text):
        return "regular", match.end(), ""
    return None


def _next_words(sentence: Piece, clause: Piece) -> str:
    return sentence.text[clause.end - sentence.start :][:40]


def _with_next(sentence: Piece, clause: Piece) -> Piece:
    """The clause and the one after it (每月5日前，反馈上月进展)."""
    following = next((part for part in clauses(sentence) if part.start > clause.end - 1), clause)
    return sentence.part(clause.start - sentence.start, following.end - sentence.start)


def _lists(sentence: Piece) -> Iterator[tuple[Piece, str, str, str]]:
    """周报信息、月报进展、半年报总结: two or more of them make a system of reports; a 月报制度 is one by itself."""
    marks = [mark for mark in _LISTED.finditer(sentence.text) if not _counts_months(sentence.text, mark)]
    if len(marks) < 2:
        if match := _SYSTEM.search(sentence.text):
            clause = next(part for part in clauses(sentence) if part.end - sentence.start >= match.end())
            yield clause.strip(), _FREQUENCY[match["unit"]], match.group(), ""
        return
    for mark in marks:
        more = re.split(r"工作|体系|制度", mark["more"])[0]
        end = mark.start("more") + len(more)
        due = next((word for word in ("年初", "年终", "年末", "年底") if mark.group().startswith(word)), "")
        yield sentence.part(mark.start(), end), _FREQUENCY[mark["unit"]], f"{mark['act']}{more}", due


def _counts_months(text: str, mark: re.Match[str]) -> bool:
    """Whether the unit belongs to 每月, 个月 or 全年 rather than to a kind of report."""
    before = text[: mark.start()]
    return before.endswith(("每", "个")) or (mark["unit"] == "年" and before.endswith("全"))


def _to(text: str) -> str:
    """To whom something is reported, where the words say so."""
    match = re.search(
        r"向(?P<to>[\u4e00-\u9fff]{2,20}?)(?:报送|上报|反馈|报告|汇报|通报)|报(?:送)?(?P<then>市[\u4e00-\u9fff]{1,14}|[\u4e00-\u9fff]{2,12}办公室)(?:$|[，。；])",
        text,
    )
    return (match["to"] or match["then"] or "") if match else ""
