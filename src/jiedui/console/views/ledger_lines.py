"""One voucher with several lines: what they share is typed once, each line becomes an entry."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.console.views import ledger_drafts as drafts
from jiedui.console.views.ledger_choices import offer
from jiedui.console.views.ledger_evidence import slots
from jiedui.console.views.ledger_saving import FILES, chosen_again
from jiedui.console.views.ledger_words import each, plain
from jiedui.kernel.errors import Invalid, InvalidMany, KeyReused, NotFound
from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.line_forms import MOST_LINES, VoucherForm, line_specs, shared_form
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import recent_evidence
from jiedui.ledger.services import record_lines, store_evidence, submit_lines
from jiedui.ledger.services.evidence import StoredEvidence
from jiedui.plans.models import Programme

DRAFT = "{}-lines"
"""Under which what is typed here is kept, beside the draft of a single entry."""


@require_http_methods(["GET", "HEAD", "POST"])
def entry_lines(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A voucher with several lines of a kind that has lines."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    found = _with_lines(kind)
    if request.POST.get("then") == "discard":
        drafts.forget(request, programme, DRAFT.format(kind))
        return redirect(request.path)
    if request.method == "POST":
        return _save(request, programme, _form(request, programme, found, request.POST))
    kept = drafts.kept(request, programme, DRAFT.format(kind))
    return _page(request, programme, _form(request, programme, found, kept=kept), kept=kept)


@require_POST
def entry_lines_autosave(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Keep what is typed; a voucher is in the ledger only once it is saved as a whole."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    kept = drafts.keep(request, programme, DRAFT.format(_with_lines(kind).key))
    context = {"kept": kept, "now": timezone.localtime()}
    return render(request, "console/ledger/lines_kept.html", context)


def _with_lines(kind: str) -> AnyKind:
    """The kind, if a voucher of it has lines. Raises UnknownKind, NotFound."""
    found = kinds.get(kind)
    if not found.lines:
        raise NotFound
    return found


def _form(
    request: HttpRequest,
    programme: Programme,
    kind: AnyKind,
    data: QueryDict | None = None,
    kept: drafts.Kept | None = None,
) -> VoucherForm:
    """The form, filled with what was sent or with what was kept; kept text is not judged yet."""
    initial = {name: kept.data.get(name) for name in kept.data} if kept else {}
    shared = offer(shared_form(kind.key), programme, request.user, data, initial=initial)
    return VoucherForm(shared, data, kept=kept.data if kept else None)


def _save(request: HttpRequest, programme: Programme, form: VoucherForm) -> HttpResponse:
    """Write all lines with their files, and submit them if that was asked; or say what is wrong."""
    form.is_valid()
    files = _files(request, form)
    if form.errors:
        return _page(request, programme, form, status=422)
    try:
        entries = record_lines(
            actor=request.user,  # type: ignore[arg-type]
            programme=programme,
            kind=form.kind.key,
            contents=form.contents,
            files=files,
            idempotency_key=request.POST.get("idempotency_key") or None,
        )
    except KeyReused:
        form.shared.add_error(
            None, _("This form was saved once already. Save again to record another entry.")
        )
        return _page(request, programme, form, status=422)
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return _page(request, programme, form, status=422)
    drafts.forget(request, programme, DRAFT.format(form.kind.key))
    _tell(request, entries)
    query = QueryDict(mutable=True)
    query.update({"kind": form.kind.key, "q": form.shared.cleaned_data["title"]})
    url = f"{reverse('console:ledger', args=[programme.code])}?{query.urlencode()}"
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _files(request: HttpRequest, form: VoucherForm) -> list[tuple[str, StoredEvidence]]:
    """The files that were sent, looked at and stored; a refused one is an error of the form."""
    taken = []
    for rule in form.kind.purposes:
        for file in request.FILES.getlist(f"{FILES}{rule.purpose}"):
            try:
                stored = store_evidence(filename=file.name or "", content=file.read())
            except Invalid as error:
                form.shared.add_error(None, f"{file.name}: {plain(error)}")
            else:
                taken.append((rule.purpose, stored))
        taken += [(rule.purpose, stored) for stored in chosen_again(request, rule.purpose)]
    return taken


def _tell(request: HttpRequest, entries: list[Entry]) -> None:
    """Submit if that was asked, and say what became of the lines."""
    count = len(entries)
    if request.POST.get("then") != "submit":
        words = ngettext(
            "Saved %(count)d line as a draft. It counts once it is submitted and accepted.",
            "Saved %(count)d lines as drafts. They count once they are submitted and accepted.",
            count,
        )
        messages.success(request, words % {"count": count})
        return
    try:
        submit_lines(actor=request.user, entries=entries)  # type: ignore[arg-type]
    except (Invalid, InvalidMany) as error:
        words = " ".join(dict.fromkeys(plain(problem) for problem in each(error)))
        messages.warning(request, _("Saved as drafts, none submitted. %(words)s") % {"words": words})
    else:
        words = ngettext(
            "Submitted %(count)d line. The workstream's lead decides on it next.",
            "Submitted %(count)d lines. The workstream's lead decides on them next.",
            count,
        )
        messages.success(request, words % {"count": count})


def _page(request: HttpRequest, programme: Programme, form: VoucherForm, **more: Any) -> HttpResponse:
    """The form's page. A fresh key lets a double click record once."""
    status = more.pop("status", 200)
    context = {
        "programme": programme,
        "kind": form.kind,
        "form": form,
        "specs": (specs := line_specs(form.kind.key)),
        "numeric": {spec.name for spec in specs if spec.numeric},
        "most": MOST_LINES,
        "slots": slots(form.kind),
        "recent": recent_evidence(request.user),
        "idempotency_key": str(uuid.uuid4()),
        **more,
    }
    return render(request, "console/ledger/lines.html", context, status=status)
