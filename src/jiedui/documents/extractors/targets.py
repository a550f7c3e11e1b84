"""Targets and actuals in running text: every figure with who gives, who receives, what is counted and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from jiedui.documents import outlook, tenses
from jiedui.documents.actors import LABELLED, Duties, is_agency, is_duty_bracket, parse_duties
from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.clauses import MARKER, Piece, brackets, whole
from jiedui.documents.dates import deadline
from jiedui.documents.deadlines import due
from jiedui.documents.duties import told_duties
from jiedui.documents.extractors.counting import COUNT_FOR, counts
from jiedui.documents.extractors.target_tables import is_figure_table, table_targets
from jiedui.documents.extractors.task_table_figures import project_cells, prose_cells
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.holders import Holders, holders
from jiedui.documents.measures import measure
from jiedui.documents.parties import RECEIVERS_AT_LARGE
from jiedui.documents.receivers import Names
from jiedui.documents.screening import in_scope
from jiedui.documents.spots import Spot, spots
from jiedui.documents.structure import Context
from jiedui.documents.totals import grouped
from jiedui.documents.workstreams import GENERAL

_RUBRIC = re.compile(r"要目|目录|导读")
_DURATION = re.compile(
    r"(?:援派|挂职|帮扶|服务|支教|培训)?(?:时间|期限|为期|周期)[:：]?([一二两三四五六七八九十半\d.]+(?:个)?[年月天周](?:半|左右|以上)?)"
)
_LABELS = {"县": "每县", "市": "每市", "区": "每区", "村": "每村", "户": "每户", "校": "每校"}
_PER = re.compile(
    r"(每个?(?:结对帮扶|深度贫困|受援|贫困)?(?:县|区|市|村|乡镇|户|人|年|月|季度|站|所|家|名|批|前方工作机构))"
)
_TOPIC = re.compile(r"(?:^|[。；])([^，。；]{2,14}方面)，")
_OWN_DUTY = re.compile(r"^由?([^，。；：、]{2,16}?)(?:要|应)?(?:负责|牵头|协助|承担)")
_PARTS = re.compile(
    r"其中|包括|分别(?:为|是)|分解(?:情况)?如下|具体(?:为|是|分解|如下)|分解(?:到|至|给)?[^，。；：]{0,6}："
)

_OF_THE_OFFICE = re.compile(r"(?:专项)?(?:工作)?(?:组|小组|专班|方案)")
"""11个专项工作组: how the work is organised is for nobody."""
_PAID_IN = re.compile(r"(?:实际|新增|协议|累计|完成)*(?:到位|投资)")

Told = dict[tuple[str, float, str], Names]
"""The receivers a paper names for a figure: annex number, value and unit."""


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The targets and actuals of a document. Nothing is taken from a passage outside scope."""
    paper_plans = tenses.is_plan(context)
    told: Told = {}
    ahead = False
    for block in document.blocks:
        view = context.flat(block).text
        ahead = outlook.announces(view) or (ahead and bool(MARKER.match(view)))
        if block.kind is BlockKind.TABLE:
            yield from _in_table(context, block, paper_plans=paper_plans)
        elif not _is_listing(context, block):
            found = read_prose(
                context,
                whole(context, block),
                paper_plans=paper_plans,
                duties=_below(context, block),
                told=told,
                ahead=ahead,
            )
            yield from grouped(context, list(found))


def _below(context: Context, block: Block) -> Duties | None:
    """The duties on the line below an item: 责任单位：…; None where that line is another."""
    following = context.document.blocks[block.index + 1 : block.index + 2]
    view = context.flat(following[0]).text if following and not following[0].rows else ""
    return parse_duties(view.rstrip("。")) if LABELLED.match(view) else None


def _is_listing(context: Context, block: Block) -> bool:
    """Headings, tables of contents and lists of annexes repeat what is said elsewhere."""
    if block.kind is BlockKind.HEADING and block.level != 4:
        return True
    headings = context.section(block.index).headings
    view = context.flat(block).text
    return view.startswith(("★", "☆", "附件")) or bool(headings and _RUBRIC.search(headings[-1]))


def _in_table(context: Context, block: Block, *, paper_plans: bool) -> Iterator[Fact]:
    if is_figure_table(block):
        yield from table_targets(context, block, paper_plans=paper_plans)
        cells = project_cells(context, block)
    else:
        cells = prose_cells(context, block)
    for cell in cells:
        found = read_prose(
            context,
            cell.piece,
            paper_plans=paper_plans,
            duties=cell.duties,
            subject=cell.subject,
            stream=cell.stream,
        )
        told = {"giver": cell.giver, "receiver": cell.receiver}
        own = {key: name for key, name in told.items() if name}
        for _, fact in found:
            at_large = cell.home and fact.fields.get("receiver") == RECEIVERS_AT_LARGE
            yield replace(
                fact, fields={**fact.fields, **({"receiver": cell.home} if at_large else {}), **own}
            )


