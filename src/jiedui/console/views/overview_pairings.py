"""Who helps whom: the flow from givers to receivers, and the pairings as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.exchanges import counted_indicators, flows, most_telling, pairings_of
from jiedui.console.flow_chart import flow_chart, flow_finding
from jiedui.console.plan_rows import facts_behind
from jiedui.kernel import figures
from jiedui.plans.models import Indicator
from jiedui.progress.standings import overview


@require_GET
def pairings(request: HttpRequest, code: str) -> HttpResponse:
    """Flows of the chosen indicator, and every pairing in force with what went through it."""
    programme = get_programme(request.user, code)
    on = day_of(request, programme)
    indicators = list(counted_indicators(programme))
    in_force = pairings_of(programme, on)
    chosen = _asked(indicators, request.GET.get("indicator", "")) or most_telling(programme, in_force)
    book = overview(programme, on=on).book
    found = flows(programme, chosen, on=on, book=book) if chosen else []
    through = {(f.giver.pk, f.receiver.pk): f for f in found}
    rows = [(p, through.get((p.giver_id, p.receiver_id))) for p in in_force]
    context: dict[str, Any] = {
        "programme": programme,
        "indicators": indicators,
        "chosen": chosen,
        "rows": rows,
        "facts": facts_behind(in_force),
        "givers": len({p.giver_id for p, _flow in rows}),
        "receivers": len({p.receiver_id for p, _flow in rows}),
        "scale": figures.scale_of([f.value for f in found], chosen.unit if chosen else ""),
        "chart": flow_chart(found, chosen) if chosen and found else None,
        "finding": flow_finding(found, chosen) if chosen and found else "",
        **day_context(request, programme),
    }
    return render(request, "console/overview/pairings.html", context)


def _asked(indicators: list[Indicator], pk: str) -> Indicator | None:
    return next((i for i in indicators if str(i.pk) == pk), None)
