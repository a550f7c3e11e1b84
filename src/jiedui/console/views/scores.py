"""Scores: what every unit would score, one unit's scorecard, who moves when the rule changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows, require, scope_of
from jiedui.console import score_words
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.score_rows import BESIDE, action_rows, heat_rows, line_rows
from jiedui.console.score_xlsx import workbook_of
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.comparing import compare
from jiedui.progress.scorecards.enums import Assessor
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.models import ScorecardVersion
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.queries import (
    assessments_for,
    get_version,
    kinds_open_to,
    side_by_side,
    versions_for,
)
from jiedui.progress.scorecards.reckoning import Sheet, UnitScore, score_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """The version and the day of a page; ``query`` carries both on to linked pages."""

    programme: Programme
    versions: list[ScorecardVersion]
    version: ScorecardVersion | None
    query: str

    def sheet(self, request: HttpRequest) -> Sheet:
        """Its scores. Raises NotFound without a version."""
        if self.version is None:
            raise NotFound
        return score_sheet(plan_of(self.version), Facts(self.programme, day_of(request, self.programme)))


def asked(request: HttpRequest, code: str) -> Asked:
    """The version asked for, else the one in force, else the draft. Raises NotAllowed, NotFound."""
    programme = get_programme(request.user, code)
    require(request.user, Action.SEE_SCORES)
    versions = list(versions_for(request.user, programme))
    wanted = request.GET.get("version", "")
    if wanted:
        chosen = next((one for one in versions if str(one.pk) == wanted), None)
        if chosen is None:
            raise NotFound
    else:
        published = [one for one in versions if not one.is_draft]
        chosen = next(iter(published or versions), None)
    on = day_of(request, programme)
    parts = [f"on={on:%Y-%m-%d}"] if on != programme.today else []
    parts += [f"version={wanted}"] if wanted else []
    return Asked(programme, versions, chosen, f"?{'&'.join(parts)}" if parts else "")


@require_safe
def scores(request: HttpRequest, code: str) -> HttpResponse:
    """The table of all units, and the reader's own score (the programme's, where none of theirs is scored)."""
    about = asked(request, code)
    context = _context(request, about)
    if about.version is not None:
        sheet = about.sheet(request)
        own = _own(request.user, sheet)
        context |= {
            "sheet": sheet,
            "rows": heat_rows(sheet),
            "finding": score_words.finding(sheet),
            "own": own,
            "actions": action_rows(request.user, about.programme, sheet, own) if own else [],
        }
    return render(request, "console/scores/table.html", context)


@require_safe
def scores_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The table as a workbook."""
    about = asked(request, code)
    sheet = about.sheet(request)
    response = HttpResponse(workbook_of(sheet), content_type=XLSX)
    name = get_valid_filename(f"{code}-scores-{sheet.on:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def score_unit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One unit's scorecard: what each line rests on, its points beside those others gave, the three actions."""
    about = asked(request, code)
    sheet = about.sheet(request)
    score = next((one for one in sheet.scores if one.unit.pk == pk), None)
    if score is None:
        raise NotFound
    version = sheet.plan.version
    columns = side_by_side(request.user, version, score.unit, sheet.on)
    context = _context(request, about) | {
        "sheet": sheet,
        "score": score,
        "applies": score_words.applies_words(score),
        "waiting": sum((one.line.points for one in score.lines if one.waits), start=score.total * 0),
        "groups": _groups(about.programme, score, sheet, columns),
        "columns": [(kind, columns.get(kind)) for kind in BESIDE],
        "beside": any(kind in columns for kind in BESIDE),
        "totals": [_total(columns.get(kind)) for kind in BESIDE],
        "actions": action_rows(request.user, about.programme, sheet, score),
        "kinds": _kinds(request.user, about.programme, score, version),
        "assessments": assessments_for(request.user, about.programme).filter(
            unit=score.unit, version=version
        )[:20],
    }
    return render(request, "console/scores/unit.html", context)


def _kinds(user: Any, programme: Programme, score: UnitScore, version: ScorecardVersion) -> list[Assessor]:
    """What the reader may score the unit as; nobody scores by a draft, and the office only what is to be judged."""
    if version.is_draft:
        return []
    judged = any(one.planned.function is None and one.meant for one in score.lines)
    open_kinds = kinds_open_to(user, programme, score.unit)
    return [kind for kind in open_kinds if judged or kind != Assessor.OFFICE]


def _groups(programme: Programme, score: UnitScore, sheet: Sheet, columns: Any) -> list[dict[str, Any]]:
    found = []
    for heading in sheet.plan.headings:
        rows = line_rows(programme, score, heading, columns)
        if rows:
            found.append({"heading": heading, "rows": rows, "sum": score.of_heading(heading)})
    return found


def _total(column: Any) -> Any:
    if column is None:
        return None
    return sum(score.points for score in column[1].values() if score.points is not None)


@require_safe
def scores_compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions on the same day: who moves, and by which lines."""
    about = asked(request, code)
    versions = about.versions
    new = get_version(request.user, about.programme, request.GET["new"]) if request.GET.get("new") else None
    old = get_version(request.user, about.programme, request.GET["old"]) if request.GET.get("old") else None
    new = new or next(iter(versions), None)
    if new is None:
        raise NotFound
    old = old or before(versions, new)
    context = _context(request, about) | {"old": old, "new": new}
    if old is not None:
        context |= moves_of(about.programme, old, new, request)
    return render(request, "console/scores/compare.html", context)


def before(versions: list[ScorecardVersion], new: ScorecardVersion) -> ScorecardVersion | None:
    """The published version before this one."""
    earlier = [
        one
        for one in versions
        if one.scorecard_id == new.scorecard_id and one.number < new.number and not one.is_draft
    ]
    return max(earlier, key=lambda one: one.number, default=None)


def moves_of(
    programme: Programme, old: ScorecardVersion, new: ScorecardVersion, request: HttpRequest
) -> dict[str, Any]:
    """Every unit under both versions; the facts of the day are read once."""
    facts = Facts(programme, day_of(request, programme))
    moves = compare(score_sheet(plan_of(old), facts), score_sheet(plan_of(new), facts))
    return {
        "moves": moves,
        "moved": sum(1 for move in moves if move.change),
        "replaced": sum(1 for move in moves if move.places),
        "regraded": sum(1 for move in moves if move.regraded),
    }


def _own(user: Any, sheet: Sheet) -> UnitScore | None:
    """The first of the reader's own units that is scored, else the programme."""
    paths = scope_of(user).paths()
    own = [one for one in sheet.scores if any(one.unit.path.startswith(path) for path in paths)]
    return next(iter(own), next(iter(sheet.scores), None))


def _context(request: HttpRequest, about: Asked) -> dict[str, Any]:
    return {
        "programme": about.programme,
        "versions": about.versions,
        "version": about.version,
        "query": about.query,
        "may_edit": allows(request.user, Action.EDIT_SCORECARD),
        "draft": next((one for one in about.versions if one.is_draft), None),
        **day_context(request, about.programme),
    }
