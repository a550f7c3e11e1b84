"""Schedules: what is asked of whom, how often, until when; and what all of it asks of each unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.return_load import load_of
from jiedui.console.return_words import due_words
from jiedui.console.schedule_forms import ScheduleForm
from jiedui.console.schedule_preview import coming, preview_of
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.plans.models import Programme
from jiedui.returns import services
from jiedui.returns.enums import Reviewer
from jiedui.returns.models import ReturnSchedule, ReviewLevel
from jiedui.returns.queries import schedules_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def schedules(request: HttpRequest, code: str) -> HttpResponse:
    """Every schedule of the programme, with its rule in words and its next due day."""
    programme = get_programme(request.user, code)
    context = {
        "programme": programme,
        "rows": [_row(schedule) for schedule in schedules_of(programme)],
        "may_edit": allows(request.user, Action.EDIT_SCHEDULE),
        "tab": "schedules",
    }
    return render(request, "console/returns/schedules.html", context)


@get_or_post
def schedule_new(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a new return."""
    programme = _office(request, code)
    form = ScheduleForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_schedule(actor=request.user, programme=programme, spec=form.as_spec)
        except Invalid as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("The schedule is set. Its returns open when their periods are over."))
            return redirect("console:schedule", code=code, pk=made.pk)
    return _page(request, programme, form, None)


@get_or_post
def schedule_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for something else from now on; returns that are there stay as they are."""
    programme = _office(request, code)
    found = _schedule(programme, pk)
    form = ScheduleForm(request.POST or None, programme=programme, spec=services.spec_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_schedule(actor=request.user, schedule=found, spec=form.as_spec)
        except Invalid as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Saved. Returns that were made already stay as they are."))
            return redirect("console:schedule", code=code, pk=pk)
    return _page(request, programme, form, found)


@require_POST
def schedule_preview(request: HttpRequest, code: str) -> HttpResponse:
    """What the form, as it is filled in now, would ask for; nothing is stored."""
    programme = _office(request, code)
    data = request.POST.copy()
    data["name"] = data.get("name") or "—"  # what it is called changes nothing of what it asks
    form = ScheduleForm(data, programme=programme)
    context = {"preview": preview_of(programme, form.as_spec) if form.is_valid() else None, "form": form}
    return render(request, "console/returns/preview.html", context)


@require_POST
def schedule_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Delete a schedule nobody was asked by, or make its returns that are due."""
    programme = _office(request, code)
    found = _schedule(programme, pk)
    if act == "delete":
        services.delete_schedule(actor=request.user, schedule=found)
        messages.success(request, _("The schedule was deleted."))
        return redirect("console:schedules", code=code)
    if act != "produce":
        raise NotFound
    made = services.produce_returns(
        actor=request.user, programme=programme, until=programme.today, schedules=[found]
    )
    messages.success(
        request,
        _("%(made)s returns were opened; %(there)s were there already.")
        % {"made": len(made.created), "there": made.there},
    )
    return redirect("console:schedule", code=code, pk=pk)


@require_safe
def load(request: HttpRequest, code: str) -> HttpResponse:
    """Forms, fields and hours asked of each unit in a year, and what of it need not be asked."""
    programme = get_programme(request.user, code)
    asked = request.GET.get("year", "")
    years = list(range(programme.starts_on.year, programme.ends_on.year + 1))
    year = int(asked) if asked in map(str, years) else min(programme.today.year, years[-1])
    context = {
        "programme": programme,
        "year": year,
        "years": years,
        "table": load_of(programme, year),
        "may_edit": allows(request.user, Action.EDIT_SCHEDULE),
        "tab": "load",
    }
    return render(request, "console/returns/load.html", context)


def _page(
    request: HttpRequest, programme: Programme, form: ScheduleForm, found: ReturnSchedule | None
) -> HttpResponse:
    bound = form.is_bound and not form.errors
    spec = form.as_spec if bound else form.spec
    context = {
        "programme": programme,
        "form": form,
        "schedule": found,
        "made": found.returns.count() if found else 0,
        "preview": preview_of(programme, spec) if spec else None,
        "tab": "schedules",
    }
    return render(request, "console/returns/schedule.html", context, status=422 if form.errors else 200)


def _row(schedule: ReturnSchedule) -> dict[str, Any]:
    due = coming(schedule, schedule.programme.today, 1)
    levels = [_reviewer(schedule, level) for level in schedule.levels.all()]
    return {"of": schedule, "rule": due_words(schedule), "levels": levels, "next": due[0] if due else None}


def _reviewer(schedule: ReturnSchedule, level: ReviewLevel) -> str:
    """The unit that reviews, where it is the same for all; else what it is."""
    if level.reviewer == Reviewer.NAMED and level.unit:
        return level.unit.label
    lead = schedule.workstream.lead if schedule.workstream else None
    if level.reviewer == Reviewer.LEAD and lead:
        return lead.label
    return str(Reviewer(level.reviewer).label)


def _office(request: HttpRequest, code: str) -> Programme:
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_SCHEDULE)
    return programme


def _schedule(programme: Programme, pk: int) -> ReturnSchedule:
    found = schedules_of(programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _blame(form: ScheduleForm, refusal: Invalid) -> None:
    field = refusal.address.partition("[")[0]
    field = "level1" if field == "levels" else field
    form.add_error(field if field in form.fields else None, refusal.words)
