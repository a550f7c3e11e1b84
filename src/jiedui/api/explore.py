"""``/api/explore``: the figures of the explorer, fetched again and again by spreadsheets and programs.

The parameters are those of the explorer's page, so that any view is a connection. Spreadsheets ask for a user name
and a password: whatever name, and a service token as the password.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import BrowserSession, PasswordOrToken, Token
from jiedui.plans.queries import get_programme
from jiedui.warehouse.exports.entries import entries_paper
from jiedui.warehouse.exports.flat import lines
from jiedui.warehouse.exports.paper import Paper
from jiedui.warehouse.exports.tables import long_paper
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.pivots import answer
from jiedui.warehouse.queries import view_for

SCOPE = TokenScope.FIGURES
AUTH: list[Any] = [Token(SCOPE), PasswordOrToken(SCOPE), BrowserSession()]
router = Router(auth=AUTH)


@router.get("/{code}/cells.csv", response={200: None})
def read_cells(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """A row a cell: its row and its column with their ids, the indicator, its unit, the value, how many entries.

    Parameters are those of the explorer's page: `of`, `show`, `rows`, `columns`, `from`, `to`, `giver`, `receiver`,
    `workstream`, `asof`. `X-Row-Count` says how many rows follow the heads.
    """
    form = _form(request, code)
    return as_csv(long_paper(form, answer(view_for(form.user), form.pivot, form.counted)), f"{code}-cells")


@router.get("/{code}/entries.csv", response={200: None})
def read_entries(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """A row an entry and indicator: the entries behind the whole table that the same parameters describe."""
    form = _form(request, code)
    table = answer(view_for(form.user), form.pivot, form.counted)
    return as_csv(entries_paper(form, table), f"{code}-entries")


def _form(request: HttpRequest, code: str) -> PivotForm:
    require(request.user, Action.SEE_ENTRIES)
    return PivotForm(request.GET, programme=get_programme(code), user=request.user)


def as_csv(paper: Paper, name: str) -> StreamingHttpResponse:
    """The rows as a file that is fetched again and again."""
    response: Any = StreamingHttpResponse(lines(paper), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Row-Count"] = str(paper.count)
    response["Cache-Control"] = "no-store"
    return response  # type: ignore[no-any-return]
