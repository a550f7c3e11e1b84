"""This year beside last year, to the same day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.compare_files import Paper, Share, answer
from jiedui.console.compare_forms import YearForm
from jiedui.console.templatetags.pace import ledger_url
from jiedui.kernel.figures import Scale, scale_of, unit_word
from jiedui.kernel.periods import Period
from jiedui.plans.models import Programme
from jiedui.progress.comparing.years import YearRow, Years, years


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it is shown: on one scale, each figure with the address of its entries."""

    row: YearRow
    scale: Scale
    this_url: str
    last_url: str


@require_safe
def compare_years(request: HttpRequest, code: str) -> HttpResponse:
    """Every indicator of the programme or of a unit; one indicator unit by unit."""
    programme = get_programme(request.user, code)
    form = YearForm(request.GET, programme=programme)
    found = _found(programme, form)
    context = {
        "programme": programme,
        "form": form,
        "found": found,
        "indicator": form.said("indicator"),
        "unit": form.said("unit"),
        "rows": [_cells(programme, found, row) for row in found.rows],
        "notes": notes(found),
        "query": request.GET.urlencode(),
    }
    return render(request, "console/explore/years.html", context)


@require_safe
def compare_years_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same as a file."""
    programme = get_programme(request.user, code)
    asked = YearForm(request.GET, programme=programme)
    return answer(programme, _paper(programme, asked, _found(programme, asked)), form)


def _found(programme: Programme, form: YearForm) -> Years:
    return years(
        programme,
        on=form.inside("on", programme.today),
        **{name: form.said(name) for name in ("workstream", "unit", "indicator")},
    )


def _cells(programme: Programme, found: Years, row: YearRow) -> Cells:
    indicator = row.indicator
    values = [row.this.value, row.last.value if row.last else None]
    scale = scale_of(values, indicator.unit, indicator.decimals)
    return Cells(row, scale, _url(programme, row, found.this), _url(programme, row, found.last))


def _url(programme: Programme, row: YearRow, span: Period) -> str:
    """The entries behind a figure."""
    giver: Any = "" if row.unit.pk == programme.giver_id else row.unit
    return ledger_url(
        programme, indicator=row.indicator, giver=giver, state="accepted", start=span.first, end=span.last
    )


def _paper(programme: Programme, form: YearForm, found: Years) -> Paper:
    unit = form.said("unit") or programme.giver
    rows = [
        [
            row.indicator.workstream.label,
            row.indicator.label,
            row.unit.label,
            unit_word(row.indicator.unit),
            row.this.value,
            row.last.value if row.last else None,
            row.difference,
            Share(row.change),
        ]
        for row in found.rows
    ]
    heads = [
        _("Field of work"), _("Indicator"), _("Unit"), _("Unit of count"), _("This year"),
        pgettext("comparison", "Last year"), _("Difference"), pgettext("comparison", "Change"),
    ]  # fmt: skip
    title = f"{programme.label} · {_('Year on year')}, {unit.label}"
    return Paper(
        "year-on-year",
        _("Year on year"),
        title,
        spans(found),
        heads,
        (16, 28, 16, 10, 16, 16, 16, 10),
        rows,
        notes(found),
    )


def spans(found: Years) -> str:
    """Both spans in one line."""
    words = {
        "first": found.this.first.isoformat(),
        "last": found.this.last.isoformat(),
        "first_before": found.last.first.isoformat(),
        "last_before": found.last.last.isoformat(),
    }
    return _("%(first)s to %(last)s, beside %(first_before)s to %(last_before)s") % words


def notes(found: Years) -> list[str]:
    """What is to be known to read the table."""
    said = []
    if found.stated:
        text = ngettext(
            "%(count)d headcount that the plan states is left out: it is not compared.",
            "%(count)d headcounts that the plan states are left out: they are not compared.",
            found.stated,
        )
        said.append(text % {"count": found.stated})
    return said
