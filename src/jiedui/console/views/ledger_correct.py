"""Correcting an accepted entry: the right content, then what would change, the reason and the order."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.views.ledger_changes import changes_between
from jiedui.console.views.ledger_choices import bound_form
from jiedui.console.views.ledger_saving import blame
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.kernel.uploads import ACCEPT
from jiedui.ledger import kinds
from jiedui.ledger.errors import NeedsApprovals, NothingChanged
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.ledger.intake.queries import get_import
from jiedui.ledger.intake.report import Report
from jiedui.ledger.models import CorrectionRequest, Entry
from jiedui.ledger.queries import get_entry
from jiedui.ledger.schemas import content_of, said_by
from jiedui.ledger.services import StoredEvidence, ask_correction, correct_entry, store_evidence
from jiedui.ledger.services.reversing import require_standing
from jiedui.plans.models import Programme


class OrderForm(forms.Form):
    """Why it is corrected, and the document that orders it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What was wrong, and how it came to light. It stays beside both entries."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document = forms.FileField(
        label=_("Document that orders the correction"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def entry_correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """First the form with what stands; then before and after, the reason, and the act."""
    programme = get_programme(request.user, code)
    entry = get_entry(request.user, programme, pk)
    require(request.user, Action.ASK_CORRECTION, unit=entry.giver)
    require_standing(entry)
    initial = {**entry_form(entry.kind).initial_of(entry), **_said_by_file(request, programme, entry)}
    if request.method != "POST" or request.POST.get("then") == "back":
        data = request.POST if request.method == "POST" else None
        return _form_page(request, programme, entry, _bound(request, programme, entry, data, initial))
    form = _bound(request, programme, entry, request.POST, initial)
    if not form.is_valid():
        return _form_page(request, programme, entry, form, status=422)
    before, after = said_by(entry), content_of(kinds.get(entry.kind), form.entry_data())
    if before == after:
        form.add_error(None, NothingChanged().words)
        return _form_page(request, programme, entry, form, status=422)
    order = OrderForm(request.POST, request.FILES, auto_id="order_%s")
    if request.POST.get("then") == "do" and order.is_valid():
        try:
            return _act(request, programme, entry, form, order)
        except (Invalid, InvalidMany) as error:
            blame(form, error)
            return _form_page(request, programme, entry, form, status=422)
    order = order if request.POST.get("then") == "do" else OrderForm(auto_id="order_%s")
    context = {
        **_shared(request, programme, entry, form),
        "changes": changes_between(entry, before, after),
        "order": order,
        "kept": [(name, value) for name, values in request.POST.lists() for value in _sent(name, values)],
    }
    status = 422 if order.is_bound else 200
    return render(request, "console/ledger/correct_check.html", context, status=status)


def _said_by_file(request: HttpRequest, programme: Programme, entry: Entry) -> dict[str, Any]:
    """What a file says of the entry, where the person comes from its report. Raises NotFound for a row without it."""
    if "import" not in request.GET:
        return {}
    report = Report.from_record(get_import(request.user, request.GET["import"], programme).report)
    for change in report.changes:
        if change.content and (str(change.row), change.entry) == (request.GET.get("row"), entry.pk):
            return {**change.content, **change.content["detail"]}
    raise NotFound


def _bound(
    request: HttpRequest, programme: Programme, entry: Entry, data: Any, initial: dict[str, Any]
) -> EntryForm:
    return bound_form(entry.kind, programme, request.user, data, initial=initial)


def _sent(name: str, values: list[Any]) -> list[Any]:
    """What the second step sends along again of the first."""
    return [] if name in {"csrfmiddlewaretoken", "then", "reason"} else values


def _act(
    request: HttpRequest, programme: Programme, entry: Entry, form: EntryForm, order: OrderForm
) -> HttpResponse:
    """The office corrects at once where nobody else must approve; anybody else asks for it."""
    actor: Any = request.user
    what: dict[str, Any] = {
        "actor": actor,
        "entry": entry,
        "data": form.entry_data(),
        "reason": order.cleaned_data["reason"],
        "document": _stored(order.cleaned_data["document"]),
    }
    if _decides(request):
        try:
            made = correct_entry(**what)
        except NeedsApprovals:
            told = _("Asked. An amount like this needs several approvals; each is given on the entry's page.")
        else:
            messages.success(
                request, _("Corrected. This entry stands from now on; the old one is taken back.")
            )
            return redirect("console:entry", code=programme.code, pk=made.pk)
    else:
        told = _("Asked. The programme office decides on it; until then the entry counts as it stands.")
    ask_correction(**what)
    messages.success(request, told)
    return redirect("console:entry", code=programme.code, pk=entry.pk)


def _decides(request: HttpRequest) -> bool:
    return allows(request.user, Action.REVERSE_ENTRY)


def _stored(file: Any) -> StoredEvidence | None:
    return store_evidence(filename=file.name or "", content=file.read()) if file else None


def _form_page(
    request: HttpRequest, programme: Programme, entry: Entry, form: EntryForm, *, status: int = 200
) -> HttpResponse:
    context = _shared(request, programme, entry, form)
    return render(request, "console/ledger/correct.html", context, status=status)


def _shared(request: HttpRequest, programme: Programme, entry: Entry, form: EntryForm) -> dict[str, Any]:
    kind = kinds.get(entry.kind)
    return {
        "programme": programme,
        "entry": entry,
        "kind": kind,
        "form": form,
        "decides": _decides(request),
    }


@require_safe
def order_open(request: HttpRequest, code: str, pk: int, request_id: int) -> HttpResponse:
    """The document laid beside a request, for whoever may see the entry."""
    programme = get_programme(request.user, code)
    entry = get_entry(request.user, programme, pk)
    found = CorrectionRequest.objects.select_related("file").filter(entry=entry, pk=request_id).first()
    if found is None or found.file is None:
        raise NotFound
    answer = HttpResponse(storage.get(found.file.sha256), content_type=found.file.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.filename)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
