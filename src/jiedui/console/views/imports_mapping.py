"""Own column layouts: which column of the file is which field. The answer is kept for the next file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.console.views import imports_held as held
from jiedui.console.views.imports_mapping_form import MappingForm
from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.mapping import Mapping, suggest_mapping
from jiedui.ledger.intake.reading import form_of, read_table
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.services.importing import check_rows
from jiedui.plans.models import Programme

FIRST_ROWS = 10
"""Rows among which the headings are looked for."""


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, code: str) -> HttpResponse:
    """Suggested columns to put right; posting them has the file checked."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    file = held.taken_up(request.POST.get("held") or request.GET.get("held", ""))
    asked = request.POST.get("header") or request.GET.get("header", "")
    table = _table(file, int(asked) if asked.isdecimal() else 0)
    known = held.remembered(request.user, file.kind, table)
    suggested = known or suggest_mapping(
        file.kind.key, table.header, sheet=table.sheet, header_row=table.header_row
    )
    form = MappingForm(
        request.POST if request.method == "POST" else None,
        kind=file.kind,
        table=table,
        choices=Choices(programme, request.user),
        suggested=Mapping(suggested.fields, table.sheet, table.header_row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _checked(request, programme, file, table, form.mapping())
        except Invalid as error:
            form.add_error(None, str(error))
    return _page(request, programme, file, table, form, remembered=known is not None)


def _table(file: held.Held, header_row: int) -> Table:
    form = form_of(file.filename, file.content)
    said = Mapping({}, "", header_row) if header_row else None
    return read_table(file.kind.key, file.content, file.filename, form, said)


def _checked(
    request: HttpRequest, programme: Programme, file: held.Held, table: Table, mapping: Mapping
) -> HttpResponse:
    user: Any = request.user
    handed = check_rows(
        actor=user, programme=programme, kind=file.kind.key, filename=file.filename,
        content=file.content, mapping=mapping,
    )  # fmt: skip
    held.remember(user, programme, file, table, mapping)
    return redirect("console:import", code=programme.code, pk=handed.batch.pk)


def _page(
    request: HttpRequest,
    programme: Programme,
    file: held.Held,
    table: Table,
    form: MappingForm,
    *,
    remembered: bool,
) -> HttpResponse:
    rows = list(form.rows())
    used = {str(bound.value() or "") for row in rows for bound in [row.column]}
    unused = [text for index, text in enumerate(table.header) if text and str(index) not in used]
    context = {
        "programme": programme,
        "file": file,
        "form": form,
        "rows": rows,
        "header_row": table.header_row,
        "header_rows": range(1, FIRST_ROWS + 1),
        "heading": " | ".join(text for text in table.header if text),
        "remembered": remembered,
        "unused": "、".join(unused),
    }
    return render(request, "console/imports/mapping.html", context, status=422 if form.errors else 200)
