"""The day a page speaks of: ``?on=2019-06-30``, else the programme's today."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from jiedui.plans.models import Programme


def day_of(request: HttpRequest, programme: Programme) -> date:
    """The day asked for; anything that is no date counts as the programme's today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return programme.today


def day_context(request: HttpRequest, programme: Programme) -> dict[str, object]:
    """What the day chooser of a page needs; ``on_query`` carries a chosen day on to linked pages."""
    on = day_of(request, programme)
    chosen = on != programme.today
    return {"on": on, "day_chosen": chosen, "on_query": f"?on={on:%Y-%m-%d}" if chosen else ""}
