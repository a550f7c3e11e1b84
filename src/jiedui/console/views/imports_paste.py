"""Rows pasted from a spreadsheet into a grid; the mistakes come back in their cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.columns import SheetColumn, sheet_columns
from jiedui.ledger.intake.mapping import Mapping, Taken
from jiedui.ledger.intake.reading import parse_pasted
from jiedui.ledger.intake.report import Report
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.kinds.fields import Shape
from jiedui.ledger.models import ImportBatch
from jiedui.ledger.services.importing import cancel_import, check_pasted
from jiedui.plans.models import Programme

MOST_ROWS = 300
BLANK_ROWS = 12
LISTED = frozenset({"giver", "receiver", "workstream", "project"})


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the grid; ``choices`` are what its drop-down offers."""

    name: str
    label: str
    help: str
    required: bool
    numeric: bool
    choices: list[str]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: what was typed and what is wrong with it."""

    column: GridColumn
    text: str = ""
    error: str = ""
    error_id: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def import_paste(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The grid; posting it has the rows checked, and storing them is asked on the import's own page."""
    programme = get_programme(request.user, code)
    require(request.user, Action.RECORD_ENTRY)
    found = kinds.get(kind)
    columns = grid_columns(found, Choices(programme, request.user))
    if request.method != "POST":
        return _page(request, programme, found, columns, _heading(columns))
    text = request.POST.get("rows", "")
    if len(parse_pasted(text)) > MOST_ROWS + 1:
        words = _("More than %(most)d rows were pasted. Take the workbook for so many.") % {"most": MOST_ROWS}
        return _page(request, programme, found, columns, text, general=[words])
    try:
        batch = _check(request.user, programme, found, columns, text)
    except Invalid as error:
        return _page(request, programme, found, columns, text, general=[error.words])
    report = Report.from_record(batch.report)
    if report.counts.errors:
        cancel_import(actor=request.user, batch=batch)  # type: ignore[arg-type]
        return _page(request, programme, found, columns, text, report=report)
    return redirect("console:import", code=code, pk=batch.pk)


def grid_columns(kind: AnyKind, choices: Choices) -> list[GridColumn]:
    """The columns of the kind's sheet with their drop-downs."""
    return [_column(column, choices) for column in sheet_columns(kind.key)]


def _column(column: SheetColumn, choices: Choices) -> GridColumn:
    offered: list[str] = []
    if column.name in LISTED:
        offered = [option.label for option in choices.options(column.name)]
    elif column.spec and column.spec.choices:
        offered = [str(label) for label in column.spec.choices.labels]
    elif column.shape is Shape.FLAG:
        offered = [_("yes"), _("no")]
    numeric = bool(column.spec and column.spec.numeric)
    return GridColumn(column.name, str(column.label), str(column.help), column.required, numeric, offered)


def _check(
    user: Any, programme: Programme, kind: AnyKind, columns: list[GridColumn], text: str
) -> ImportBatch:
    """Columns are known by their headings where those are ours, else by their order."""
    mapping = Mapping({column.name: Taken(at) for at, column in _placed(columns, text)}, "", 1)
    language = translation.get_language() or ""
    with translation.override(language):
        return check_pasted(
            actor=user, programme=programme, kind=kind.key, text=text, mapping=mapping, in_background=False
        ).batch


def _placed(columns: list[GridColumn], text: str) -> Iterable[tuple[int, GridColumn]]:
    """Each column and where it stands in the text."""
    heads = [cell.strip() for cell in next(iter(parse_pasted(text)), [])]
    by_label = {column.label: column for column in columns}
    placed = [(at, by_label[head]) for at, head in enumerate(heads) if head in by_label]
    return placed if len(placed) == len(heads) else enumerate(columns)


def _heading(columns: list[GridColumn]) -> str:
    return "\t".join(column.label for column in columns) + "\n"


def _page(
    request: HttpRequest,
    programme: Programme,
    kind: AnyKind,
    columns: list[GridColumn],
    text: str,
    *,
    report: Report | None = None,
    general: list[str] | None = None,
) -> HttpResponse:
    """The grid with what was typed, what is wrong in its cell, and some blank rows below."""
    wrong: dict[tuple[int, str], str] = {}
    for found in report.errors if report else ():
        wrong.setdefault((found.row, found.field.split(".")[-1]), found.message)
    rows = [
        _row(columns, number, cells, wrong) for number, cells in enumerate(parse_pasted(text)[1:], start=2)
    ]
    blank = [GridCell(column) for column in columns]
    count = report.counts.errors if report else 0
    summary = ngettext("%(count)d mistake has to be mended.", "%(count)d mistakes have to be mended.", count)
    context = {
        "programme": programme,
        "kind": kind,
        "columns": columns,
        "rows": [*rows[:MOST_ROWS], *[blank] * min(BLANK_ROWS, max(0, MOST_ROWS - len(rows)))],
        "blank": blank,
        "most": MOST_ROWS,
        "text": text,
        "heading": " | ".join(column.label for column in columns),
        "summary": summary % {"count": count} if count else _("There is a problem") if general else "",
        "general": general or [],
        "told": _told(report, columns),
    }
    return render(request, "console/imports/paste.html", context, status=422 if count or general else 200)


def _row(
    columns: list[GridColumn], number: int, cells: list[str], wrong: dict[tuple[int, str], str]
) -> list[GridCell]:
    texts = [*cells, *[""] * len(columns)]
    return [
        GridCell(column, text, wrong.get((number, column.name), ""), f"error-{number}-{column.name}")
        for column, text in zip(columns, texts, strict=False)
    ]


def _told(report: Report | None, columns: list[GridColumn]) -> list[str]:
    """The mistakes in words for who reads without the grid."""
    labels = {column.name: column.label for column in columns}
    place = _("Row %(row)d, %(column)s: %(words)s")
    return [
        place % {"row": found.row - 1, "column": labels.get(found.field, found.field), "words": found.message}
        for found in (report.errors[:50] if report else ())
    ]
