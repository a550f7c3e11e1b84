"""One target: what was promised, how it is divided, every version of it and what ordered each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.plan_rows import facts_behind
from jiedui.console.target_forms import CourseForm, OrderForm, PartForm, RevisionForm, SplitForm
from jiedui.console.trajectories import trajectories
from jiedui.kernel.errors import Invalid
from jiedui.kernel.figures import scale_of
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Target
from jiedui.plans.queries import current_version, get_target, parts_in_force, versions_of
from jiedui.plans.services import order_merge, order_part, order_revision, order_split, set_course, shares_of
from jiedui.progress.standings import overview

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def target(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The target as it stands, or a version that was replaced."""
    programme = get_programme(request.user, code)
    found = get_target(programme, pk)
    parts = list(parts_in_force(found))
    total = sum((part.value for part in parts), Decimal(0))
    scale = scale_of([found.value, *(p.value for p in parts)], found.indicator.unit, found.indicator.decimals)
    context = {
        "programme": programme,
        "target": found,
        "current": current_version(found) if found.superseded_by_id else found,
        "parts": parts,
        "total": total,
        "difference": total - found.value,
        "scale": scale,
        "versions": versions_of(found),
        **_where(programme, found),
        "fact": facts_behind([found]).get(found.pk),
        "may_edit": allows(request.user, Action.EDIT_PLAN) and not found.superseded_by_id,
    }
    return render(request, "console/overview/target.html", context)


@get_or_post
def target_revise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another value for a whole target, ordered by a document or by the office."""
    found = _editable(request, code, pk)
    initial = {"value": found.value, "comparator": found.comparator, "note": found.note}
    has_parts = parts_in_force(found).exists()
    form = RevisionForm(request.POST or None, target=found, has_parts=has_parts, initial=initial)

    def revise(said: dict[str, Any]) -> Target:
        return order_revision(
            actor=request.user,
            target=found,
            order=form.order,
            value=said["value"],
            comparator=said["comparator"],
            note=said["note"],
            parts=said.get("parts", "scale"),
        )

    return _answer(request, found, form, revise, _("Revise the target"))


@get_or_post
def target_course(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How all targets of the indicator are expected to fill."""
    found = _editable(request, code, pk)
    indicator = found.indicator
    form = CourseForm(request.POST or None, initial={"course": indicator.course})
    if request.method == "POST" and form.is_valid():
        try:
            set_course(actor=request.user, indicator=indicator, course=form.cleaned_data["course"])
        except Invalid as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("From now on its targets are expected to fill like that."))
            return redirect("console:target", code=code, pk=found.pk)
    context = {
        "programme": indicator.workstream.programme,
        "target": found,
        "form": form,
        "heading": _("What is expected of it"),
        "button": _("Save"),
    }
    return render(request, "console/overview/target_form.html", context, status=422 if form.errors else 200)


@get_or_post
def target_part(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another value for a part; the others or the whole follow."""
    found = _editable(request, code, pk)
    form = PartForm(request.POST or None, target=found, initial={"value": found.value, "change": "rest"})

    def change(said: dict[str, Any]) -> Target:
        return order_part(
            actor=request.user, part=found, order=form.order, value=said["value"], change=said["change"]
        )

    return _answer(request, found, form, change, _("Change this part"))


@get_or_post
def target_merge(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the parts out of force, so that the target can be divided another way."""
    found = _editable(request, code, pk)
    form = OrderForm(request.POST or None)

    def merge(said: dict[str, Any]) -> Target:
        order_merge(actor=request.user, target=found, order=form.order)
        return found

    return _answer(request, found, form, merge, _("Take the parts back"))


@get_or_post
def target_split(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Divide the target over units and months; what each would get is shown before it is done."""
    found = _editable(request, code, pk)
    units, trial = _below(found), request.POST.get("then") == "preview"
    form = SplitForm(request.POST or None, units=units, trial=trial, initial=_ticked(units))
    shares: dict[OrgUnit, Decimal] = {}
    if request.method == "POST" and form.is_valid():
        try:
            if not trial:
                order_split(actor=request.user, target=found, order=form.order, **form.division)
                messages.success(request, _("Divided. The parts add up to the target."))
                return redirect("console:target", code=code, pk=found.pk)
            shares = shares_of(found, form.chosen, form.division["weights"]) if form.chosen else {}
        except Invalid as refusal:
            blame(form, refusal)
    context = {
        "programme": found.indicator.workstream.programme,
        "target": found,
        "form": form,
        "shares": shares,
        "scale": scale_of([found.value, *shares.values()], found.indicator.unit, found.indicator.decimals),
    }
    return render(request, "console/overview/target_split.html", context, status=422 if form.errors else 200)


def _editable(request: HttpRequest, code: str, pk: int) -> Target:
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PLAN, unit=programme.giver)
    return get_target(programme, pk)


def _answer(
    request: HttpRequest,
    found: Target,
    form: OrderForm,
    act: Callable[[dict[str, Any]], Target],
    heading: str,
) -> HttpResponse:
    """The form's page, or the target as it stands after the change."""
    programme = found.indicator.workstream.programme
    if request.method == "POST" and form.is_valid():
        try:
            changed = act(form.cleaned_data)
        except Invalid as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The plan has a new version. The old one stays readable below."))
            return redirect("console:target", code=programme.code, pk=changed.pk)
    context = {"programme": programme, "target": found, "form": form, "heading": heading}
    return render(request, "console/overview/target_form.html", context, status=422 if form.errors else 200)


def _where(programme: Programme, found: Target) -> dict[str, Any]:
    """How a target in force stands today, and its way there; nothing for what is kept as stated."""
    if found.superseded_by_id or found.indicator.as_stated:
        return {}
    known = overview(programme, on=programme.today)
    rows = [row for row in known.rows if row.target.pk == found.pk]
    return {"standings": rows, "ways": trajectories(programme, rows, on=programme.today, known=known)}


def blame(form: forms.Form, refusal: Invalid) -> None:
    """Say a refusal beside the field it is about."""
    form.add_error(refusal.address if refusal.address in form.fields else None, refusal.words)


def _below(found: Target) -> list[OrgUnit]:
    """The units right under the target's own: territories first, for it is they who share a city's target."""
    units = OrgUnit.objects.filter(parent=found.unit_id, active=True)
    return [unit for unit in units if unit.kind in UnitKind.territories()] or list(units)


def _ticked(units: list[OrgUnit]) -> dict[str, bool]:
    return {f"unit_{unit.pk}": True for unit in units}
