"""The ledger's list: what was done, filtered, counted, summed, exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows
from jiedui.console.access import get_programme
from jiedui.console.kind_menu import kind_groups
from jiedui.console.views.ledger_figures import behind, totals
from jiedui.console.views.ledger_filters import LedgerFilter
from jiedui.console.views.ledger_many import bulk_acts
from jiedui.console.views.ledger_table import SINCE, Column, columns_for, in_order, table
from jiedui.console.views.ledger_tabs import tabs
from jiedui.ledger import kinds
from jiedui.ledger.exports import guard
from jiedui.ledger.models import Entry, EntryEvidence
from jiedui.ledger.queries import entries_for, with_dispute_day, with_trust
from jiedui.ledger.turns import waits_for
from jiedui.plans.models import Programme

PAGE = 50


@require_safe
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """The list. A partial request gets the results alone, the same that stand in the full page."""
    programme = get_programme(request.user, code)
    seen = visible(request.user, programme)
    chosen = LedgerFilter(request.GET, programme=programme, user=request.user)
    found = chosen.narrow(seen)
    request.GET = chosen.address  # type: ignore[assignment]  # the links of the page carry what is set, not every empty field
    columns, sort = columns_of(chosen), request.GET.get("sort", "")
    if chosen.chosen.get("waiting") == "differences":
        found, columns = with_dispute_day(found), [*columns, SINCE]
    page = Paginator(in_order(found, columns, sort), PAGE).get_page(request.GET.get("page"))
    here = chosen.chosen.get("waiting", "")
    waiting = tabs(request.user, programme, current=here)
    partial = request.headers.get("HX-Target") == "ledger-results"
    context = {
        "programme": programme,
        "filter": chosen,
        "partial": partial,
        "page": page,
        "table": table(columns, page.object_list, sort),
        "turns": waits_for(page.object_list),
        "total": seen.count(),
        "totals": totals(found),
        "behind": behind(chosen),
        "tabs": waiting,
        "waiting_here": here,
        "waiting_count": next((tab.count for tab in waiting if tab.current), None),
        "bulk": bulk_acts(here),
        "kind_groups": kind_groups(programme) if allows(request.user, Action.RECORD_ENTRY) else (),
    }
    answer = render(request, f"console/ledger/{'results' if partial else 'list'}.html", context)
    if partial:
        address = f"?{chosen.address.urlencode()}" if chosen.address else ""
        answer["HX-Push-Url"] = request.path + address
    patch_vary_headers(answer, ["HX-Target"])
    return answer


@require_safe
def ledger_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The filtered rows with the list's columns, values exact; opens in spreadsheets as it is."""
    programme = get_programme(request.user, code)
    chosen = LedgerFilter(request.GET, programme=programme, user=request.user)
    columns = columns_of(chosen)
    found = in_order(chosen.narrow(visible(request.user, programme)), columns, request.GET.get("sort", ""))
    answer = StreamingHttpResponse(_csv(columns, found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{programme.code}-ledger.csv"'
    return answer


def visible(user: Any, programme: Programme) -> QuerySet[Entry]:
    """The entries of the programme this person may see, with all that a row shows."""
    files = (
        EntryEvidence.objects.filter(entry=OuterRef("original"))
        .order_by()
        .values("entry")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = with_trust(entries_for(user).filter(programme=programme))
    return rows.annotate(evidence_count=Coalesce(Subquery(files), 0))


def columns_of(chosen: LedgerFilter) -> list[Column]:
    """The columns of the kind asked for, by name or through the indicator; else the common ones."""
    key = chosen.chosen.get("kind") or (chosen.drilled.kind if chosen.drilled else "")
    return columns_for(kinds.get(key) if key else None)


def _csv(columns: list[Column], entries: QuerySet[Entry]) -> Iterator[bytes]:
    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff".encode()  # spreadsheets take the file for UTF-8 only with this mark
    heads = [f"{c.label} ({c.unit})" if c.unit else str(c.label) for c in columns]
    yield writer.writerow([_("Number"), *heads]).encode()
    for entry in entries.iterator(chunk_size=500):
        yield writer.writerow([entry.pk, *(_exported(column, entry) for column in columns)]).encode()


def _exported(column: Column, entry: Entry) -> Any:
    """The exact value; text that a spreadsheet would run as a formula is marked as text."""
    value = column.read(entry)
    if value is None:
        return ""
    if column.style in {"state", "verdict"}:
        return column.words(value)
    return guard(value) if isinstance(value, str) else value
