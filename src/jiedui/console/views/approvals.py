"""Who must approve how much money, and whether who enters may decide: seen by all, set by the programme office."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.approval_forms import ApproversForm, BandForm
from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.ledger.turns import inside
from jiedui.plans import services
from jiedui.plans.models import ApprovalBand, Programme


@dataclass(frozen=True, slots=True)
class BandRow:
    """A threshold as the page shows it; ``waiting`` counts the submitted entries that it holds now."""

    band: ApprovalBand
    kind: str | Promise
    roles: list[Role]
    waiting: int


@require_safe
def approvals(request: HttpRequest, code: str) -> HttpResponse:
    """The thresholds, and whether entering and deciding are kept apart."""
    programme = get_programme(request.user, code)
    context = {
        "programme": programme,
        "rows": rows_of(programme),
        "may_edit": allows(request.user, Action.EDIT_PLAN, unit=programme.giver),
    }
    return render(request, "console/admin/approvals.html", context)


def rows_of(programme: Programme) -> list[BandRow]:
    """The thresholds, those of any kind first, each with how many entries wait under it; two queries."""
    bands = list(programme.approval_bands.all())
    submitted = Entry.objects.filter(programme=programme, state=EntryState.SUBMITTED).order_by()
    counts = {f"band{band.pk}": Count("pk", filter=inside(band, bands)) for band in bands}
    waiting = submitted.aggregate(**counts) if counts else {}
    return [
        BandRow(band, kind_of(band), [Role(role) for role in band.approvers], waiting[f"band{band.pk}"])
        for band in bands
    ]


def kind_of(band: ApprovalBand) -> str | Promise:
    """The kind of help a threshold is for, in words."""
    return kinds.get(band.kind).label if band.kind else _("any kind with money")


@require_http_methods(["GET", "HEAD", "POST"])
def approval_new(request: HttpRequest, code: str) -> HttpResponse:
    """Set a threshold; the one of the same kind and amount is replaced."""
    programme = _to_edit(request, code)
    form = BandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, at_least = form.cleaned_data["kind"], form.cleaned_data["at_least"]
        if _set(request, programme, form, kind=kind, at_least=at_least):
            return redirect("console:approvals", code=code)
    return _form(request, programme, form)


@require_http_methods(["GET", "HEAD", "POST"])
def approval_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say anew who approves from an amount on."""
    programme = _to_edit(request, code)
    band = get_object_or_404(programme.approval_bands, pk=pk)
    form = ApproversForm(request.POST or None, band=band)
    if (
        request.method == "POST"
        and form.is_valid()
        and _set(request, programme, form, kind=band.kind, at_least=band.at_least)
    ):
        return redirect("console:approvals", code=code)
    return _form(request, programme, form, band)


@require_POST
def approval_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let a threshold no longer hold."""
    programme = _to_edit(request, code)
    services.remove_approval_band(actor=request.user, band=get_object_or_404(programme.approval_bands, pk=pk))
    messages.success(request, _("The threshold is removed. What it was is kept in the audit log."))
    return redirect("console:approvals", code=code)


@require_POST
def duties(request: HttpRequest, code: str) -> HttpResponse:
    """Keep entering and deciding apart, or no longer."""
    programme = _to_edit(request, code)
    separate = request.POST.get("separate") == "yes"
    services.separate_duties(actor=request.user, programme=programme, separate=separate)
    said = (
        _("From now on nobody decides on what they entered, not even the office.")
        if separate
        else _("The office may again decide on what it entered itself.")
    )
    messages.success(request, said)
    return redirect("console:approvals", code=code)


def _to_edit(request: HttpRequest, code: str) -> Programme:
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PLAN, unit=programme.giver)
    return programme


def _set(request: HttpRequest, programme: Programme, form: ApproversForm, **band: object) -> bool:
    """Set the threshold and say so; where it cannot be, say why beside its field."""
    try:
        services.set_approval_band(
            actor=request.user,
            programme=programme,
            approvers=form.approvers,
            **band,  # type: ignore[arg-type]
        )
    except Invalid as refusal:
        form.add_error("turn0" if refusal.address == "approvers" else refusal.address, refusal.words)
        return False
    messages.success(request, _("The threshold is set. It holds for whatever is not accepted yet."))
    return True


def _form(
    request: HttpRequest, programme: Programme, form: forms.Form, band: ApprovalBand | None = None
) -> HttpResponse:
    context = {"programme": programme, "form": form, "band": band, "kind": kind_of(band) if band else ""}
    return render(request, "console/admin/approval_form.html", context, status=422 if form.errors else 200)
