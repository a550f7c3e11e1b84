"""Files made of a pivot: asked for here, written at once or in the background, kept for a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.kernel.errors import NotFound
from jiedui.warehouse.enums import ExportState
from jiedui.warehouse.exports.files import path_of
from jiedui.warehouse.kept import exports_for, get_export
from jiedui.warehouse.models import Export
from jiedui.warehouse.services.exporting import export, resume_export

LOST = timedelta(minutes=2)
"""Without a sign of life for so long, the worker was lost."""

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
SHOWN = 20


@require_POST
def export_new(request: HttpRequest, code: str) -> HttpResponse:
    """Have a file written: ``what`` is «table:xlsx», «entries:csv» …"""
    programme, user = get_programme(request.user, code), _user(request)
    of, _colon, form = request.POST.get("what", "").partition(":")
    made = export(actor=user, programme=programme, query=request.POST.get("query", ""), of=of, form=form)
    name = "export-file" if made.state == ExportState.DONE else "export"
    return redirect(f"console:{name}", code=code, pk=made.pk)


@require_safe
def export_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far a file is, and the others asked for this week."""
    programme, user = get_programme(request.user, code), _user(request)
    made = get_export(user, programme, pk)
    context = {
        "programme": programme,
        "export": made,
        "working": made.state in {ExportState.WAITING, ExportState.WRITING},
        "lost": timezone.now() - (made.beat_at or made.asked_at) > LOST,
        "exports": exports_for(user, programme)[:SHOWN],
    }
    return render(request, "console/explore/export.html", context)


@require_safe
def export_file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The file. Raises NotFound where it is not written yet, or gone."""
    made = get_export(_user(request), get_programme(request.user, code), pk)
    if made.state != ExportState.DONE or not path_of(made).is_file():
        raise NotFound
    return FileResponse(
        path_of(made).open("rb"), as_attachment=True, filename=_name(made), content_type=TYPES[made.form]
    )


@require_POST
def export_resume(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Begin again with a file whose worker was lost."""
    made = get_export(_user(request), get_programme(request.user, code), pk)
    resume_export(made)
    return redirect("console:export", code=code, pk=pk)


def _user(request: HttpRequest) -> Any:
    return request.user


def _name(made: Export) -> str:
    day = timezone.localtime(made.asked_at).strftime("%Y%m%d")
    return get_valid_filename(f"{made.title}-{day}.{made.form}")
