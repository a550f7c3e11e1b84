"""A comparison as CSV or as a workbook in the layout of official forms, with the figures to their last digit."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import NotFound
from jiedui.kernel.sheets import OfficialSheet
from jiedui.ledger.exports import guard
from jiedui.plans.models import Programme

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Share:
    """A share, which a sheet shows as per cent."""

    value: Decimal | None


Cell = str | Decimal | Share | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes into the file: a title, the days under it, a table and remarks; ``sheet`` names its sheet."""

    name: str
    sheet: str
    title: str
    line: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default_factory=list)


def answer(programme: Programme, paper: Paper, form: str) -> HttpResponse:
    """The file to be kept. Raises NotFound for another form than csv and xlsx."""
    writers = {"csv": (as_csv, CSV), "xlsx": (as_workbook, XLSX)}
    if form not in writers:
        raise NotFound
    write, media_type = writers[form]
    notes = [
        *paper.notes,
        *([_("Synthetic data: generated for demonstration, not real.")] if programme.synthetic else []),
    ]
    found = HttpResponse(write(paper, notes), content_type=media_type)
    found["Content-Disposition"] = f'attachment; filename="{programme.code}-{paper.name}.{form}"'
    return found


def as_csv(paper: Paper, notes: Sequence[str]) -> bytes:
    """The table under its title; opens in spreadsheets as it is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([guard(f"{paper.title}, {paper.line}")])
    writer.writerow(paper.heads)
    writer.writerows([_plain(cell) for cell in row] for row in paper.rows)
    writer.writerows([guard(note)] for note in notes)
    return ("\ufeff" + out.getvalue()).encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Share):
        return "" if cell.value is None else plain(round(cell.value, 6))
    if cell is None:
        return ""
    return plain(cell) if isinstance(cell, Decimal) else guard(cell)


def as_workbook(paper: Paper, notes: Sequence[str]) -> bytes:
    """One sheet that prints like a form."""
    out = io.BytesIO()
    sheet = OfficialSheet(out, paper.sheet, paper.widths)
    sheet.page(paper.line)
    sheet.across(paper.title, "title", height=34)
    sheet.across(paper.line, "period", height=20)
    for column, head in enumerate(paper.heads):
        sheet.text(column, head, "head")
    sheet.sheet.repeat_rows(sheet.at)
    sheet.sheet.freeze_panes(sheet.at + 1, 1)
    sheet.at += 1
    for row in paper.rows:
        for column, cell in enumerate(row):
            _write(sheet, column, cell)
        sheet.at += 1
    for note in notes:
        sheet.across(note, "text", height=32)
    sheet.book.close()
    return out.getvalue()


def _write(sheet: OfficialSheet, column: int, cell: Cell) -> None:
    if isinstance(cell, Share) and cell.value is not None:
        sheet.sheet.write_number(sheet.at, column, float(cell.value), sheet.styles["share"])
    elif isinstance(cell, str):
        sheet.text(column, cell)
    else:
        sheet.figure(column, None if isinstance(cell, Share) else cell)
