"""programme.yaml: the programme, its revision, groups of units, workstreams with indicators, rules."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.organisations.enums import UnitKind
from jiedui.plans.enums import Better, Comparator, Course, Nature, Rollup
from jiedui.plans.packs.drafts import (
    ApprovalDraft,
    IndicatorDraft,
    ProgrammeDraft,
    RuleDraft,
    WorkstreamDraft,
)
from jiedui.plans.packs.files import Mapping
from jiedui.plans.packs.rows import Problems, Row
from jiedui.plans.packs.units import Finder, Group
from jiedui.plans.services import guard

TOP = ("programme", "revision", "groups", "workstreams", "rules", "approvals")
PROGRAMME = (
    "code", "name", "name_en", "giver", "office", "starts_on", "ends_on", "reference_date", "separate_duties",
)  # fmt: skip
REVISION = ("title", "doc_number", "issued_on", "reason")
WORKSTREAM = ("key", "name", "name_en", "lead")
INDICATOR = (
    "code", "name", "name_en", "unit", "kind", "measure", "over_time", "over_units", "nature", "better",
    "course", "decimals", "headline", "as_stated",
)  # fmt: skip
APPROVAL = ("at_least", "approvers", "kind")
RULE = ("code", "text", "text_en", "workstream", "comparator", "threshold", "numerator", "denominator")
_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def read_programme(top: Mapping, finder: Finder) -> ProgrammeDraft | None:
    """The programme and its revision; None where so much is missing that the rest cannot be read."""
    top.row((), beside=TOP)
    programme, revision = top.mapping("programme"), top.mapping("revision")
    for key, mapping in (("programme", programme), ("revision", revision)):
        if mapping is None:
            top.problems.add(top.where, _("“%(name)s” is missing."), name=key)
    if programme is None or revision is None:
        return None
    row, of_revision = programme.row(PROGRAMME), revision.row(REVISION)
    starts_on, ends_on = row.day("starts_on", required=True), row.day("ends_on", required=True)
    giver, code, name = finder.one(row, "giver"), _key(row, "code"), row.text("name", required=True)
    title = of_revision.text("title", required=True)
    if starts_on is None or ends_on is None or giver is None:
        return None
    if ends_on < starts_on:
        top.problems.add(row.where, _("The last day lies before the first."))
    return ProgrammeDraft(
        row.where,
        {
            "code": code,
            "name": name,
            "name_en": row.text("name_en"),
            "giver": giver,
            "office": finder.one(row, "office", required=False),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "reference_date": row.day("reference_date"),
            "separate_duties": row.flag("separate_duties"),
        },
        {
            "title": title,
            "doc_number": of_revision.text("doc_number"),
            "issued_on": of_revision.day("issued_on"),
            "reason": of_revision.text("reason"),
        },
    )


def read_groups(top: Mapping, finder: Finder) -> None:
    """Words that stand for several units, such as 各区: ``{kind: county, under: 天津市}``."""
    groups = top.mapping("groups")
    for name in groups.nodes if groups else ():
        mapping = groups.mapping(name) if groups else None
        if mapping is not None:
            row = mapping.row(("kind", "under"))
            finder.groups[name] = Group(row.choice("kind", UnitKind.values), row.text("under", required=True))


def read_workstreams(top: Mapping, finder: Finder) -> list[WorkstreamDraft]:
    """The workstreams in their order, each with its indicators."""
    drafts: dict[str, WorkstreamDraft] = {}
    for mapping in top.mappings("workstreams"):
        row = mapping.row(WORKSTREAM, beside=("indicators",))
        key, name = _key(row, "key"), row.text("name", required=True)
        if key in drafts:
            top.problems.add(row.where, _("“%(key)s” stands twice."), key=key)
            continue
        lead = finder.one(row, "lead", required=False)
        drafts[key] = WorkstreamDraft(row.where, key, name, row.text("name_en"), lead)
        drafts[key].indicators = _read_indicators(mapping, drafts[key], top.problems)
    return list(drafts.values())


def _read_indicators(
    mapping: Mapping, workstream: WorkstreamDraft, problems: Problems
) -> list[IndicatorDraft]:
    drafts: dict[str, IndicatorDraft] = {}
    for item in mapping.mappings("indicators"):
        row = item.row(INDICATOR, beside=("filter",))
        draft = IndicatorDraft(row.where, workstream, _indicator_fields(row, item))
        if draft.code in drafts:
            problems.add(row.where, _("“%(key)s” stands twice."), key=draft.code)
        drafts[draft.code] = draft
    return list(drafts.values())


def _indicator_fields(row: Row, item: Mapping) -> dict[str, Any]:
    filter = item.mapping("filter")
    kind, as_stated, headline = row.text("kind"), row.flag("as_stated"), row.flag("headline")
    fields = {
        "code": _key(row, "code"),
        "name": row.text("name", required=True),
        "name_en": row.text("name_en"),
        "unit": row.text("unit", required=True),
        "kind": kind,
        "measure": row.text("measure"),
        "filter": filter.scalars() if filter else {},
        "over_time": row.choice("over_time", Rollup.values, Rollup.SUM),
        "over_units": row.choice("over_units", Rollup.values, Rollup.SUM),
        "nature": row.choice("nature", Nature.values, Nature.FLOW),
        "better": row.choice("better", Better.values, Better.UP),
        "course": row.choice("course", Course.values, Course.WORKING_DAYS),
        "decimals": int(row.number("decimals") or 0),
        "headline": headline,
        "as_stated": as_stated,
    }
    if bool(fields["kind"]) != bool(fields["measure"]):
        row.problems.add(row.where, _("A kind of help needs its measure, and a measure its kind."))
    try:
        guard.headcount(kind, as_stated=as_stated, headline=headline)
    except Invalid as error:
        row.problems.add(row.where, error.template)
    return fields


def read_rules(top: Mapping, workstreams: list[WorkstreamDraft]) -> list[RuleDraft]:
    """The rules; indicators are named as ``workstream/code``."""
    known = {draft.key: draft for draft in workstreams}
    drafts: dict[str, RuleDraft] = {}
    for mapping in top.mappings("rules"):
        row = mapping.row(RULE)
        code = _key(row, "code")
        if code in drafts:
            top.problems.add(row.where, _("“%(key)s” stands twice."), key=code)
        workstream = known.get(row.choice("workstream", {"", *known}))
        numerator = indicator_of(row, "numerator", workstreams)
        denominator = indicator_of(row, "denominator", workstreams)
        threshold = row.number("threshold")
        if denominator is not None and (numerator is None or threshold is None):
            top.problems.add(row.where, _("A ratio needs a numerator, a denominator and a threshold."))
        drafts[code] = RuleDraft(
            row.where, workstream, numerator, denominator, _rule_fields(row, code, threshold)
        )
    return list(drafts.values())


def _rule_fields(row: Row, code: str, threshold: Decimal | None) -> dict[str, Any]:
    return {
        "code": code,
        "text": row.text("text", required=True),
        "text_en": row.text("text_en"),
        "comparator": row.choice("comparator", Comparator.values, Comparator.AT_LEAST),
        "threshold": threshold,
    }


def read_approvals(top: Mapping) -> list[ApprovalDraft]:
    """Who must approve from which amount on: ``{at_least: 50万, approvers: lead|office}``, of one ``kind`` or any."""
    drafts: dict[tuple[str, Decimal], ApprovalDraft] = {}
    for mapping in top.mappings("approvals"):
        row = mapping.row(APPROVAL)
        at_least, kind = row.number("at_least", required=True), row.text("kind")
        if at_least is None:
            continue
        if (kind, at_least) in drafts:
            top.problems.add(row.where, _("“%(key)s” stands twice."), key=row.text("at_least"))
        fields = {"at_least": at_least, "kind": kind, "approvers": row.many("approvers")}
        drafts[kind, at_least] = ApprovalDraft(row.where, fields)
    return list(drafts.values())


def indicator_of(row: Row, column: str, workstreams: list[WorkstreamDraft]) -> IndicatorDraft | None:
    """The indicator written as ``workstream/code``; None, and a problem where something is written."""
    written = row.text(column)
    if not written:
        return None
    for workstream in workstreams:
        for draft in workstream.indicators:
            if written == f"{workstream.key}/{draft.code}":
                return draft
    row.problems.add(
        row.where, _("There is no indicator “%(name)s”. Write it as workstream/code."), name=written
    )
    return None


def _key(row: Row, name: str) -> str:
    text = row.text(name, required=True)
    if text and not _KEY.fullmatch(text):
        row.problems.add(
            row.where, _("“%(text)s” cannot be a key: use lower-case letters, digits and hyphens."), text=text
        )
    return text
