"""What is done to single lines and remarks: an own figure, a remark, its answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiedui.console.access import get_programme
from jiedui.console.return_forms import AdjustForm
from jiedui.console.views.returns_one import page
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.returns import services
from jiedui.returns.models import Return, ReturnLine
from jiedui.returns.queries import get_return
from jiedui.returns.services import RemarkSpec


@require_POST
def line_act(request: HttpRequest, code: str, pk: int, line: int, act: str) -> HttpResponse:
    """Adjust a line, take the adjustment away again, or (the reviewer) take the unit's figure."""
    one = _return(request, code, pk)
    found = get_object_or_404(ReturnLine, of=one, pk=line)
    found.of = one
    actor: Any = request.user
    if act == "adjust":
        form = AdjustForm(request.POST, line=found)
        if not form.is_valid():
            return page(request, code, pk, failed=found.pk, form=form, status=422)
        try:
            services.adjust_line(actor=actor, line=found, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.address if refusal.address in form.fields else None, refusal.words)
            return page(request, code, pk, failed=found.pk, form=form, status=422)
    elif act == "restore":
        services.adjust_line(actor=actor, line=found, value=None)
    elif act == "take":
        services.take_adjustment(actor=actor, line=found)
    else:
        raise NotFound
    return _back(code, pk, f"line{found.number}")


@require_POST
def remark(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write a remark on a line, a section or the whole return; the unit reads it once it is sent back."""
    one = _return(request, code, pk)
    line, section = request.POST.get("line", ""), request.POST.get("section", "")
    spec = RemarkSpec(
        request.POST.get("text", ""),
        line=get_object_or_404(one.lines, pk=line) if line.isdecimal() else None,
        section=get_object_or_404(one.texts, pk=section) if section.isdecimal() else None,
    )
    services.remark_on(actor=request.user, one=one, spec=spec)  # type: ignore[arg-type]
    place = (
        f"line{spec.line.number}" if spec.line else f"section{spec.section.number}" if spec.section else ""
    )
    return _back(code, pk, place or "decide")


@require_POST
def remark_act(request: HttpRequest, code: str, pk: int, remark: int, act: str) -> HttpResponse:
    """Answer a remark (the unit), or take one back that was not sent yet (the reviewer)."""
    one = _return(request, code, pk)
    found = get_object_or_404(one.remarks.select_related("line", "section"), pk=remark)
    found.of = one
    actor: Any = request.user
    if act == "answer":
        services.answer_remark(actor=actor, remark=found, answer=request.POST.get("text", ""))
    elif act == "remove":
        services.remove_remark(actor=actor, remark=found)
    else:
        raise NotFound
    place = f"line{found.line.number}" if found.line else "remarks"
    return _back(code, pk, f"section{found.section.number}" if found.section else place)


def _return(request: HttpRequest, code: str, pk: int) -> Return:
    return get_return(request.user, get_programme(request.user, code), pk)


def _back(code: str, pk: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('console:return', args=[code, pk])}#{place}")
