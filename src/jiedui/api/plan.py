"""``/api/plan``: what the plan promises, in force or as it stood in an earlier version. Read only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.kernel.errors import NotFound
from jiedui.plans import queries
from jiedui.plans.models import Milestone, Programme, Revision, Rule

router = Router(auth=scoped(TokenScope.FIGURES))
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class RevisionOut(BaseModel):
    """A version of the plan and what ordered it."""

    number: int
    title: str
    doc_number: str
    issued_on: date | None
    reason: str


class MilestoneOut(BaseModel):
    """What is due by a day. ``share`` is of one, null for an event; ``superseded_by`` the number of the version of the
    plan that replaced it, null while it is in force.
    """

    id: int
    workstream: str
    indicator: str | None
    due_on: date
    text: str
    text_en: str
    share: Decimal | None
    revision: RevisionOut
    superseded_by: int | None


class RuleOut(BaseModel):
    """A threshold; ``numerator`` and ``denominator`` are codes of indicators, null where it stands in words alone."""

    id: int
    code: str
    workstream: str | None
    text: str
    text_en: str
    comparator: str
    threshold: Decimal | None
    numerator: str | None
    denominator: str | None
    revision: RevisionOut
    superseded_by: int | None


@router.get("/{code}/milestones", response=list[MilestoneOut], url_name="list_milestones")
def list_milestones(request: HttpRequest, code: str, revision: Number | None = None) -> list[MilestoneOut]:
    """The milestones by their day: those in force, or as they stood in version `revision` of the plan."""
    programme = _programme(request, code)
    found = (
        queries.current_milestones(programme).select_related("revision", "superseded_by")
        if revision is None
        else queries.milestones_as_of(programme, _known(programme, revision))
    )
    return [_milestone(one) for one in found]


@router.get("/{code}/milestones/{pk}/versions", response=list[MilestoneOut], url_name="milestone_versions")
def milestone_versions(request: HttpRequest, code: str, pk: Id) -> list[MilestoneOut]:
    """Every version of a milestone, oldest first; `pk` is the id of any of them."""
    found = queries.get_milestone(_programme(request, code), pk)
    return [
        _milestone(one)
        for one in queries.versions_of_milestone(found).select_related("workstream", "indicator")
    ]


@router.get("/{code}/rules", response=list[RuleOut], url_name="list_rules")
def list_rules(request: HttpRequest, code: str, revision: Number | None = None) -> list[RuleOut]:
    """The rules by their code: those in force, or as they stood in version `revision` of the plan."""
    programme = _programme(request, code)
    found = (
        queries.current_rules(programme).select_related("revision", "superseded_by")
        if revision is None
        else queries.rules_as_of(programme, _known(programme, revision))
    )
    return [_rule(one) for one in found]


@router.get("/{code}/rules/{pk}/versions", response=list[RuleOut], url_name="rule_versions")
def rule_versions(request: HttpRequest, code: str, pk: Id) -> list[RuleOut]:
    """Every version of a rule, oldest first; `pk` is the id of any of them."""
    found = queries.get_rule(_programme(request, code), pk)
    return [_rule(one) for one in queries.versions_of_rule(found).select_related("workstream", "denominator")]


def _programme(request: HttpRequest, code: str) -> Programme:
    require(request.user, Action.SEE_PROGRAMME)
    return queries.get_programme(code)


def _known(programme: Programme, number: int) -> int:
    """The number of a version that there is. Raises NotFound."""
    if not programme.revisions.filter(number=number).exists():
        raise NotFound
    return number


def _milestone(one: Milestone) -> MilestoneOut:
    return MilestoneOut(
        id=one.pk,
        workstream=one.workstream.key,
        indicator=one.indicator.code if one.indicator else None,
        due_on=one.due_on,
        text=one.text,
        text_en=one.text_en,
        share=one.share,
        revision=_revision(one.revision),
        superseded_by=one.superseded_by.number if one.superseded_by else None,
    )


def _rule(one: Rule) -> RuleOut:
    return RuleOut(
        id=one.pk,
        code=one.code,
        workstream=one.workstream.key if one.workstream else None,
        text=one.text,
        text_en=one.text_en,
        comparator=one.comparator,
        threshold=one.threshold,
        numerator=one.numerator.code if one.numerator else None,
        denominator=one.denominator.code if one.denominator else None,
        revision=_revision(one.revision),
        superseded_by=one.superseded_by.number if one.superseded_by else None,
    )


def _revision(one: Revision) -> RevisionOut:
    return RevisionOut(
        number=one.number,
        title=one.title,
        doc_number=one.doc_number,
        issued_on=one.issued_on,
        reason=one.reason,
    )
