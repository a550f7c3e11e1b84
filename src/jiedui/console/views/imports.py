"""Bringing in many: template, upload, the list of what one handed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.console.kind_menu import kind_groups
from jiedui.console.views import imports_held as held
from jiedui.console.views.imports_report import listed
from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.ledger.intake.guard import check_length
from jiedui.ledger.intake.queries import imports_for
from jiedui.ledger.intake.reading import form_of, read_table
from jiedui.ledger.intake.template import template
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import ImportBatch
from jiedui.ledger.services.importing import check_rows
from jiedui.plans.models import Programme

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RowsForm(forms.Form):
    """The file that is handed in."""

    file = forms.FileField(
        label=gettext_lazy("Workbook or CSV file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, code: str) -> HttpResponse:
    """The ways in, and what the person handed in before; posting a file has it checked."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    kind = _kind(request)
    form = RowsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _go(request, _taken_in(request, programme, kind, form))
        except Invalid as error:
            form.add_error("file", str(error))
    mine = imports_for(request.user).filter(programme=programme, uploaded_by=request.user)  # type: ignore[misc]
    page = Paginator(mine.defer("report"), PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "kind": kind,
        "kind_groups": kind_groups(programme),
        "form": form,
        "page": page,
        "rows": [listed(batch) for batch in page.object_list],
    }
    return render(request, "console/imports/index.html", context, status=422 if form.errors else 200)


@require_safe
def import_template(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The workbook to fill in, with this person's units."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    found = kinds.get(kind)
    answer = HttpResponse(template(kind, programme, request.user), content_type=XLSX)  # type: ignore[arg-type]
    name = quote(f"{found.label}-{programme.code}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"{kind}.xlsx\"; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kind(request: HttpRequest) -> AnyKind:
    """The kind asked for, else the one the person brought in last, else the first. Raises UnknownKind."""
    if key := request.POST.get("kind") or request.GET.get("kind"):
        return kinds.get(key)
    last = ImportBatch.objects.filter(uploaded_by=request.user).values_list("kind", flat=True).first()  # type: ignore[misc]
    known = {kind.key: kind for kind in kinds.all_kinds()}
    return known.get(last or "purchase") or kinds.all_kinds()[0]


def _taken_in(request: HttpRequest, programme: Programme, kind: AnyKind, form: RowsForm) -> str:
    """Where the file leads: to its report, or to the question which column is which. Raises Invalid."""
    file: Any = form.cleaned_data["file"]
    name = file.name or ""
    check_length(file.size, name)  # before it is read: what is too large does not fill the memory
    content = file.read()
    table = read_table(kind.key, content, name, form_of(name, content))
    mapping = None if table.mark else held.remembered(request.user, kind, table)
    if table.mark is None and mapping is None:
        query = QueryDict(mutable=True)
        query["held"] = held.hold(content, name, kind)
        return f"{reverse('console:import-columns', args=[programme.code])}?{query.urlencode()}"
    handed = check_rows(
        actor=request.user,  # type: ignore[arg-type]
        programme=programme,
        kind=kind.key,
        filename=name,
        content=content,
        mapping=mapping,
        table=table if table.mark else None,
    )
    return reverse("console:import", args=[programme.code, handed.batch.pk])


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)
