"""A unit's page: giver and receiver look at the same page, each from its side."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from jiedui.console import findings
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.exchanges import counterparts, pairings_of
from jiedui.console.kind_counts import kind_counts
from jiedui.console.plan_rows import task_rows
from jiedui.console.return_rows import rows_of
from jiedui.ledger.queries import entries_for, unconfirmed
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.standings import by_receiver, overview, whole_targets
from jiedui.returns.models import Return
from jiedui.returns.queries import current, returns_for

LATEST = 8


@require_GET
def unit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Targets and pace, pairings, what was given and received, what waits for a confirmation."""
    programme = get_programme(request.user, code)
    found = get_object_or_404(OrgUnit.objects.select_related("parent").prefetch_related("codes"), pk=pk)
    on = day_of(request, programme)
    known = overview(programme, on=on)
    targets = whole_targets(row for row in known.rows if row.unit.pk == found.pk)
    seen = entries_for(request.user).filter(programme=programme)
    of_unit = Q(giver__path__startswith=found.path) | Q(receiver__path__startswith=found.path)
    context = {
        "programme": programme,
        "unit": found,
        "ancestors": OrgUnit.objects.filter(pk__in=_above(found)).order_by("path"),
        "targets": targets,
        "finding": findings.of_targets(targets) if targets else "",
        "pairings": [p for p in pairings_of(programme, on) if found.pk in {p.giver_id, p.receiver_id}],
        "given": counterparts(programme, found, on=on, gives=True, book=known.book),
        "received": counterparts(programme, found, on=on, gives=False, book=known.book),
        "received_total": by_receiver(programme, on=on, receiver=found, book=known.book),
        "kinds_given": kind_counts(programme, found, on=on, gives=True),
        "kinds_received": kind_counts(programme, found, on=on, gives=False),
        "tasks": task_rows(programme, on=on, unit=found),
        "unconfirmed": unconfirmed(seen.filter(receiver__path__startswith=found.path)).count(),
        "entries": seen.filter(of_unit)[:LATEST],
        "returns": rows_of(_returns(request.user, programme, found)[:LATEST], programme.today),
        **day_context(request, programme),
    }
    return render(request, "console/overview/unit.html", context)


def _returns(user: Any, programme: Programme, unit: OrgUnit) -> QuerySet[Return]:
    """Its own returns, the latest first, as far as the reader may see them."""
    seen = current(returns_for(user)).filter(schedule__programme=programme, unit=unit)
    return seen.order_by("-due_on", "-pk")


def _above(unit: OrgUnit) -> list[int]:
    return [int(part) for part in unit.path.strip("/").split("/") if part][:-1]
