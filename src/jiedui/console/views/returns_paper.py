"""A return as a form to print and as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.return_sheet import paper_of
from jiedui.console.return_xlsx import workbook_of
from jiedui.returns.queries import get_return

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def return_form(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The official form, to print or to keep as PDF."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    context = {"programme": programme, "one": one, "paper": paper_of(one)}
    return render(request, "console/returns/form.html", context)


@require_safe
def return_xlsx(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The same form as a workbook."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    paper = paper_of(one)
    answer = HttpResponse(workbook_of(paper), content_type=XLSX)
    plain = f"{programme.code}-{one.schedule.code}-{one.ends_on:%Y-%m-%d}-{one.unit_id}.xlsx"
    named = quote(f"{one.schedule.label}-{one.unit.label}-{paper.period}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    answer["Cache-Control"] = "private, no-cache"
    return answer
