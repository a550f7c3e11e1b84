"""What do I owe, what waits for me? And, with filters, every return there is."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import ALLOWED, Action, scope_of
from jiedui.console.access import get_programme
from jiedui.console.return_filters import ReturnFilter
from jiedui.console.return_rows import rows_of
from jiedui.plans.models import Programme
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.queries import counts_by_state, current, overdue, returns_for, waiting_for
from jiedui.returns.transitions import WAITING

PAGE = 50
MOST = 40
"""How many returns of each sort that wait stand on the first page; the rest is one click away."""
LATEST = 6
"""How many returns with the reviewers, and how many accepted ones, stand on the first page."""


@require_safe
def returns(request: HttpRequest, code: str) -> HttpResponse:
    """The person's own returns by due day, and the queue of what waits for their review."""
    programme = get_programme(request.user, code)
    today, waiting = programme.today, waiting_for(request.user, programme)  # type: ignore[arg-type]
    own = owned(request.user, programme)
    handed_in = own.filter(state__in=WAITING).order_by("-submitted_at", "-pk")
    accepted = own.filter(state=ReturnState.ACCEPTED).order_by("-accepted_at", "-pk")
    counts = counts_by_state(own)
    context = {
        "programme": programme,
        "to_file": rows_of(waiting.to_file[:MOST], today),
        "to_file_count": waiting.to_file.count(),
        "late": overdue(waiting.to_file, today).count(),
        "sent_back": rows_of(waiting.sent_back[:MOST], today),
        "to_review": rows_of(waiting.to_review[:MOST], today),
        "to_review_count": waiting.to_review.count(),
        "handed_in": rows_of(handed_in[:LATEST], today),
        "handed_in_count": sum(counts[state] for state in WAITING),
        "accepted": rows_of(accepted[:LATEST], today),
        "accepted_count": counts[ReturnState.ACCEPTED],
        "sees_all": scope_of(request.user).sees_all,
        "tab": "mine",
    }
    return render(request, "console/returns/mine.html", context)


@require_safe
def returns_all(request: HttpRequest, code: str) -> HttpResponse:
    """Every return the person may see, filtered by the address."""
    programme = get_programme(request.user, code)
    chosen = ReturnFilter(request.GET, programme=programme, user=request.user)
    found = chosen.found.order_by("-due_on", "schedule__name", "unit__path", "pk")
    seen = current(returns_for(request.user)).filter(schedule__programme=programme)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter": chosen,
        "page": page,
        "rows": rows_of(page.object_list, programme.today),
        "total": seen.count(),
        "counts": _told(counts_by_state(found)),
        "late": overdue(found, programme.today).count(),
        "tab": "all",
    }
    return render(request, "console/returns/all.html", context)


def owned(user: Any, programme: Programme) -> QuerySet[Return]:
    """The current returns of the person's own units."""
    own = scope_of(user).within("unit", *ALLOWED[Action.FILE_RETURN])
    return current(returns_for(user)).filter(own, schedule__programme=programme)


def _told(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """States with their words and how many returns stand in each; empty ones are left out."""
    return [(state, str(ReturnState(state).label), n) for state, n in counts.items() if n]
