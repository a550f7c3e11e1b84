"""What the givers claim beside what the receivers say, over all pairings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.compare_files import Paper, Share, answer
from jiedui.console.compare_forms import SideForm
from jiedui.console.templatetags.pace import ledger_url
from jiedui.kernel.figures import Scale, scale_of, unit_word
from jiedui.ledger.queries import NONE_YET
from jiedui.plans.models import Programme
from jiedui.progress.comparing.sides import SideRow, Sides, sides

WORDS = {"claimed": "", "confirmed": "agreed", "disputed": "disputed", "silent": NONE_YET}


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it is shown: on one scale, each part with the address of its entries."""

    row: SideRow
    scale: Scale
    urls: dict[str, str]
    reconciliation: str = ""


@require_safe
def compare_sides(request: HttpRequest, code: str) -> HttpResponse:
    """Every indicator over all pairings; one indicator pairing by pairing."""
    programme = get_programme(request.user, code)
    form = SideForm(request.GET, programme=programme)
    found = _found(request.user, programme, form)
    context = {
        "programme": programme,
        "form": form,
        "found": found,
        "indicator": form.said("indicator"),
        "rows": [_cells(programme, found, row) for row in found.rows],
        "total": _cells(programme, found, found.total) if found.total else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "console/explore/sides.html", context)


@require_safe
def compare_sides_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same as a file."""
    programme = get_programme(request.user, code)
    asked = SideForm(request.GET, programme=programme)
    return answer(programme, _paper(programme, _found(request.user, programme, asked)), form)


def _found(user: Any, programme: Programme, form: SideForm) -> Sides:
    start = form.inside("from", programme.starts_on)
    return sides(
        user,
        programme,
        start=start,
        end=max(start, form.inside("to", programme.today)),
        workstream=form.said("workstream"),
        indicator=form.said("indicator"),
    )


def _cells(programme: Programme, found: Sides, row: SideRow) -> Cells:
    values = [row.claimed, row.confirmed, row.disputed, row.theirs, row.silent]
    scale = scale_of(values, row.indicator.unit, row.indicator.decimals)
    between = {"giver": row.giver or "", "receiver": row.receiver or ""}
    urls = {
        part: ledger_url(
            programme,
            indicator=row.indicator,
            **between,
            state="accepted",
            confirmation=word,
            start=found.start,
            end=found.end,
        )
        for part, word in WORDS.items()
    }
    return Cells(row, scale, urls, _reconciliation(programme, found, row))


def _reconciliation(programme: Programme, found: Sides, row: SideRow) -> str:
    """The report of the pairing over the same days."""
    if row.giver is None or row.receiver is None:
        return ""
    days = {"from": found.start.isoformat(), "to": found.end.isoformat()}
    query = urlencode({"giver": row.giver.pk, "receiver": row.receiver.pk, **days})
    return f"{reverse('console:reconciliation', args=[programme.code])}?{query}"


def _paper(programme: Programme, found: Sides) -> Paper:
    rows = [
        [
            row.indicator.label,
            row.giver.label if row.giver else _("all"),
            row.receiver.label if row.receiver else _("all"),
            unit_word(row.indicator.unit),
            *(row.claimed, row.confirmed, row.disputed, row.theirs, row.gap, row.silent),
            Share(row.agreed),
        ]
        for row in [*found.rows, *([found.total] if found.total else [])]
    ]
    heads = [
        _("Indicator"), _("Giver"), _("Receiver"), _("Unit of count"), _("Giver claims"), _("Receiver confirmed"),
        _("In dispute, giver's figure"), _("In dispute, receiver's figure"), _("Gap"), _("Not yet confirmed"),
        _("Confirmed"),
    ]  # fmt: skip
    line = f"{found.start.isoformat()} – {found.end.isoformat()}"
    widths = (26, 16, 16, 8, 14, 14, 14, 14, 12, 14, 10)
    title = f"{programme.label} · {_('Both sides')}"
    notes = [_("Only entries that concern you are in it.")] if found.own_only else []
    return Paper("both-sides", _("Both sides"), title, line, heads, widths, rows, notes)
