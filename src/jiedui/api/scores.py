"""``/api/scores``: what units would score by the published scorecard, on any day. Read only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.kernel.errors import NotFound
from jiedui.plans.queries import get_programme
from jiedui.progress.scorecards.actions import actions
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.queries import version_in_force
from jiedui.progress.scorecards.reckoning import Sheet, score_sheet
from jiedui.progress.scorecards.telling import (
    action_as_dict,
    line_as_dict,
    score_as_dict,
    sheet_as_dict,
)

router = Router(auth=scoped(TokenScope.FIGURES))


@router.get("/{code}", response=dict[str, Any], url_name="read_scores")
def read_scores(request: HttpRequest, code: str, on: date | None = None) -> dict[str, Any]:
    """Every unit's score, rank and grade, and its points by heading. `on` is a day; the programme's today without it.

    Points are exact decimals as text. A heading none of whose lines applies to a unit has null.
    """
    return sheet_as_dict(_sheet(request, code, on))


@router.get("/{code}/units/{unit}", response=dict[str, Any], url_name="read_unit_score")
def read_unit_score(request: HttpRequest, code: str, unit: int, on: date | None = None) -> dict[str, Any]:
    """One unit's score line by line: value, figure, what it is held against, points; and what would raise it most."""
    sheet = _sheet(request, code, on)
    found = next((score for score in sheet.scores if score.unit.pk == unit), None)
    if found is None:
        raise NotFound
    return {
        **score_as_dict(sheet, found),
        "on": sheet.on.isoformat(),
        "lines": [line_as_dict(one) for one in found.lines if one.meant],
        "actions": [action_as_dict(one) for one in actions(found, sheet.facts)],
    }


def _sheet(request: HttpRequest, code: str, on: date | None) -> Sheet:
    require(request.user, Action.SEE_SCORES)
    programme = get_programme(code)
    version = version_in_force(programme)
    if version is None:
        raise NotFound
    return score_sheet(plan_of(version), Facts(programme, on or programme.today))
