"""A rule of the programme: whether it is kept, by whom, and what pulls it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.plan_rows import facts_behind
from jiedui.console.revising_forms import RuleRevisionForm
from jiedui.console.templatetags.pace import ledger_url
from jiedui.console.views.plan_revising import answer_order, get_or_post
from jiedui.kernel.figures import Scale, scale_of
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.plans.queries import get_rule, rule_in_force, versions_of_rule
from jiedui.plans.services import order_rule
from jiedui.progress.breaking import checks_by_unit, entries_against, short_by
from jiedui.progress.reckoning import book_of
from jiedui.progress.rules import RuleCheck, check_rule

MOST = 50
"""So many of the entries are listed, the greatest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of the rule with the address of its entries."""

    indicator: Indicator
    value: Decimal
    scale: Scale
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """The rule as one unit, or the whole programme, keeps it."""

    unit: OrgUnit
    check: RuleCheck
    above: Part | None
    below: Part | None


@require_GET
def rule(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page of one rule."""
    programme = get_programme(request.user, code)
    found = get_rule(programme, pk)
    on = day_of(request, programme)
    book = book_of(programme, on)
    check = check_rule(found, book, programme, on=on)
    against = entries_against(request.user, found, programme, on=on)
    short = short_by(check)
    small = found.comparator != Comparator.AT_LEAST
    versions = list(versions_of_rule(found))
    facts = facts_behind(versions)
    context = {
        "programme": programme,
        "rule": found,
        "whole": _line(programme, programme.giver, check, on),
        "lines": [
            _line(programme, one.unit, one.check, on) for one in checks_by_unit(found, book, programme, on=on)
        ],
        "short": short,
        "short_scale": _scale(found.numerator, short) if short is not None and found.numerator else None,
        "entries": against.select_related("giver", "receiver")[:MOST],
        "count": against.count(),
        "counted": found.numerator if small else found.denominator,
        "current": rule_in_force(found),
        "versions": [(one, facts.get(one.pk)) for one in versions],
        "fact": facts.get(found.pk),
        "may_edit": allows(request.user, Action.EDIT_PLAN) and not found.superseded_by_id,
        **day_context(request, programme),
    }
    return render(request, "console/overview/rule.html", context)


@get_or_post
def rule_revise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another threshold or wording, ordered by a document or by the office."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PLAN, unit=programme.giver)
    found = get_rule(programme, pk)
    form = RuleRevisionForm(request.POST or None, rule=found)

    def revise() -> Rule:
        return order_rule(actor=request.user, rule=found, order=form.order, **form.said)

    context = {"programme": programme, "subject": found, "heading": _("Revise the rule")}
    return answer_order(request, "console:rule", form, revise, context)


def _line(programme: Programme, unit: OrgUnit, check: RuleCheck, on: date) -> Line:
    return Line(
        unit,
        check,
        _part(programme, unit, check.rule.numerator, check.numerator, on),
        _part(programme, unit, check.rule.denominator, check.denominator, on),
    )


def _part(
    programme: Programme, unit: OrgUnit, indicator: Indicator | None, value: Decimal | None, on: date
) -> Part | None:
    if indicator is None or value is None:
        return None
    span = {"start": programme.starts_on, "end": min(on, programme.ends_on)}
    giver = "" if unit.pk == programme.giver_id else unit
    url = ledger_url(programme, indicator=indicator, giver=giver, state="accepted", **span)
    return Part(indicator, value, _scale(indicator, value), url)


def _scale(indicator: Indicator, value: Decimal) -> Scale:
    return scale_of([value], indicator.unit, indicator.decimals)
