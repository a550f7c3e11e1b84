"""The cockpit: are we going to make it?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedui.accounts.policies import Action, allows
from jiedui.console import desk, findings
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.trajectories import trajectories
from jiedui.progress.standings import Standing, overview
from jiedui.safeguards.queries import grievance_age

MOST_HEADLINES = 6
MOST_DUE = 8


@require_GET
def cockpit(request: HttpRequest, code: str) -> HttpResponse:
    """Headline figures, pace by field of work, the league, and what is due from the reader."""
    programme = get_programme(request.user, code)
    on = day_of(request, programme)
    found = overview(programme, on=on)
    headlines = _headlines(found.own)
    units = list(desk.own_units(request.user))
    due = desk.due_for(request.user, found, units, on=on)
    waits = desk.what_waits(request.user, programme)
    context = {
        "programme": programme,
        "headlines": headlines,
        "trajectories": trajectories(programme, headlines, on=on, known=found),
        "workstreams": found.workstreams,
        "league": found.league,
        "workstream_finding": findings.of_workstreams(found.workstreams),
        "league_finding": findings.of_league(found.league),
        "piles": waits.piles,
        "returns": desk.return_piles(request.user, programme),
        "own_units": units,
        "due": due[:MOST_DUE],
        "due_more": max(0, len(due) - MOST_DUE),
        "papers": desk.papers_with_discrepancies(programme),
        "rules": found.rules,
        "grievances": grievance_age(programme),
        "questions": waits.questions,
        "reviews": waits.reviews,
        "may_see_grievances": allows(request.user, Action.SEE_GRIEVANCES),
        **day_context(request, programme),
    }
    return render(request, "console/overview/cockpit.html", context)


def _headlines(rows: list[Standing]) -> list[Standing]:
    """The headline indicators; where a plan names none, its first paced ones."""
    chosen = [row for row in rows if row.indicator.headline]
    return (chosen or [row for row in rows if row.status.paced])[:MOST_HEADLINES]
