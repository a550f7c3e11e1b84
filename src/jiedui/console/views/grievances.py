"""Grievances as anybody meets them: filed without an account, followed by a code. Nothing is noted of who it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiedui.console.grievance_forms import CodeForm, GrievanceForm, WordsForm
from jiedui.kernel.errors import Invalid
from jiedui.kernel.middleware import client_ip
from jiedui.kernel.throttle import passes
from jiedui.plans.models import Programme
from jiedui.safeguards import services
from jiedui.safeguards.enums import GrievanceState
from jiedui.safeguards.errors import TooManyFiled
from jiedui.safeguards.models import Grievance
from jiedui.safeguards.queries import followed, state_of

# Behind one address may live a whole dormitory.
FILED = {"most": 20, "seconds": 3600}
TRIED = {"most": 40, "seconds": 600}


@login_not_required
@require_safe
def grievances(request: HttpRequest) -> HttpResponse:
    """Where to file one, and where to follow one."""
    context = {"programmes": Programme.objects.all(), "form": CodeForm()}
    return render(request, "console/grievances/start.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grievance_new(request: HttpRequest, about_code: str) -> HttpResponse:
    """File one in a programme. Raises TooManyFiled."""
    programme = get_object_or_404(Programme, code=about_code)
    known = {"about": request.GET.get("about", ""), "entry": request.GET.get("entry", "")}
    form = GrievanceForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        _limit(request, "grievance_filed", FILED)
        code = _filed(programme, form)
        if code:
            context = {"programme": programme, "code": code}
            return render(request, "console/grievances/filed.html", context)
    context = {"programme": programme, "form": form, "entry": form["entry"].value()}
    return render(request, "console/grievances/new.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grievance_follow(request: HttpRequest) -> HttpResponse:
    """What became of it, for whoever has the code, who may say more. The code never stands in an address."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _limit(request, "grievance_tried", TRIED)
        found = followed(form.cleaned_data["code"])
        if found is not None:
            return _one(request, found, form.cleaned_data["code"])
        form.add_error("code", _("No grievance has this code. Look at each letter again."))
    return render(
        request, "console/grievances/follow.html", {"form": form}, status=422 if form.errors else 200
    )


def _filed(programme: Programme, form: GrievanceForm) -> str:
    """File it and answer with its code; nothing where it cannot be taken, which then stands beside its field."""
    said = form.cleaned_data
    try:
        _grievance, code = services.file_grievance(
            programme=programme,
            about=said["about"],
            text=said["text"],
            regarding=said["regarding"],
            entry_number=said["entry"],
        )
    except Invalid as refusal:
        form.add_error(refusal.address, refusal.words)
        return ""
    return code


def _one(request: HttpRequest, found: Grievance, code: str) -> HttpResponse:
    """The page of one, after taking what the person says more."""
    words = _words_form(request.POST if "text" in request.POST else None)
    said = False
    if words.is_bound and words.is_valid():
        try:
            services.add_words(grievance=found, text=words.cleaned_data["text"])
        except Invalid as refusal:
            words.add_error(refusal.address, refusal.words)
        else:
            words, said = _words_form(), True
    state = state_of(found)
    context: dict[str, Any] = {
        "grievance": found,
        "state": state,
        "steps": found.steps.all(),
        "code": code,
        "form": words,
        "said": said,
        "may_say": state != GrievanceState.CLOSED,
    }
    return render(request, "console/grievances/one.html", context, status=422 if words.errors else 200)


def _words_form(data: Any = None) -> WordsForm:
    return WordsForm(
        data,
        label=_("Say more"),
        help_text=_("Leave out names, identity numbers and telephone numbers."),
    )


def _limit(request: HttpRequest, action: str, rate: Mapping[str, int]) -> None:
    if not passes(action, client_ip(request) or "", **rate):
        raise TooManyFiled
