"""What is being built: a board by stage, the same as a list, and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows
from jiedui.console.access import get_programme
from jiedui.console.project_rows import ProjectRow, board, rows_of
from jiedui.console.views.projects_filters import ProjectFilter
from jiedui.kernel.canonical import plain
from jiedui.kernel.figures import scale_of
from jiedui.ledger.exports import guard
from jiedui.ledger.project_figures import rates
from jiedui.projects.queries import projects_for

PAGE = 50


@require_safe
def projects(request: HttpRequest, code: str) -> HttpResponse:
    """The board, or the list; the same filters and the same figures above both."""
    programme = get_programme(request.user, code)
    chosen = ProjectFilter(request.GET, programme=programme, user=request.user)
    rows = _rows(chosen)
    context = {
        "programme": programme,
        "filter": chosen,
        "rows": rows,
        "columns": board(rows),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "total": projects_for(request.user).filter(programme=programme).count(),
        "late": sum(row.course.lateness.late for row in rows),
        "rates": rates([row.project for row in rows], {row.project.pk: row.money for row in rows}),
        "scale": scale_of([row.planned for row in rows] + [row.arrived or None for row in rows], "元"),
        "may_create": allows(request.user, Action.EDIT_PROJECT),
    }
    return render(request, "console/projects/board.html", context)


@require_safe
def projects_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The filtered projects, values exact."""
    programme = get_programme(request.user, code)
    chosen = ProjectFilter(request.GET, programme=programme, user=request.user)
    answer = StreamingHttpResponse(_csv(_rows(chosen)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{programme.code}-projects.csv"'
    return answer


def _rows(chosen: ProjectFilter) -> list[ProjectRow]:
    rows = rows_of(chosen.narrow(), chosen.programme.today)
    return [row for row in rows if row.course.lateness.late] if "late" in chosen.chosen else rows


def _csv(rows: list[ProjectRow]) -> Iterator[bytes]:
    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff".encode()  # spreadsheets take the file for UTF-8 only with this mark
    yield writer.writerow(_heads()).encode()
    for row in rows:
        yield writer.writerow([guard(str(cell)) for cell in _cells(row)]).encode()


def _heads() -> list[str]:
    money = [pgettext("money", word) for word in ("planned", "allocated", "arrived", "spent")]
    return [
        _("Project number"),
        _("Name"),
        _("Workstream"),
        _("Givers"),
        _("Receiver"),
        _("What it is for"),
        _("Stage"),
        *(f"{word} (元)" for word in money),
        _("Physical progress (%)"),
        _("Planned start"),
        _("Planned end"),
        _("Households reached"),
        _("Persons reached"),
        _("In time?"),
    ]


def _cells(row: ProjectRow) -> list[Any]:
    project, total = row.project, row.money.total
    counts = [project.planned_start, project.planned_end, project.households, project.persons]
    return [
        project.number,
        project.label,
        project.workstream.label,
        "; ".join(unit.label for unit in project.givers.all()),
        project.receiver.label,
        project.get_type_display(),
        project.get_stage_display(),
        *(plain(value) for value in (total.planned, total.allocated, total.arrived, total.spent)),
        row.course.progress,
        *("" if value is None else value for value in counts),
        row.course.lateness.label,
    ]