def read_prose(
    context: Context,
    piece: Piece,
    *,
    paper_plans: bool,
    duties: Duties | None = None,
    told: Told | None = None,
    subject: str = "",
    stream: str = "",
    ahead: bool = False,
) -> Iterator[tuple[Spot, Fact]]:
    """The figures of a paragraph or cell, each with its place and one fact for each party that has it.

    ``subject`` is what a bare figure counts, as in the value column of a table, ``stream`` the field its row names;
    ``ahead`` says that the paragraph belongs to a list of next steps.
    """
    state = _Running(told, subject, stream)
    found = [spot for spot in spots(context, piece) if counts(spot)]
    kept = [spot for spot in found if not _repeated_in_heading(spot, found)]
    for spot in kept:
        own = _duties_of(spot) if duties is None else duties
        for fact in _facts(context, spot, own, state, paper_plans=paper_plans, ahead=ahead):
            if _in_scope(context, spot):
                yield spot, fact


def _in_scope(context: Context, spot: Spot) -> bool:
    start, end = spot.quote_span()
    return in_scope(context, spot.piece.part(start, end))


def _repeated_in_heading(spot: Spot, found: list[Spot]) -> bool:
    """A run-in heading that states a figure which the text below states again."""
    if spot.start or spot.end >= len(spot.text) or spot.end > 48:
        return False
    return any(
        other.figure.normalized == spot.figure.normalized and other.start > spot.start for other in found
    )


class _Running:
    """What is carried from one figure of a paragraph to the next, and from a total to its repeats."""

    def __init__(self, told: Told | None, subject: str = "", stream: str = "") -> None:
        self.subject = subject
        self.stream = stream
        self.told: Told = {} if told is None else told
        self.receivers: Names = ()
        self.sentence = -1
        self.giver: Names = ()
        self.measure: str | None = None
        self.last: str | None = None
        """The measure of the figure before, in the same sentence."""
        self.unit = ""
        self.workstream = ""
        self.same_sentence = False
        """Whether a figure of the sentence was read before."""

    def complete(self, spot: Spot, who: Holders, *, part: bool) -> Holders:
        """The parties, with the receivers of the same figure told before or of the total it is a part of."""
        default = spot.section.receiver
        key = (spot.section.number, float(spot.figure.normalized), spot.figure.normalized_unit)
        if who.receivers == (default if isinstance(default, tuple) else (default,)):
            known = self.receivers if part else self.told.get(key, ())
            who = replace(who, receivers=known or who.receivers)
        else:
            self.told.setdefault(key, who.receivers)
        if not part:
            self.receivers = who.receivers
        return who

    def enter(self, spot: Spot) -> None:
        """A new sentence: the actor named in the last one acts no longer; a list goes on after a semicolon."""
        if spot.start != self.sentence:
            self.sentence, self.giver, self.same_sentence = spot.start, (), False
            self.last = self.last if spot.text[: spot.start].endswith("；") else None


def _facts(
    context: Context, spot: Spot, duties: Duties, state: _Running, *, paper_plans: bool, ahead: bool
) -> Iterator[Fact]:
    state.enter(spot)
    who = holders(spot, state.giver, tuple(duties.responsible))
    if who.givers and not who.named and who.givers[0] != spot.section.giver and not duties.responsible:
        state.giver = who.givers
    follows = (
        bool(_PARTS.search(spot.text[spot.start : spot.figure.start]))
        or _in_bracket(spot)
        or not re.sub(r"[、，和及]", "", spot.lead)
    )
    distributed = "分别" in spot.text[spot.clause_start : spot.figure.start]
    part = state.unit == spot.figure.normalized_unit and (follows or distributed)
    who = state.complete(spot, who, part=part)
    name = measure(spot, state.measure if part else None, state.subject, state.last)
    state.last = name
    if not part or name != state.measure:
        stream = state.stream or _workstream(context, spot, state.subject)
        goes_on = (stream == GENERAL and state.same_sentence) or _paid_in(spot, name, state)
        state.measure, state.unit = name, spot.figure.normalized_unit
        state.workstream = state.workstream if goes_on and state.workstream else stream
    state.same_sentence = True
    fields = _fields(context, spot, duties, name)
    fields["workstream"] = state.workstream
    planned = tenses.planned(spot, paper_plans=paper_plans, ahead=ahead)
    kind = FactKind.TARGET if planned else FactKind.ACTUAL
    year = _year(spot)
    if not planned and fields["hedge"] in ("达到", "达"):
        fields["comparator"], fields["hedge"] = "=", ""
    if not planned:
        fields["deadline"] = None
    fields["year" if planned else "period"] = year if planned or year is None else str(year)
    if tenses.is_state(spot):
        fields["baseline"] = True
        who = replace(who, givers=())
    if _OF_THE_OFFICE.match(spot.text, spot.figure.end):
        who = replace(who, receivers=())
    if not duties and (own := _actor(spot)):
        fields["lead"] = [own]
    for giver, receiver in _shares(who):
        yield _fact(spot, kind, {**fields, "giver": giver, "receiver": receiver, **_per(spot, who)})


