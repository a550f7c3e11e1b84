"""``/api/entries/waiting`` and ``/api/entries/{id}/approvals``: what waits for one's decision, and for whose."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.presenters import Approvals, approvals_of, present
from jiedui.kernel.errors import NotFound
from jiedui.ledger import queries
from jiedui.ledger.approvals import course_of
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.schemas import EntryOut
from jiedui.ledger.turns import waits_for
from jiedui.plans.queries import get_programme

router = Router(auth=scoped(TokenScope.READ))
LARGEST_PAGE = 200


class WaitingQuery(Schema):
    """Of which programme, and which page."""

    programme: MaybeLine
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


class WaitingOut(BaseModel):
    """A submitted entry you may decide on; ``approves``: the role whose approval its amount needs next, if it does."""

    entry: EntryOut
    approves: str | None


class Page(BaseModel):
    """One page of a list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[WaitingOut]


@router.get("/waiting", response=Page)
def list_waiting(request: HttpRequest, filters: Query[WaitingQuery]) -> Page:
    """Submitted entries that wait for you: to accept, to return, or to give one of the approvals they need."""
    require(request.user, Action.SEE_ENTRIES)
    programme = get_programme(filters.programme)
    found = queries.waiting_for(request.user, programme).to_decide  # type: ignore[arg-type]
    first = (filters.page - 1) * filters.page_size
    shown = list(queries.in_full(found)[first : first + filters.page_size])
    turn = waits_for(shown)
    return Page(
        count=found.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=[WaitingOut(entry=present(entry), approves=turn.get(entry.pk)) for entry in shown],
    )


@router.get("/{int:entry_id}/approvals", response=Approvals)
def read_approvals(request: HttpRequest, entry_id: int) -> Approvals:
    """The approvals an entry's amount needs, and those it has of its present submission."""
    require(request.user, Action.SEE_ENTRIES)
    entry = queries.entries_for(request.user).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return approvals_of(course_of(entry))
