"""The explorer: a pivot that is built by clicking, with its figures, its totals and what stands behind each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.explore_chart import drawing_of
from jiedui.console.explore_grid import Maker
from jiedui.console.explore_words import axis_word, notes_of, starts
from jiedui.plans.models import Programme
from jiedui.warehouse.exports.words import scope_words, title_of
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.kept import views_for
from jiedui.warehouse.pivots import Table, answer
from jiedui.warehouse.pivots.labels import labels_of
from jiedui.warehouse.queries import view_for

RESULTS = "explore-results"


@require_safe
def explore(request: HttpRequest, code: str) -> HttpResponse:
    """The pivot its address describes. A partial request gets the results alone."""
    programme = get_programme(request.user, code)
    form = PivotForm(request.GET, programme=programme, user=request.user)
    partial = request.headers.get("HX-Target") == RESULTS
    context = {"programme": programme, "form": form, "partial": partial, **pivot_context(request, form)}
    if not partial:
        context |= {"views": views_for(request.user, programme), "starts": starts()}  # type: ignore[arg-type]
    answer = render(request, f"console/explore/{'results' if partial else 'pivot'}.html", context)
    if partial:
        query = form.address.urlencode()
        answer["HX-Push-Url"] = request.path + (f"?{query}" if query else "")
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def table_of(user: Any, form: PivotForm) -> Table:
    """The answer within what the person may see."""
    return answer(view_for(user), form.pivot, form.counted)


def pivot_context(request: HttpRequest, form: PivotForm) -> dict[str, Any]:
    """The table and the words around it."""
    table = table_of(request.user, form)
    programme: Programme = form.programme
    entries = reverse("console:explore-entries", args=[programme.code])
    here = reverse("console:explore", args=[programme.code])
    maker = Maker(table, labels_of(table), form.address, here, entries)
    turned = form.address.copy()
    turned["rows"], turned["columns"] = str(form.pivot.turned().rows), str(form.pivot.turned().columns or "")
    return {
        "table": table,
        "grid": maker.grid() if table.cells else None,
        "drawing": drawing_of(maker, form.address.get("chart", "")) if table.cells else None,
        "title": title_of(table),
        "row_word": axis_word(form.pivot.rows),
        "notes": notes_of(table),
        "scope": scope_words(request.user),
        "turned": turned.urlencode() if form.pivot.columns else "",
        "chips": chips(form),
    }


def chips(form: PivotForm) -> list[tuple[str, str]]:
    """The filters that are set, each with the address without it."""
    found = []
    for name in ("workstream", "giver", "receiver", "from", "to", "asof"):
        if name not in form.chosen:
            continue
        kept = form.address.copy()
        kept.pop(name, None)
        value = form.chosen[name]
        found.append((str(getattr(value, "label", value)), kept.urlencode()))
    return found