def _paid_in(spot: Spot, name: str, state: _Running) -> bool:
    """引进企业6家，到位资金2.2亿元: what firms pay in belongs to the field of the firms."""
    return state.same_sentence and state.workstream == "产业帮扶" and bool(_PAID_IN.match(name))


def _in_bracket(spot: Spot) -> bool:
    """Whether the figure stands in a bracket after its total: 11.6亿元（甲市5.2亿元、乙市6.4亿元）."""
    before = spot.text[spot.start : spot.figure.start]
    return before.rfind("（") > before.rfind("）") and bool(re.search(r"\d[^（]{0,6}（[^（]*$", before))


def _year(spot: Spot) -> int | None:
    """The year the clause names, else the section's."""
    named = re.search(r"(20\d\d)年(?!以来)", spot.text[spot.clause_start : spot.clause_end])
    return int(named[1]) if named else spot.section.year


def _shares(who: Holders) -> Iterator[tuple[str | list[str] | None, str | list[str] | None]]:
    """One record for each named giver (or receiver) that has the figure for itself."""
    receivers = _one_or_many(who.receivers)
    if who.in_turn:
        yield from zip(who.givers, who.receivers, strict=True)
    elif who.each_giver:
        yield from ((giver, receivers) for giver in who.givers)
    elif who.each_receiver:
        yield from ((_one_or_many(who.givers), receiver) for receiver in who.receivers)
    else:
        yield _one_or_many(who.givers), receivers


def _one_or_many(names: Names) -> str | list[str] | None:
    if not names:
        return None
    return names[0] if len(names) == 1 else list(names)


def _per(spot: Spot, who: Holders) -> dict[str, Any]:
    if who.per:
        return {"per": who.per}
    count = spot.earlier[-1] if spot.earlier else None
    if count is not None and count.unit == "个":
        between = spot.text[count.end : spot.figure.first]
        noun = COUNT_FOR.match(between)
        if noun and not (noun.group().endswith("均") and "，" in between):
            return {"per": _LABELS.get(noun["noun"][-1], f"每{noun['noun'][-1]}"), "count": count.value}
    if found := _PER.search(spot.lead):
        return {"per": found[1]}
    return {}


def _workstream(context: Context, spot: Spot, subject: str = "") -> str:
    topics = _TOPIC.findall(spot.text[: spot.figure.start])
    words = (topics[-1] if topics else "") + subject + spot.text[spot.clause_start : spot.clause_end]
    return context.workstream(spot.piece.sentence.block.index, words)


def _fields(context: Context, spot: Spot, duties: Duties, name: str) -> dict[str, Any]:
    figure = spot.figure
    fields: dict[str, Any] = {
        "workstream": "",
        "measure": name,
        "value": figure.value,
        "unit": figure.unit,
        "normalized": figure.normalized,
        "normalized_unit": figure.normalized_unit,
        "comparator": figure.comparator,
        "hedge": figure.hedge,
        "value_max": figure.value_max,
        "normalized_max": figure.normalized_max,
        "lead": duties.lead,
        "responsible": duties.responsible,
        "support": [name for name in duties.support if name not in duties.responsible],
    }
    if duties.deadline_text:
        fields["deadline"] = deadline(duties.deadline_text, spot.section.year)
    else:
        fields["deadline"] = due(spot)
    if lasting := _DURATION.search(spot.text[spot.figure.end :]):
        fields["duration"] = lasting[1]
    return fields


def _fact(spot: Spot, kind: FactKind, fields: dict[str, Any]) -> Fact:
    start, end = spot.quote_span()
    return spot.piece.part(start, end).fact(kind, fields)


def _duties_of(spot: Spot) -> Duties:
    """The bracket that closes the item the figure stands in: the first after it that assigns duties."""
    for start, end in brackets(spot.piece):
        if start >= spot.figure.end and is_duty_bracket(spot.text[start:end]):
            return parse_duties(spot.text[start:end])
    label = LABELLED.search(spot.text, spot.figure.end)
    if label and spot.text[label.start() - 1] in "。；":
        return parse_duties(spot.text[label.start() :].rstrip("。"))
    return told_duties(spot.text)


def _actor(spot: Spot) -> str | None:
    """The agency a duty sentence begins with: 某局负责…"""
    match = _OWN_DUTY.match(spot.text[spot.start : spot.figure.start])
    return match[1] if match and is_agency(match[1]) else None
