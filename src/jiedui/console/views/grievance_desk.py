"""Grievances as the office and auditors meet them: by age, each with what was said and done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.grievance_forms import WordsForm
from jiedui.kernel.errors import Invalid
from jiedui.ledger.queries import entries_for
from jiedui.plans.models import Programme
from jiedui.safeguards import services
from jiedui.safeguards.models import Grievance
from jiedui.safeguards.queries import get_grievance, grievance_age, grievances_of, open_grievances

PAGE = 50
# The service of an act, what it says when it is done, and what its box is called.
ACTS: dict[str, tuple[Any, Any, Any]] = {
    "take-up": (services.take_up_grievance, _("It is marked as being looked into."), ""),
    "answer": (
        services.answer_grievance,
        _("The answer stands; the person reads it with the code."),
        _("Answer, in the language of the grievance"),
    ),
    "close": (
        services.close_grievance,
        _("It is closed. It stays here, as does everything that was said."),
        _("What was done, and why it is closed"),
    ),
}


@require_safe
def grievance_queue(request: HttpRequest, code: str) -> HttpResponse:
    """The open ones, the oldest first; with ``?closed`` those that are closed. Raises NotAllowed."""
    programme = get_programme(request.user, code)
    require(request.user, Action.SEE_GRIEVANCES)
    closed = "closed" in request.GET
    rows = grievances_of(programme).filter(steps__state="closed") if closed else open_grievances(programme)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.days = days_of(row)  # type: ignore[attr-defined]
    context = {"programme": programme, "page": page, "closed": closed, "age": grievance_age(programme)}
    return render(request, "console/grievances/queue.html", context)


@require_safe
def grievance(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One grievance. Raises NotAllowed, NotFound."""
    programme = get_programme(request.user, code)
    return _page(request, programme, get_grievance(request.user, programme, pk))


@require_POST
def grievance_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Take it up, answer it or close it. Raises NotAllowed, NotFound, WrongState."""
    programme = get_programme(request.user, code)
    found = get_grievance(request.user, programme, pk)
    if act not in ACTS:
        raise Http404
    service, done, _label = ACTS[act]
    form = _form(act, request.POST)
    try:
        service(actor=request.user, grievance=found, text=request.POST.get("text", ""))
    except Invalid as refusal:
        form.is_valid()
        if not form.errors:
            form.add_error("text", refusal.words)
        return _page(request, programme, found, act, form)
    messages.success(request, done)
    return redirect("console:grievance", code=code, pk=pk)


def days_of(found: Grievance) -> int:
    """For how many full days it has been open."""
    return (timezone.now() - found.filed_at).days


def _form(act: str, data: Any = None) -> WordsForm:
    return WordsForm(data, label=ACTS[act][2])


def _page(
    request: HttpRequest, programme: Programme, found: Grievance, failed: str = "", form: Any = None
) -> HttpResponse:
    context = {
        "programme": programme,
        "grievance": found,
        "days": days_of(found),
        "steps": found.steps.select_related("by"),
        "entry": entries_for(request.user).filter(programme=programme, pk=found.entry_number or 0).first(),
        "answer": form if failed == "answer" else _form("answer"),
        "close": form if failed == "close" else _form("close"),
        "may_answer": allows(request.user, Action.ANSWER_GRIEVANCE),
    }
    return render(request, "console/grievances/desk.html", context, status=422 if failed else 200)
