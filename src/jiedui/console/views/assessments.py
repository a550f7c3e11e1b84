"""Assessments: begun on a unit's page, written line by line, handed in, reopened by the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.assessment_forms import AssessmentForm, ReopenForm
from jiedui.console.days import day_of
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.organisations.models import OrgUnit
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import AssessmentState, Assessor
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.models import Assessment
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.queries import get_assessment, get_version, version_in_force
from jiedui.progress.scorecards.reckoning import score_sheet
from jiedui.progress.scorecards.services.assessing import APART

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def assess(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Begin an assessment of a unit, or go on with the one of this day. Raises NotAllowed, NotFound, Invalid."""
    programme = get_programme(request.user, code)
    require(request.user, Action.SEE_SCORES)
    wanted = request.POST.get("version")
    version = get_version(request.user, programme, wanted) if wanted else version_in_force(programme)
    unit = OrgUnit.objects.filter(pk=pk, path__startswith=programme.giver.path).first()
    kind = request.POST.get("kind", "")
    if version is None or unit is None or kind not in Assessor.values:
        raise NotFound
    made = services.begin_assessment(
        actor=_actor(request), version=version, unit=unit, kind=Assessor(kind), on=day_of(request, programme)
    )
    return redirect("console:assessment", code=code, pk=made.pk)


@get_or_post
def assessment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write it, keep it, hand it in; once handed in, read it."""
    programme = get_programme(request.user, code)
    found = get_assessment(request.user, programme, pk)
    if request.method != "POST":
        return _page(request, found, None)
    form = _form(found, request.POST)
    if form.is_valid():
        try:
            _write(request, found, form)
        except (Invalid, InvalidMany) as refusal:
            form.blame(refusal)
        else:
            if request.POST.get("then") == "submit":
                messages.success(request, _("Handed in. It stands beside the computed score."))
            else:
                messages.success(request, _("Kept. Hand it in when it is complete."))
            return redirect("console:assessment", code=code, pk=pk)
    return _page(request, found, form)


def _write(request: HttpRequest, found: Assessment, form: AssessmentForm) -> None:
    """What was said is kept even where handing in is refused."""
    actor = _actor(request)
    services.write_assessment(actor=actor, assessment=found, said=form.said, note=form.cleaned_data["note"])
    if request.POST.get("then") == "submit":
        services.submit_assessment(actor=actor, assessment=found)


@require_POST
def assessment_reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give it back to its author."""
    programme = get_programme(request.user, code)
    found = get_assessment(request.user, programme, pk)
    require(request.user, Action.REOPEN_SCORE)
    form = ReopenForm(request.POST)
    if form.is_valid():
        services.reopen_assessment(
            actor=_actor(request), assessment=found, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Reopened. Its author can change it again."))
        return redirect("console:assessment", code=code, pk=pk)
    return _page(request, found, None, reopen=form)


def _page(
    request: HttpRequest, found: Assessment, form: AssessmentForm | None, reopen: ReopenForm | None = None
) -> HttpResponse:
    programme = found.version.scorecard.programme
    form = form or _form(found)
    is_draft = found.state == AssessmentState.DRAFT
    may_reopen = not is_draft and allows(request.user, Action.REOPEN_SCORE)
    failed = bool(form.errors) or reopen is not None
    context = {
        "programme": programme,
        "assessment": found,
        "form": form,
        "editable": is_draft and _may_write(request.user, found),
        "reopen": reopen or ReopenForm() if may_reopen else None,
        "total": sum(score.points for score in form.scores if score.points is not None),
        "most": sum(score.line.points for score in form.scores),
    }
    return render(request, "console/scores/assessment.html", context, status=422 if failed else 200)


def _may_write(user: Any, found: Assessment) -> bool:
    kind = Assessor(found.kind)
    if kind in APART and found.entered_by_id != user.pk:
        return False
    return services.may_assess(user, found.version.scorecard.programme, found.unit, kind)


def _form(found: Assessment, data: Any = None) -> AssessmentForm:
    scores = list(found.scores.select_related("line__heading"))
    sheet = score_sheet(plan_of(found.version), Facts(found.version.scorecard.programme, found.on))
    score = sheet.of(found.unit)
    computed = {one.line.pk: one for one in score.lines} if score else {}
    return AssessmentForm(data, scores=scores, computed=computed, initial={"note": found.note})


def _actor(request: HttpRequest) -> Any:
    """Whoever is signed in: the middleware lets nobody else come this far."""
    return request.user
