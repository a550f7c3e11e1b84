"""Recording an act of help: the form of each kind, drafts that save themselves, evidence with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.console.views import ledger_drafts as drafts
from jiedui.console.views.ledger_choices import bound_form, for_project
from jiedui.console.views.ledger_evidence import slots
from jiedui.console.views.ledger_saving import attach_files, blame, drafted, editable, record, submit
from jiedui.kernel.errors import Invalid, InvalidMany, KeyReused
from jiedui.ledger import kinds
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_for, recent_evidence
from jiedui.plans.models import Programme

REFUSALS = (Invalid, InvalidMany, KeyReused)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def entry_new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A new entry of a kind. What was typed before and not saved is there again."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    kinds.get(kind)
    if request.POST.get("then") == "discard":
        drafts.forget(request, programme, kind)
        return redirect(request.path)
    if request.method == "POST":
        return _save(request, programme, kind, drafted(request, programme))
    last = _last(request.user, programme, kind)
    kept = None if "copy" in request.GET else drafts.kept(request, programme, kind)
    initial = _copy_of(last) if "copy" in request.GET else _initial_of(kept, kind)
    initial |= for_project(request, programme)
    form = bound_form(kind, programme, request.user, initial=initial)
    return _page(request, programme, form, kept=kept, last=last)


@get_or_post
def entry_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A draft or returned entry is changed."""
    programme = get_programme(request.user, code)
    entry = editable(request.user, programme, pk)
    require(request.user, Action.RECORD_ENTRY, unit=entry.giver)
    if request.method == "POST":
        return _save(request, programme, entry.kind, entry)
    return _page(request, programme, _form(request, programme, entry.kind, entry), entry=entry)


@require_POST
def entry_autosave(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Save what is typed: as a draft of the ledger once it is complete, until then in the session."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    entry = drafted(request, programme)
    form = _form(request, programme, kind, entry, request.POST)
    saved = False
    if form.is_valid():
        try:
            entry, saved = record(request, programme, form, entry), True
        except REFUSALS as error:
            blame(form, error)
    if entry is None:
        drafts.keep(request, programme, kind)
    context = {"programme": programme, "entry": entry, "saved": saved, "now": timezone.localtime()}
    return render(request, "console/ledger/autosaved.html", context)


def _save(request: HttpRequest, programme: Programme, kind: str, entry: Entry | None) -> HttpResponse:
    """Write the draft, attach the files, and submit it if that was asked; or say what is wrong."""
    form = _form(request, programme, kind, entry, request.POST)
    if not form.is_valid():
        return _page(request, programme, form, entry=entry, status=422)
    try:
        saved = record(request, programme, form, entry)
    except REFUSALS as error:
        blame(form, error)
        return _page(request, programme, form, entry=entry, status=422)
    attach_files(request, saved, form.kind)
    if request.POST.get("then") == "submit":
        submit(request, saved)
    else:
        messages.success(request, _("Saved as a draft. It counts once it is submitted and accepted."))
    url = reverse("console:entry", args=[programme.code, saved.pk])
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _form(
    request: HttpRequest, programme: Programme, kind: str, entry: Entry | None, data: QueryDict | None = None
) -> EntryForm:
    initial = entry_form(kind).initial_of(entry) if entry else {}
    return bound_form(kind, programme, request.user, data, initial=initial)


def _page(request: HttpRequest, programme: Programme, form: EntryForm, **more: Any) -> HttpResponse:
    """The form's page. A fresh key lets a double click record once."""
    status, entry = more.pop("status", 200), more.get("entry")
    context = {
        "programme": programme,
        "kind": form.kind,
        "form": form,
        "slots": slots(form.kind, entry),
        "recent": recent_evidence(request.user),
        "idempotency_key": str(uuid.uuid4()),
        **more,
    }
    return render(request, "console/ledger/form.html", context, status=status)


def _last(user: Any, programme: Programme, kind: str) -> Entry | None:
    """The latest entry of this kind the person recorded: the next is often much like it."""
    mine = entries_for(user).filter(programme=programme, kind=kind, recorded_by=user, reverses=None)
    return mine.select_related("workstream").order_by("-id").first()


def _copy_of(entry: Entry | None) -> dict[str, Any]:
    """What is taken over from an earlier entry; not what differs: its day, its figures, the numbers of its papers.

    The safeguards are answered anew: nobody has looked at this place of work yet.
    """
    if entry is None:
        return {}
    kind = kinds.get(entry.kind)
    own = {"occurred_on", "amount", "persons", "quantity", "document_number"}
    own |= {name for name in kind.identity if name.endswith("_number")}
    own |= {name for section in kind.sections if section.counts for name in section.fields}
    return {k: v for k, v in entry_form(entry.kind).initial_of(entry).items() if k not in own}


def _initial_of(kept: drafts.Kept | None, kind: str) -> dict[str, Any]:
    """What was typed, put back into the form as it was typed."""
    if kept is None:
        return {}
    several = {"assists"}
    return {k: kept.data.getlist(k) if k in several else kept.data.get(k) for k in kept.data}
