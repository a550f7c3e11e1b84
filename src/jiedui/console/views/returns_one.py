"""The page of one return, its versions beside one another, and the check of what was frozen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.return_history import story
from jiedui.console.return_page import powers, row_of, sheet_of
from jiedui.console.return_words import due_words, period_of, timing
from jiedui.returns.enums import ReturnState
from jiedui.returns.errors import NotAccepted
from jiedui.returns.models import Return
from jiedui.returns.queries import differences, get_return, since_then, versions_of
from jiedui.returns.recomputing import recomputed
from jiedui.returns.services import reviewing_unit
from jiedui.returns.services.access import asked_level
from jiedui.returns.transitions import WAITING


@require_safe
def return_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Lines, narrative, remarks, what can be done, what happened."""
    return page(request, code, pk)


def page(request: HttpRequest, code: str, pk: int, **said: Any) -> HttpResponse:
    """The page of a return; ``said`` tells what is wrong with what was sent (with ``status`` 422)."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    versions = list(versions_of(one))
    may = powers(request.user, one, versions[-1])
    words, tone, shape = timing(one, programme.today)
    context = {
        "programme": programme,
        "one": one,
        "current": versions[-1],
        "versions": versions,
        "period": period_of(one),
        "timing": {"words": words, "tone": tone, "shape": shape},
        "due_rule": due_words(one.schedule),
        "may": may,
        "sheet": sheet_of(programme, one, reviewing=may.review),
        "level": asked_level(one) if one.state in WAITING else None,
        "levels": levels(one),
        "since": [] if one.editable else [_changed(programme, change) for change in since_then(one)],
        "story": story(versions),
    }
    return render(request, "console/returns/return.html", context | said, status=said.get("status", 200))


@require_safe
def return_versions(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A version beside the one it replaced: only what differs."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    context = {
        "programme": programme,
        "one": one,
        "period": period_of(one),
        "versions": list(versions_of(one)),
        "changes": [_changed(programme, change) for change in differences(one)],
    }
    return render(request, "console/returns/versions.html", context)


@require_safe
def return_check(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Compute a frozen return again from the ledger as it stood then, and hold its seal against what is stored."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    if one.state != ReturnState.ACCEPTED:
        raise NotAccepted
    context = {
        "programme": programme,
        "one": one,
        "period": period_of(one),
        "problems": recomputed(one),
        "since": [_changed(programme, change) for change in since_then(one)],
    }
    return render(request, "console/returns/check.html", context)


def levels(one: Return) -> list[dict[str, Any]]:
    """The levels of the review with the unit that looks on each."""
    found = one.schedule.levels.select_related("unit").order_by("number")
    return [
        {"number": level.number, "unit": reviewing_unit(one, level), "asked": level.number == one.level}
        for level in found
    ]


def _changed(programme: Any, change: Any) -> dict[str, Any]:
    return {"row": row_of(programme, change.line), "before": change.before}
