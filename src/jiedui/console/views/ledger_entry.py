"""The page of one entry: what it says, what proves it, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.console.views.ledger_acts import ACTS, done, form_for, perform
from jiedui.console.views.ledger_differences import asked_of, case_of
from jiedui.console.views.ledger_evidence import slots
from jiedui.console.views.ledger_facts import facts, headline
from jiedui.console.views.ledger_filters import WAITING, waiting_lists
from jiedui.console.views.ledger_history import disputed_figure, story
from jiedui.console.views.ledger_powers import counted, obstacles, powers
from jiedui.kernel.errors import NotFound
from jiedui.ledger import kinds, postings
from jiedui.ledger.approvals import course_of
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_for, in_full, with_trust
from jiedui.ledger.services.access import deciding_unit
from jiedui.plans.models import Programme


@require_safe
def entry(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Everything about one entry."""
    programme = get_programme(request.user, code)
    return _page(request, programme, _get(request.user, programme, pk))


@require_POST
def entry_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Submit, accept, return, confirm, dispute or reverse; then on to the next of the queue, if it came from one."""
    programme = get_programme(request.user, code)
    found = _get(request.user, programme, pk)
    if act not in ACTS:
        raise NotFound
    form = form_for(act, found, request.POST)
    if not perform(act, request.user, found, form):
        return _page(request, programme, found, act=act, form=form, status=422)
    messages.success(request, done(act, found))
    return redirect(_next(request, programme, found))


def _get(user: Any, programme: Programme, pk: int) -> Entry:
    """The entry with all its page shows. Raises NotFound."""
    rows = in_full(with_trust(entries_for(user).filter(programme=programme)))
    found = rows.select_related("workstream__lead", "programme__giver").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest,
    programme: Programme,
    found: Entry,
    *,
    act: str = "",
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    kind, course = kinds.get(found.kind), course_of(found)
    may = powers(request.user, found, course)
    word = found.confirmations.select_related("unit").last()
    acts = {name.replace("-", "_"): form if name == act else form_for(name, found) for name in ACTS}
    context = {
        "programme": programme,
        "entry": found,
        "kind": kind,
        "may": may,
        "course": course,
        "acts": acts,
        "failed": act,
        "facts": facts(found, kind),
        "headline": headline(found),
        "slots": slots(kind, found),
        "may_attach": may.attach,
        "may_remove": may.edit,
        "has_evidence": bool(found.evidence.all()),
        "latest_word": word,
        "own_figure": disputed_figure(found, word),
        "decider": deciding_unit(found).label,
        "obstacles": obstacles(found),
        "counted": counted(found),
        "held": postings.held(found),
        "story": story(found),
        "case": case_of(request.user, found),
        "asked": asked_of(request.user, found),
        "publications": found.publications.select_related("bulletin"),
        "queue": _queue(request),
    }
    return render(request, "console/ledger/entry.html", context, status=status)


def _queue(request: HttpRequest) -> str:
    name = request.GET.get("queue", "")
    return name if name in dict(WAITING) else ""


def _next(request: HttpRequest, programme: Programme, found: Entry) -> str:
    """The next entry of the queue this one was opened from, the queue when it is empty, or the entry itself."""
    queue = _queue(request)
    if not queue:
        return reverse("console:entry", args=[programme.code, found.pk])
    waiting = waiting_lists(request.user, programme)[queue].order_by("-occurred_on", "-id")
    following = waiting.exclude(pk=found.pk).values_list("pk", flat=True).first()
    if following is None:
        return f"{reverse('console:ledger', args=[programme.code])}?waiting={queue}"
    return f"{reverse('console:entry', args=[programme.code, following])}?queue={queue}"
