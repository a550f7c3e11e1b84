"""Scores for machines: exact decimals as text, the same on the command line and in the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiedui.kernel.canonical import plain
from jiedui.progress.scorecards.actions import Action
from jiedui.progress.scorecards.reckoning import LineScore, Sheet, UnitScore

PLACES = Decimal("0.000001")


def sheet_as_dict(sheet: Sheet) -> dict[str, Any]:
    """The version, the day and every unit's score by heading."""
    version = sheet.plan.version
    return {
        "programme": version.scorecard.programme.code,
        "synthetic": version.scorecard.programme.synthetic,
        "scorecard": version.scorecard.code,
        "version": version.number,
        "on": sheet.on.isoformat(),
        "total": plain(version.total),
        "units": [score_as_dict(sheet, score) for score in sheet.scores],
    }


def score_as_dict(sheet: Sheet, score: UnitScore) -> dict[str, Any]:
    """A unit's score: out of the total, as points got of the points that apply, and by heading."""
    return {
        "unit": score.unit.name,
        "unit_id": score.unit.pk,
        "level": str(score.level),
        "score": _text(score.score),
        "points": plain(score.got),
        "possible": plain(score.possible),
        "rank": score.rank,
        "of": score.of_ranks,
        "grade": score.grade.name if score.grade else None,
        "headings": [
            {"name": heading.name, "points": _text(found and found[0]), "possible": _text(found and found[1])}
            for heading in sheet.plan.headings
            for found in [score.of_heading(heading)]
        ],
    }


def line_as_dict(one: LineScore) -> dict[str, Any]:
    """A line: what it rests on and the points it gave; ``points`` is null where it is left out."""
    basis, line = one.basis, one.line
    return {
        "code": line.code,
        "name": line.name,
        "heading": line.heading.name,
        "measure": line.measure,
        "function": line.shape or None,
        "parameters": line.parameters,
        "indicator": line.indicator.code if line.indicator else None,
        "rule": line.rule.code if line.rule else None,
        "value": _text(basis.value.quantize(PLACES)) if basis else None,
        "figure": _text(basis.figure) if basis else None,
        "against": _text(basis.against.quantize(PLACES)) if basis and basis.against is not None else None,
        "place": one.place,
        "points": _text(one.points),
        "possible": plain(line.points),
    }


def action_as_dict(action: Action) -> dict[str, Any]:
    """An action: so much more of an indicator, and what it adds to the score."""
    return {
        "sort": str(action.sort),
        "lines": [one.line.code for one in action.lines],
        "indicator": action.indicator.code,
        "more": plain(action.more),
        "measured_in": action.indicator.unit,
        "gain": plain(action.gain),
        "reachable": action.reachable,
        "months": _text(action.months.quantize(Decimal("0.1"))) if action.months is not None else None,
        "place": action.place,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
