"""Is anyone harmed? Holds, statements kept out of the figures, what was not imported, the regional hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.safeguard_forms import LiftForm, RaiseForm
from jiedui.documents import wording
from jiedui.documents.queries import passages_outside
from jiedui.kernel.errors import Invalid
from jiedui.ledger.keeping_out import kept_out
from jiedui.ledger.services import lift_hold, raise_hold
from jiedui.plans.models import Programme
from jiedui.safeguards.holds import HOLDS
from jiedui.safeguards.queries import grievance_age, holds_of


@require_safe
def safeguards(request: HttpRequest, code: str) -> HttpResponse:
    """All of it on one page; what stands first."""
    programme = get_programme(request.user, code)
    holds = list(holds_of(programme))
    outside = passages_outside(request.user, programme)
    context = {
        "programme": programme,
        "standing": [hold for hold in holds if hold.lifted_at is None],
        "lifted": [hold for hold in holds if hold.lifted_at is not None],
        "kept_out": kept_out(request.user, programme),
        "outside": [(fact, wording.reason(str(fact.fields.get("reason", "")))) for fact in outside],
        "regional": HOLDS,
        "grievances": grievance_age(programme),
        "may_see_grievances": allows(request.user, Action.SEE_GRIEVANCES),
        "may_raise": allows(request.user, Action.RAISE_HOLD),
        "may_lift": allows(request.user, Action.LIFT_HOLD),
    }
    return render(request, "console/safeguards/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: HttpRequest, code: str) -> HttpResponse:
    """Put a hold on a workshop or recruiter."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RAISE_HOLD)
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_hold(actor=request.user, programme=programme, **form.cleaned_data)  # type: ignore[arg-type]
        except Invalid as refusal:
            form.add_error(refusal.address or None, str(refusal))
        else:
            messages.success(
                request, _("The hold stands. Nothing of it is counted until the office lifts it.")
            )
            return redirect("console:safeguards", code=code)
    return _form(request, programme, form, _("Raise a hold"), _("Raise the hold"))


@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Lift a hold after an independent check."""
    programme = get_programme(request.user, code)
    require(request.user, Action.LIFT_HOLD)
    hold = get_object_or_404(holds_of(programme), pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lift_hold(actor=request.user, hold=hold, **form.cleaned_data)  # type: ignore[arg-type]
        except Invalid as refusal:
            form.add_error(refusal.address or None, str(refusal))
        else:
            messages.success(request, _("The hold is lifted. What no other hold keeps out is counted again."))
            return redirect("console:safeguards", code=code)
    return _form(
        request, programme, form, _("Lift the hold on %(name)s") % {"name": hold.name}, _("Lift it"), hold
    )


def _form(
    request: HttpRequest, programme: Programme, form: forms.Form, heading: str, action: str, hold: Any = None
) -> HttpResponse:
    context = {"programme": programme, "form": form, "heading": heading, "action": action, "hold": hold}
    status = 422 if form.errors else 200
    return render(request, "console/safeguards/hold_form.html", context, status=status)
