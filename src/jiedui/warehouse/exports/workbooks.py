"""A paper as an .xlsx file: title across, unit line, ruled table with merged heads, totals, signature line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiedui.kernel.errors import Invalid
from jiedui.kernel.sheets import MOST_ROWS, OfficialSheet
from jiedui.warehouse.exports.paper import Column, Paper, Value

Advance = Callable[[int], object]
ROWS_AROUND = 20
"""Lines above and below the table, at most."""

HELD = 5_000
"""Tables up to this many rows are held in memory, which lets heads span rows."""


class TooManyRows(Invalid):
    """A sheet has no room for it."""

    code = "too_many_rows"
    message = gettext_lazy(
        "A worksheet holds no more than %(most)s rows: export CSV or Parquet, or narrow it."
    )


def write_workbook(paper: Paper, path: Path, advance: Advance) -> None:
    """Write the file. ``advance`` is called with the number of rows written. Raises TooManyRows."""
    if paper.count > MOST_ROWS - ROWS_AROUND:
        raise TooManyRows(most=f"{MOST_ROWS - ROWS_AROUND:,}")
    _Writer(paper, path).write(advance)


class _Writer(OfficialSheet):
    def __init__(self, paper: Paper, path: Path) -> None:
        self.paper = paper
        widths = [column.width for column in paper.columns]
        super().__init__(str(path), _("Table"), widths, streamed=paper.count > HELD)

    def write(self, advance: Advance) -> None:
        self.page(self.paper.foot)
        self._above()
        self._heads()
        for number, row in enumerate(self.paper.rows, 1):
            self._row(row, "figure")
            advance(number)
        if self.paper.totals:
            self._row(self.paper.totals, "total")
        self._below()
        self.book.close()

    def _above(self) -> None:
        paper = self.paper
        self.across(paper.title, "title", height=34)
        for line in paper.said:
            self.across(line, "period", height=20)
        for line in paper.warnings:
            self.across(line, "warning")
        half = max(0, self.last // 2)
        made_by = _line(_("Made by"), paper.made_by)
        if self.last == 0:
            self.across(made_by, "line")
        else:
            self.merged(0, half, made_by, "line")
            unit = _line(_("Unit"), paper.unit) if paper.unit else ""
            self.merged(half + 1, self.last, unit, "line_end")
            self.at += 1

    def _heads(self) -> None:
        columns = self.paper.columns
        if any(column.group for column in columns):
            self._grouped(columns)
        else:
            for number, column in enumerate(columns):
                self.text(number, column.label, "head")
            self.sheet.repeat_rows(self.at)
            self.at += 1
        self.sheet.freeze_panes(self.at, 1)

    def _grouped(self, columns: list[Column]) -> None:
        """Two rows of heads; a group spans its columns, a column without a group spans both rows."""
        number = 0
        for group, some in groupby(columns, key=lambda column: column.group):
            members = list(some)
            if group:
                self.merged(number, number + len(members) - 1, group, "head")
            else:
                for offset, column in enumerate(members):
                    self.merged(number + offset, number + offset, column.label, "head", rows=2)
            number += len(members)
        self.at += 1
        for number, column in enumerate(columns):
            if column.group:
                self.text(number, column.label, "head")
        self.sheet.repeat_rows(self.at - 1, self.at)
        self.at += 1

    def _row(self, row: list[Value], style: str) -> None:
        for number, value in enumerate(row):
            self._cell(number, value, style)
        self.at += 1

    def _cell(self, number: int, value: Value, style: str) -> None:
        if isinstance(value, date):
            self.day(number, value)
        elif isinstance(value, Decimal) and self.paper.percents:
            self.sheet.write_number(self.at, number, float(value), self.styles["share"])
        elif isinstance(value, Decimal | int):
            self.figure(number, Decimal(value), style=style)
        elif value is None:
            self.text(number, "—" if self.paper.columns[number].is_number else "", "rank")
        else:
            self.text(number, value, "cell")

    def _below(self) -> None:
        self.across(_("Rows: %(count)s") % {"count": self.paper.count}, "line")
        self.at += 1
        words = (_("Head of the unit"), _("Reviewed by"), _("Filled in by"), _("Date"))
        for (first, last), word in zip(_quarters(self.last), words, strict=False):
            self.merged(first, last, _line(word, ""), "line")
        self.sheet.set_row(self.at, 30)
        self.at += 1
        self.across(self.paper.foot, "line")


def _quarters(last: int) -> Iterator[tuple[int, int]]:
    """Four parts of the width, or as many as there are columns."""
    parts = min(4, last + 1)
    edges = [(last + 1) * number // parts for number in range(parts + 1)]
    yield from ((first, following - 1) for first, following in pairwise(edges))


def _line(word: str, value: str) -> str:
    return pgettext("form", "%(word)s: %(value)s") % {"word": word, "value": value}
