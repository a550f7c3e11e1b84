"""A version of a scorecard: read by everyone, worked on by the office while it is a draft, published once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console import score_words
from jiedui.console.access import get_programme
from jiedui.console.days import day_context
from jiedui.console.score_curve import curve_of
from jiedui.console.scorecard_forms import FrameForm, NewCardForm, NextForm
from jiedui.console.views.scores import before, moves_of
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Programme
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.models import ScorecardVersion
from jiedui.progress.scorecards.plan import Plan, plan_of
from jiedui.progress.scorecards.queries import get_version, versions_for
from jiedui.progress.scorecards.services.publishing import check

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def scorecard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What the version says: headings, lines with their functions, grades, the running total."""
    programme = get_programme(request.user, code)
    plan = plan_of(get_version(request.user, programme, pk))
    context = _context(request, programme, plan.version) | {
        "plan": plan,
        "groups": groups_of(plan),
        "difference": plan.sum - plan.version.total,
        "versions": versions_for(request.user, programme),
    }
    return render(request, "console/scores/card.html", context)


def groups_of(plan: Plan) -> list[dict[str, Any]]:
    """The lines under their headings, each with its function in words and as a drawing."""
    return [
        {
            "heading": heading,
            "sum": sum(planned.line.points for planned in plan.under(heading)),
            "rows": [
                {
                    "of": planned.line,
                    "function": score_words.function_words(planned),
                    "curve": curve_of(planned.function) if planned.function else None,
                    "rule": score_words.rule_words(planned.line),
                }
                for planned in plan.under(heading)
            ],
        }
        for heading in plan.headings
    ]


@get_or_post
def scorecard_new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a scorecard."""
    programme = office(request, code)
    form = NewCardForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.create_scorecard(
                actor=request.user,
                programme=programme,
                code=f"card-{uuid4().hex[:8]}",
                name=said["name"],
                name_en=said["name_en"],
                settings=form.settings,
            )
        except Invalid as refusal:
            form.blame(refusal)
        else:
            messages.success(request, _("The draft is begun. Add what is to be scored."))
            return redirect("console:scorecard", code=code, pk=made.pk)
    context = {"programme": programme, "form": form, "version": None}
    return render(request, "console/scores/frame.html", context, status=422 if form.errors else 200)


@get_or_post
def scorecard_settings(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The total, the headings and the grades of a draft."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    form = FrameForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_settings(actor=request.user, version=version, settings=form.settings)
        except Invalid as refusal:
            form.blame(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("console:scorecard", code=code, pk=pk)
    context = {"programme": programme, "form": form, "version": version}
    return render(request, "console/scores/frame.html", context, status=422 if form.errors else 200)


@get_or_post
def scorecard_copy(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The next version, begun as a copy; it says what orders the change."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    form = NextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.new_version(actor=request.user, version=version, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.address, refusal.words)
        else:
            messages.success(
                request, _("The draft is a copy. Change it; units are scored by it once it is published.")
            )
            return redirect("console:scorecard", code=code, pk=made.pk)
    context = {"programme": programme, "form": form, "version": version}
    return render(request, "console/scores/next.html", context, status=422 if form.errors else 200)


@get_or_post
def scorecard_publish(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Who would move, then the confirmation."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    if request.method == "POST":
        try:
            services.publish_version(actor=request.user, version=version)
        except Invalid as refusal:
            messages.error(request, refusal.words)
            return redirect("console:scorecard-publish", code=code, pk=pk)
        messages.success(request, _("Published. Units are scored by it from now on."))
        return redirect("console:scores", code=code)
    versions = list(versions_for(request.user, programme))
    old = before(versions, version)
    context = _context(request, programme, version) | {"old": old, "new": version}
    context["hindrance"] = _hindrance(lambda: check(plan_of(version)))
    if old is not None:
        context |= moves_of(programme, old, version, request)
    return render(request, "console/scores/publish.html", context)


def _hindrance(look: Callable[[], None]) -> str:
    """What keeps it from being published, in words; empty where nothing does."""
    try:
        look()
    except Invalid as refusal:
        return refusal.words
    return ""


@require_POST
def scorecard_discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Throw a draft away."""
    programme = office(request, code)
    services.discard_draft(actor=request.user, version=get_version(request.user, programme, pk))
    messages.success(request, _("The draft is gone."))
    return redirect("console:scores", code=code)


def office(request: HttpRequest, code: str) -> Programme:
    """The programme, for whoever works on its scorecards. Raises NotAllowed, NotFound."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_SCORECARD, unit=programme.giver)
    return programme


def _context(request: HttpRequest, programme: Programme, version: ScorecardVersion) -> dict[str, Any]:
    may_edit = allows(request.user, Action.EDIT_SCORECARD, unit=programme.giver)
    return {
        "programme": programme,
        "version": version,
        "may_edit": may_edit,
        "editable": may_edit and version.is_draft,
        **day_context(request, programme),
    }
