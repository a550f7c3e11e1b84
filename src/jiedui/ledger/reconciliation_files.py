"""A reconciliation as CSV or as a workbook, for the table at which both sides sit."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.kernel.canonical import plain
from jiedui.ledger.exports import guard
from jiedui.ledger.models import Entry
from jiedui.ledger.reconciliation import Reconciliation, rows
from jiedui.ledger.tables import figure

Table = list[list[str | Decimal | int | None]]


def heads() -> list[str]:
    """The columns of the figures, in the reader's language."""
    return [
        _("Kind"),
        _("Measure"),
        _("Unit"),
        _("Giver claims"),
        _("Receiver confirmed"),
        _("In dispute, giver's figure"),
        _("In dispute, receiver's figure"),
        _("Gap"),
        _("Not yet confirmed"),
    ]


def title(found: Reconciliation) -> str:
    """What it is about, in one line."""
    words = {
        "giver": found.giver.label,
        "receiver": found.receiver.label,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
    }
    return _("Reconciliation %(giver)s – %(receiver)s, %(start)s to %(end)s") % words


def as_csv(found: Reconciliation) -> bytes:
    """The figures; opens in spreadsheets as it is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title(found)])
    writer.writerow(heads())
    writer.writerows([_plain(cell) for cell in row] for row in rows(found))
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(found: Reconciliation) -> bytes:
    """The figures, the open differences and the entries not yet confirmed, each on a sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        _sheet(book, pgettext("sheet", "Figures"), title(found), heads(), [list(row) for row in rows(found)])
        _sheet(book, _("In dispute"), title(found), _entry_heads(), _disputed(found))
        _sheet(book, _("Not yet confirmed"), title(found), _entry_heads(), _silent(found))
    return out.getvalue()


def _entry_heads() -> list[str]:
    return [pgettext("entry", "Number"), _("Day"), _("Title"), _("Giver"), _("Receiver"), _("Figure")]


def _disputed(found: Reconciliation) -> Table:
    return [_entry(one.entry) for one in found.differences]


def _silent(found: Reconciliation) -> Table:
    return [_entry(entry) for entry in found.silent]


def _entry(entry: Entry) -> list[str | Decimal | int | None]:
    named = [entry.title, entry.giver.label, entry.receiver.label]
    return [entry.pk, entry.occurred_on.isoformat(), *named, figure(entry)]


def _sheet(book: xlsxwriter.Workbook, name: str, title: str, heads: list[str], table: Table) -> None:
    sheet = book.add_worksheet(name)
    bold, figures = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.##"})
    sheet.write_string(0, 0, title, bold)
    sheet.write_row(2, 0, heads, bold)
    sheet.freeze_panes(3, 0)
    sheet.set_column(0, len(heads) - 1, 20)
    for number, row in enumerate(table, start=3):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal | int):
                sheet.write_number(number, column, cell, figures)
            elif cell is not None:
                sheet.write_string(number, column, cell)


def _plain(cell: str | Decimal | None) -> str:
    if cell is None:
        return ""
    return plain(cell) if isinstance(cell, Decimal) else guard(cell)
