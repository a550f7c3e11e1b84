"""How units keep pace: the league, and each unit's targets beside one another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.console import findings
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.pace_map import pace_map
from jiedui.progress.standings import overview


@require_safe
def paces(request: HttpRequest, code: str) -> HttpResponse:
    """Units by indicators at the close of a day."""
    programme = get_programme(request.user, code)
    on = day_of(request, programme)
    league = overview(programme, on=on).league
    context = {
        "programme": programme,
        "league": league,
        "league_finding": findings.of_league(league),
        "map": pace_map(league),
        **day_context(request, programme),
    }
    return render(request, "console/explore/paces.html", context)
