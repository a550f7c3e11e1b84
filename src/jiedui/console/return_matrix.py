"""The matrix of timeliness and completeness in words, shapes and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiedui.console.return_words import period_words
from jiedui.console.views.ledger_fields import workstream_choice
from jiedui.kernel import figures
from jiedui.kernel.periods import Period
from jiedui.ledger.fields import LabelChoice
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns.enums import Cadence
from jiedui.returns.models import Return
from jiedui.returns.rates import Matrix, Rate, reporting_rates


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a unit's returns for a period: a word, its tone and shape, and where they are listed."""

    rate: Rate
    word: str
    tone: str
    shape: str
    url: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A unit with its cells and its rates."""

    unit: OrgUnit
    cells: list[Cell]
    rate: Rate


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """The matrix, ready to be set."""

    heads: list[str]
    rows: list[MatrixRow]
    by_period: list[Rate]
    total: Rate


class MatrixFilter(forms.Form):
    """Which returns the matrix speaks of."""

    cadence = forms.ChoiceField(choices=Cadence.choices, required=False, label=gettext_lazy("How often"))
    year = forms.TypedChoiceField(coerce=int, required=False, label=gettext_lazy("Year"))
    workstream = workstream_choice()
    schedule = LabelChoice(gettext_lazy("all returns"), label=gettext_lazy("Return"))

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.programme, self.user = programme, user
        years = _years(programme)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self._limit("workstream", programme.workstreams.all())
        self._limit("schedule", programme.return_schedules.all())
        self.is_valid()
        today = programme.today.year
        self.chosen_year: int = self.cleaned_data.get("year") or (today if today in years else years[-1])
        self.chosen_cadence = Cadence(self.cleaned_data.get("cadence") or Cadence.MONTHLY)

    def _limit(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def matrix(self) -> Matrix:
        """The rates of what was chosen."""
        return reporting_rates(
            self.user,
            self.programme,
            today=self.programme.today,
            start=date(self.chosen_year, 1, 1),
            end=date(self.chosen_year, 12, 31),
            cadence=self.chosen_cadence,
            workstream=self.cleaned_data.get("workstream"),
            schedule=self.cleaned_data.get("schedule"),
        )

    @property
    def narrowed(self) -> dict[str, Any]:
        """What of it a list of returns is narrowed to."""
        said = self.cleaned_data
        workstream, schedule = said.get("workstream"), said.get("schedule")
        found = {
            "workstream": workstream.key if workstream else "",
            "schedule": schedule.pk if schedule else "",
        }
        return {name: value for name, value in found.items() if value}


def _years(programme: Programme) -> list[int]:
    span = Return.objects.filter(schedule__programme=programme).aggregate(Min("ends_on"), Max("ends_on"))
    first = span["ends_on__min"] or programme.starts_on
    last = span["ends_on__max"] or programme.ends_on
    return list(range(first.year, last.year + 1))


def table_of(chosen: MatrixFilter) -> MatrixTable:
    """Units down, periods across."""
    matrix = chosen.matrix
    rows = [
        MatrixRow(
            unit,
            [
                cell_of(rate, _url(chosen, unit, period))
                for period, rate in zip(matrix.periods, matrix.row(unit), strict=True)
            ],
            matrix.by_unit[unit.pk],
        )
        for unit in matrix.units
    ]
    heads = [head(chosen.chosen_cadence, period) for period in matrix.periods]
    return MatrixTable(heads, rows, [matrix.by_period[period] for period in matrix.periods], matrix.total)


def head(cadence: Cadence, period: Period) -> str:
    """A column's name, short: the year stands above the table."""
    if cadence == Cadence.MONTHLY and figures.in_english():
        return date_format(period.first, "M")
    if cadence == Cadence.MONTHLY:
        return _("month %(number)s") % {"number": period.first.month}
    if cadence == Cadence.WEEKLY:
        return f"{period.first:%m-%d}"
    return period_words(cadence, period.first, period.last)


def cell_of(rate: Rate, url: str) -> Cell:
    """What to say of a cell: what is missing first, then what was late, then that all came in time."""
    if rate.missing:
        if rate.expected == 1:
            return Cell(rate, _("missing"), "bad", "square", url)
        words = ngettext("%(n)s missing", "%(n)s missing", rate.missing) % {"n": rate.missing}
        return Cell(rate, words, "bad", "square", url)
    if rate.late:
        if rate.expected == 1:
            return Cell(rate, _("late"), "warn", "down", url)
        return Cell(
            rate, ngettext("%(n)s late", "%(n)s late", rate.late) % {"n": rate.late}, "warn", "down", url
        )
    if rate.expected:
        return Cell(rate, _("on time"), "good", "check", url)
    if rate.to_come:
        return Cell(rate, _("to come"), "quiet", "ring", url)
    return Cell(rate, "", "quiet", "ring", "")


def _url(chosen: MatrixFilter, unit: OrgUnit, period: Period) -> str:
    query = {
        "unit": unit.pk,
        "from": period.last.isoformat(),
        "to": period.last.isoformat(),
        **chosen.narrowed,
    }
    return f"{reverse('console:returns-all', args=[chosen.programme.code])}?{urlencode(query)}"
