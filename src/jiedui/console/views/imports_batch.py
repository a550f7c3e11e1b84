"""The page of one import: how far it is, what was found, and storing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from jiedui.console.access import get_programme
from jiedui.console.views.duplicates_pairs import pairs
from jiedui.console.views.imports_report import BatchView, problems
from jiedui.console.views.ledger_evidence import slots
from jiedui.console.views.ledger_saving import FILES
from jiedui.console.views.ledger_words import each, plain
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound, WrongState
from jiedui.ledger import kinds
from jiedui.ledger.exports import guard
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.intake.queries import get_import
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import ImportBatch
from jiedui.ledger.services import store_evidence
from jiedui.ledger.services.evidence import StoredEvidence
from jiedui.ledger.services.importing import (
    cancel_import,
    check_again,
    commit_import,
    resume_import,
)
from jiedui.ledger.services.many import Outcome
from jiedui.ledger.services.proving import drafts_of, prove_import, submit_import
from jiedui.plans.models import Programme

SHOWN_PAIRS = 20


@require_safe
def import_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far it is, or what was found."""
    programme = get_programme(request.user, code)
    return _page(request, programme, get_import(request.user, pk, programme))


@require_POST
def import_commit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Store what was shown; with a voucher for all rows it is submitted at once, if that was asked."""
    programme = get_programme(request.user, code)
    batch = get_import(request.user, pk, programme)
    actor: Any = request.user
    submit = request.POST.get("then") == "submit"
    view = BatchView(batch)
    try:
        voucher = _voucher(request, view.kind)
        prove_import(actor=actor, batch=batch, submit=submit, voucher=voucher)
        commit_import(actor=actor, batch=batch)
    except (Invalid, InvalidMany, WrongState) as error:
        for problem in each(error):
            messages.error(request, plain(problem))
        if isinstance(error, WrongState):
            _look_again(actor, batch)
    url = reverse("console:import", args=[programme.code, batch.pk])
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


@require_POST
def import_submit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Submit every draft of an import that is stored, with one voucher for all if there is one."""
    programme = get_programme(request.user, code)
    batch = get_import(request.user, pk, programme)
    actor: Any = request.user
    try:
        voucher = _voucher(request, kinds.get(batch.kind))
        outcome = submit_import(actor=actor, batch=batch, voucher=voucher)
    except (Invalid, InvalidMany, WrongState) as error:
        for problem in each(error):
            messages.error(request, plain(problem))
    else:
        _tell(request, outcome)
    url = reverse("console:import", args=[programme.code, batch.pk])
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """How many were submitted, and what keeps the others."""
    if count := len(outcome.done):
        words = ngettext(
            "Submitted %(count)d entry. The workstream's lead decides on it next.",
            "Submitted %(count)d entries. The workstream's lead decides on them next.",
            count,
        )
        messages.success(request, words % {"count": count})
    why = dict.fromkeys(plain(problem) for refused in outcome.refused for problem in each(refused.error))
    if count := len(outcome.refused):
        words = ngettext(
            "%(count)d entry stays a draft: %(why)s", "%(count)d entries stay drafts: %(why)s", count
        )
        messages.warning(request, words % {"count": count, "why": " ".join(list(why)[:5])})


ACTS: dict[str, Callable[..., Any]] = {
    "cancel": cancel_import,
    "check": check_again,
    "resume": resume_import,
}


@require_POST
def import_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Cancel it, check it again, or go on with what lost its worker."""
    programme = get_programme(request.user, code)
    batch = get_import(request.user, pk, programme)
    if act not in ACTS:
        raise NotFound
    actor: Any = request.user
    ACTS[act](actor=actor, batch=batch)
    return redirect("console:import", code=code, pk=pk)


@require_safe
def import_problems(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The mistakes as a table to take along; opens in spreadsheets as it is."""
    programme = get_programme(request.user, code)
    view = BatchView(get_import(request.user, pk, programme))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("Sheet"), _("Cell"), _("Column"), _("What is wrong, and what to do")])
    for found in problems(view.report.errors, view.kind):
        writer.writerow(map(guard, (found.sheet, found.cell, found.field, found.message)))
    answer = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{pk}-mistakes.csv"'
    return answer


def _voucher(request: HttpRequest, kind: AnyKind) -> tuple[str, StoredEvidence] | None:
    """The one file that proves every row, if it was sent. Raises FileRefused, Invalid."""
    for rule in kind.purposes:
        if file := request.FILES.get(f"{FILES}{rule.purpose}"):
            return rule.purpose, store_evidence(filename=file.name or "", content=file.read())
    return None


def _look_again(actor: Any, batch: ImportBatch) -> None:
    """What was shown no longer holds: show what holds now, if it is still open."""
    batch.refresh_from_db()
    try:
        check_again(actor=actor, batch=batch)
    except WrongState:
        return


def _page(request: HttpRequest, programme: Programme, batch: ImportBatch) -> HttpResponse:
    view = BatchView(batch)
    needed = [slot for slot in slots(view.kind) if slot.required]
    context = {
        "programme": programme,
        "batch": batch,
        "view": view,
        "slots": needed[:1],
        "pairs": pairs(batch.duplicates.filter(state=DuplicateState.OPEN)[:SHOWN_PAIRS]),
        "own": batch.uploaded_by_id == request.user.pk,
        "drafts": drafts_of(batch).count() if view.stored else 0,
    }
    return render(request, "console/imports/batch.html", context)
