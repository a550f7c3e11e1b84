"""Who files in time, who does not file at all: units by periods."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.return_matrix import MatrixFilter, table_of
from jiedui.kernel.figures import percent
from jiedui.ledger.exports import guard


@require_safe
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix, with the rates of each unit and each period."""
    programme = get_programme(request.user, code)
    chosen = MatrixFilter(request.GET, programme=programme, user=request.user)
    context = {"programme": programme, "filter": chosen, "table": table_of(chosen), "tab": "matrix"}
    return render(request, "console/returns/matrix.html", context)


@require_safe
def matrix_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a spreadsheet: word by word, and the rates."""
    programme = get_programme(request.user, code)
    chosen = MatrixFilter(request.GET, programme=programme, user=request.user)
    table = table_of(chosen)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="{programme.code}-timeliness-{chosen.chosen_year}.csv"'
    )
    answer.write("\ufeff")  # spreadsheets take the file for UTF-8 only with this mark
    writer = csv.writer(answer)
    writer.writerow([_("Unit"), *table.heads, _("Completeness"), _("Timeliness")])
    for row in table.rows:
        rates = (percent(row.rate.completeness, 1), percent(row.rate.timeliness, 1))
        writer.writerow([guard(row.unit.label), *(cell.word for cell in row.cells), *rates])
    for label, name in ((_("Completeness"), "completeness"), (_("Timeliness"), "timeliness")):
        shares = [percent(getattr(rate, name), 1) for rate in (*table.by_period, table.total)]
        writer.writerow([label, *shares])
    return answer
