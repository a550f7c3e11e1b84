"""``/api/differences``: what the two sides differ on, and how they end it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import NotFound
from jiedui.ledger import queries, services
from jiedui.ledger.enums import DifferenceState
from jiedui.ledger.kinds.values import MaybeLine, Paragraph
from jiedui.ledger.models import Difference
from jiedui.plans.queries import get_programme

router = Router(auth=scoped(TokenScope.WRITE))
LARGEST_PAGE = 200


class WordOut(BaseModel):
    """Something said or done in a difference, and for which side."""

    act: str
    side: str
    text: str
    at: datetime


class DifferenceOut(BaseModel):
    """A difference on an entry. ``proposed_side`` has proposed ``outcome``; the other has not answered yet.

    ``your_side`` is the one for which you speak; null where you only read.
    """

    id: int
    entry: int
    state: str
    outcome: str
    figure: Decimal | None
    reason: str
    proposed_side: str
    opened_at: datetime
    closed_at: datetime | None
    your_side: str | None
    words: list[WordOut]


class Page(BaseModel):
    """One page of a list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[DifferenceOut]


class ListQuery(Schema):
    """What the list can be narrowed by; ``unsettled`` are those that are open or agreed."""

    programme: MaybeLine
    state: Literal["", "unsettled", "open", "agreed", "closed"] = ""
    entry: int | None = None
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


class ReplyIn(Schema):
    """Something to say."""

    text: Paragraph


class OutcomeIn(Schema):
    """How it should end, and why; ``figure`` where the giver's is not right."""

    outcome: Literal["stands", "corrected", "withdrawn"]
    reason: Paragraph
    figure: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=4)] | None = None


class NoteIn(Schema):
    """A remark."""

    note: Paragraph = ""


def _rows(request: HttpRequest) -> QuerySet[Difference]:
    require(request.user, Action.SEE_ENTRIES)
    return queries.differences_for(request.user)


def _one(request: HttpRequest, difference_id: int) -> Difference:
    found = _rows(request).filter(pk=difference_id).first()
    if found is None:
        raise NotFound
    return found


def _out(user: Any, one: Difference) -> DifferenceOut:
    own = ("state", "outcome", "figure", "reason", "proposed_side", "opened_at", "closed_at")
    return DifferenceOut(
        id=one.pk,
        entry=one.entry_id,
        your_side=services.side_of(user, one.entry),
        words=[WordOut(act=word.act, side=word.side, text=word.text, at=word.at) for word in one.words.all()],
        **{name: getattr(one, name) for name in own},
    )


@router.get("", response=Page, auth=scoped(TokenScope.READ))
def list_differences(request: HttpRequest, filters: Query[ListQuery]) -> Page:
    """Differences on entries you may see, the oldest first."""
    found = _rows(request).filter(entry__programme=get_programme(filters.programme))
    if filters.state:
        wanted = DifferenceState.unresolved() if filters.state == "unsettled" else {filters.state}
        found = found.filter(state__in=wanted)
    if filters.entry is not None:
        found = found.filter(entry=filters.entry)
    first = (filters.page - 1) * filters.page_size
    return Page(
        count=found.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=[_out(request.user, one) for one in found[first : first + filters.page_size]],
    )


@router.get("/{int:difference_id}", response=DifferenceOut, auth=scoped(TokenScope.READ))
def read_difference(request: HttpRequest, difference_id: int) -> DifferenceOut:
    """One difference with all that was said."""
    return _out(request.user, _one(request, difference_id))


@router.post("/{int:difference_id}/reply", response=DifferenceOut)
@repeatable
def reply_difference(request: HttpRequest, difference_id: int, payload: ReplyIn) -> DifferenceOut:
    """Say something to the other side."""
    one = _one(request, difference_id)
    services.reply(actor=request.user, difference=one, text=payload.text)  # type: ignore[arg-type]
    return read_difference(request, difference_id)


@router.post("/{int:difference_id}/propose", response=DifferenceOut)
@repeatable
def propose_outcome(request: HttpRequest, difference_id: int, payload: OutcomeIn) -> DifferenceOut:
    """Propose, for your side, how the difference should end; an earlier proposal is replaced."""
    services.propose_outcome(
        actor=request.user,  # type: ignore[arg-type]
        difference=_one(request, difference_id),
        outcome=payload.outcome,
        reason=payload.reason,
        figure=payload.figure,
    )
    return read_difference(request, difference_id)


@router.post("/{int:difference_id}/agree", response=DifferenceOut)
@repeatable
def agree_difference(request: HttpRequest, difference_id: int, payload: NoteIn) -> DifferenceOut:
    """Agree, for your side, to what the other proposed."""
    one = _one(request, difference_id)
    services.agree_outcome(actor=request.user, difference=one, note=payload.note)  # type: ignore[arg-type]
    return read_difference(request, difference_id)
