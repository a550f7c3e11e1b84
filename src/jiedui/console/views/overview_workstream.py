"""A field of work: its targets by unit, milestones, tasks and latest entries."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedui.console import findings, grids
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.plan_rows import milestone_rows, task_rows
from jiedui.console.trajectories import trajectories
from jiedui.ledger.queries import entries_for
from jiedui.plans.queries import get_workstream
from jiedui.progress.standings import overview, programme_targets, whole_targets

LATEST = 8


@require_GET
def workstream(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The page of one field of work."""
    programme = get_programme(request.user, code)
    found = get_workstream(programme, key)
    on = day_of(request, programme)
    known = overview(programme, on=on)
    rows = [row for row in known.rows if row.indicator.workstream_id == found.pk]
    wholes = programme_targets(rows)
    context = {
        "programme": programme,
        "workstream": found,
        "wholes": wholes,
        "finding": findings.of_targets(wholes),
        "grid": grids.standings_grid(whole_targets(rows)).compared,
        "trajectories": trajectories(programme, wholes, on=on, known=known),
        "milestones": milestone_rows(programme, on=on, workstream=found),
        "tasks": task_rows(programme, on=on, workstream=found),
        "entries": entries_for(request.user).filter(programme=programme, workstream=found)[:LATEST],
        **day_context(request, programme),
    }
    return render(request, "console/overview/workstream.html", context)
