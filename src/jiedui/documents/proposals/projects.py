"""Projects: named works in a receiving place, with their sum where one is stated."""

from __future__ import annotations

import re
from decimal import Decimal

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals.context import Context, Statement, name_problems, same
from jiedui.documents.proposals.drafts import Draft
from jiedui.projects.enums import ProjectType
from jiedui.safeguards.screening import out_of_scope

MAX_NAME = 200
_TYPES = (
    (r"学校|小学|中学|学院|幼儿园|教学|医院|卫生|医疗|防控|体育|图书", ProjectType.EDUCATION_HEALTH),
    (r"培训|实训", ProjectType.TRAINING),
    (r"就业|务工", ProjectType.EMPLOYMENT),
    (
        r"道路|公路|桥|饮水|水厂|住房|安居|富民房|定居|搬迁|基础设施|供水|供暖|电站",
        ProjectType.INFRASTRUCTURE,
    ),
    (r"产业|园区|基地|加工|厂|养殖|种植|市场|合作社|旅游|小镇|大棚|繁育", ProjectType.INDUSTRY),
)


def type_of(name: str) -> ProjectType:
    """What a project is for, by the words of its name."""
    return next((kind for words, kind in _TYPES if re.search(words, name)), ProjectType.OTHER)


def propose(statement: Statement, context: Context) -> Draft:
    """The project a statement names. Where no giver is named the programme's own gives."""
    draft = Draft(statement.number, ProposedObject.PROJECT, statement.workstream)
    name = statement.text("name")[:MAX_NAME]
    given = statement.texts("giver") or [context.programme.giver.name]
    places = statement.texts("receiver") or statement.texts("place")
    draft.roles = {
        "giver": [context.book.giving(text) for text in given],
        "receiver": [context.book.receiving(text) for text in places],
    }
    amount = _amount(statement)
    draft.values = {"name": name, "amount": str(amount or "")}
    draft.raw = {"name": name, "amount": amount, "type": type_of(name)}
    if not name:
        draft.problem("no_text", blocking=True)
    name_problems(draft, draft.roles["giver"], needed=True)
    name_problems(draft, draft.roles["receiver"], needed=True)
    if not places:
        draft.problem("no_place", blocking=True)
    elif len(places) > 1:
        draft.problem("several_names", role="receiver", blocking=True)
    if any(context.book.is_own(name) for name in draft.roles["receiver"]):
        draft.problem("receiver_gives", blocking=True)
    if not all(context.book.is_own(name) for name in draft.roles["giver"] if name.is_unit):
        draft.problem("giver_receives", blocking=True)
    about = " ".join(unit.label for unit in (*draft.roles["giver"], *draft.roles["receiver"]))
    if out_of_scope([("name", name)], about=about):
        draft.problem("outside_scope", blocking=True)
    _match(draft, context)
    return draft


def _amount(statement: Statement) -> Decimal | None:
    """The sum in yuan, where one is stated."""
    written = statement.text("normalized")
    if statement.text("normalized_unit") != "元" or not re.fullmatch(r"\d{1,13}", written):
        return None
    return Decimal(written) or None


def _match(draft: Draft, context: Context) -> None:
    name = same(draft.raw["name"])
    if first := context.repeats(("project", name), draft):
        draft.match, draft.repeats = Match.REPEAT, first.number
    if there := context.snapshot.projects.get(name):
        draft.match, draft.existing = Match.UNCHANGED, there.pk
