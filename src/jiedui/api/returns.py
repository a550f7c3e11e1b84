"""``/api/returns``: list, read, hand in and decide on returns."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import NotFound
from jiedui.ledger.kinds.values import MaybeLine, Paragraph
from jiedui.ledger.schemas import UnitOut
from jiedui.organisations.queries import get_unit
from jiedui.plans.queries import get_programme, get_workstream
from jiedui.returns import queries, services
from jiedui.returns.models import Remark, Return, ReturnLine
from jiedui.returns.services import RemarkSpec

router = Router(auth=scoped(TokenScope.RETURNS))
LARGEST_PAGE = 200


class ListQuery(Schema):
    """What the list can be narrowed by; ``from`` and ``to`` bound the last day of the period."""

    programme: MaybeLine
    workstream: MaybeLine = ""
    unit: int | None = None
    state: Literal["", "open", "submitted", "in_review", "sent_back", "accepted", "overdue"] = ""
    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


class ReturnOut(BaseModel):
    """A return without its lines. ``stamp`` is sent along with an act, so that two are told apart."""

    id: int
    programme: str
    schedule: str
    name: str
    workstream: str | None
    unit: UnitOut
    starts_on: date
    ends_on: date
    due_on: date
    version: int
    state: str
    level: int
    stamp: int
    filed_on: date | None
    accepted_at: datetime | None
    sequence: int | None
    entries: int
    entries_digest: str
    hash: str


class LineOut(BaseModel):
    """A figure: the ledger's, the unit's own where it gave one, and the one that is reported."""

    number: int
    indicator: int | None
    name: str
    measured_in: str
    value: Decimal | None
    cumulative: Decimal | None
    target: Decimal | None
    adjusted: Decimal | None
    reason: str
    final: Decimal | None
    evidenced: Decimal | None
    confirmed: Decimal | None
    entries: int


class TextOut(BaseModel):
    """A section of the narrative."""

    number: int
    name: str
    required: bool
    text: str


class RemarkOut(BaseModel):
    """A reviewer's remark and the unit's answer; ``line`` and ``section`` are numbers."""

    id: int
    line: int | None
    section: int | None
    text: str
    answer: str


class ReturnInFull(ReturnOut):
    """A return with all it holds."""

    lines: list[LineOut]
    texts: list[TextOut]
    remarks: list[RemarkOut]


class Page(BaseModel):
    """One page of a list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[ReturnOut]


class StampIn(Schema):
    """The stamp of the return as it was seen; with it, an act on what somebody changed meanwhile is refused."""

    stamp: int | None = None


class AdjustmentIn(StampIn):
    """The unit's own figure with its reason; null takes it away."""

    value: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=4)] | None
    reason: Paragraph = ""


class TextIn(StampIn):
    """The narrative under one heading."""

    text: Annotated[str, Field(max_length=20_000)]


class AnswerIn(Schema):
    """An answer to a remark."""

    answer: Paragraph


class RemarkIn(Schema):
    """A remark on a line, a section or, with neither, on the whole return."""

    text: Paragraph
    line: int | None = None
    section: int | None = None


class SendBackIn(StampIn):
    """Why, for the whole return or line by line."""

    reason: Paragraph = ""
    remarks: list[RemarkIn] = []


class ReasonIn(Schema):
    """Why."""

    reason: Paragraph


def _actor(request: HttpRequest) -> Any:
    return request.user


def _return(request: HttpRequest, pk: int) -> Return:
    """The return, if the person may see it. Raises NotFound."""
    require(request.user, Action.SEE_RETURNS)
    found = queries.returns_for(request.user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _line(one: Return, number: int) -> ReturnLine:
    found = one.lines.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _brief(one: Return) -> dict[str, Any]:
    workstream = one.schedule.workstream
    return {
        "id": one.pk,
        "programme": one.schedule.programme.code,
        "schedule": one.schedule.code,
        "name": one.schedule.label,
        "workstream": workstream.key if workstream else None,
        "unit": UnitOut(id=one.unit_id, name=one.unit.name),
        **{name: getattr(one, name) for name in PLAIN},
    }


PLAIN = (
    "starts_on", "ends_on", "due_on", "version", "state", "level", "stamp", "filed_on", "accepted_at",
    "sequence", "entries", "entries_digest", "hash",
)  # fmt: skip


def _in_full(request: HttpRequest, pk: int) -> ReturnInFull:
    one = _return(request, pk)
    reviewing = services.may_review(_actor(request), one)
    return ReturnInFull(
        **_brief(one),
        lines=[_line_out(line) for line in queries.lines_of(one)],
        texts=[
            TextOut(number=text.number, name=text.label, required=text.required, text=text.text)
            for text in one.texts.all()
        ],
        remarks=[_remark_out(remark) for remark in queries.remarks_for(one, reviewing=reviewing)],
    )


def _line_out(line: ReturnLine) -> LineOut:
    own = ("number", "measured_in", "value", "cumulative", "target", "adjusted", "reason", "final",
           "evidenced", "confirmed", "entries")  # fmt: skip
    values = {name: getattr(line, name) for name in own}
    return LineOut(indicator=line.indicator_id, name=line.label, **values)


def _remark_out(remark: Remark) -> RemarkOut:
    return RemarkOut(
        id=remark.pk,
        line=remark.line.number if remark.line else None,
        section=remark.section.number if remark.section else None,
        text=remark.text,
        answer=remark.answer,
    )


@router.get("", response=Page)
def list_returns(request: HttpRequest, filters: Query[ListQuery]) -> Page:
    """Returns you may see, by due day; of each the last version."""
    require(request.user, Action.SEE_RETURNS)
    programme = get_programme(filters.programme)
    found = queries.returns_behind(
        request.user,
        programme=programme,
        today=programme.today,
        workstream=get_workstream(programme, filters.workstream) if filters.workstream else None,
        unit=get_unit(filters.unit) if filters.unit is not None else None,
        state=filters.state,
        start=filters.start,
        end=filters.end,
    )
    first = (filters.page - 1) * filters.page_size
    return Page(
        count=found.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=[ReturnOut(**_brief(one)) for one in found[first : first + filters.page_size]],
    )


@router.get("/{int:return_id}", response=ReturnInFull)
def read_return(request: HttpRequest, return_id: int) -> ReturnInFull:
    """One return with its lines; as long as it is open, as the ledger stands now."""
    return _in_full(request, return_id)


@router.post("/{int:return_id}/lines/{int:number}", response=ReturnInFull)
@repeatable
def adjust_line(request: HttpRequest, return_id: int, number: int, payload: AdjustmentIn) -> ReturnInFull:
    """Put the unit's own figure beside the ledger's."""
    line = _line(_return(request, return_id), number)
    services.adjust_line(
        actor=_actor(request), line=line, value=payload.value, reason=payload.reason, stamp=payload.stamp
    )
    return _in_full(request, return_id)


@router.post("/{int:return_id}/texts/{int:number}", response=ReturnInFull)
@repeatable
def write_text(request: HttpRequest, return_id: int, number: int, payload: TextIn) -> ReturnInFull:
    """Write the narrative under one heading."""
    section = _return(request, return_id).texts.filter(number=number).first()
    if section is None:
        raise NotFound
    services.write_text(actor=_actor(request), section=section, text=payload.text, stamp=payload.stamp)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/remarks/{int:remark_id}/answer", response=ReturnInFull)
@repeatable
def answer_remark(request: HttpRequest, return_id: int, remark_id: int, payload: AnswerIn) -> ReturnInFull:
    """Answer a reviewer's remark."""
    remark = _return(request, return_id).remarks.filter(pk=remark_id).first()
    if remark is None:
        raise NotFound
    services.answer_remark(actor=_actor(request), remark=remark, answer=payload.answer)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/submit", response=ReturnInFull)
@repeatable
def submit_return(request: HttpRequest, return_id: int, payload: StampIn) -> ReturnInFull:
    """Hand the return in; its figures are fixed as the ledger stands now."""
    one = _return(request, return_id)
    services.submit_return(actor=_actor(request), one=one, stamp=payload.stamp)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/withdraw", response=ReturnInFull)
@repeatable
def withdraw_return(request: HttpRequest, return_id: int, payload: StampIn) -> ReturnInFull:
    """Take the return back before its review has begun."""
    one = _return(request, return_id)
    services.withdraw_return(actor=_actor(request), one=one, stamp=payload.stamp)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/lines/{int:number}/take", response=ReturnInFull)
@repeatable
def take_adjustment(request: HttpRequest, return_id: int, number: int) -> ReturnInFull:
    """Take the unit's own figure for a line, as a reviewer."""
    line = _line(_return(request, return_id), number)
    services.take_adjustment(actor=_actor(request), line=line)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/approve", response=ReturnInFull)
@repeatable
def approve_return(request: HttpRequest, return_id: int, payload: StampIn) -> ReturnInFull:
    """Pass the return on to the next level or, on the last one, accept it for good."""
    one = _return(request, return_id)
    services.approve_return(actor=_actor(request), one=one, stamp=payload.stamp)
    return _in_full(request, return_id)


@router.post("/{int:return_id}/send-back", response=ReturnInFull)
@repeatable
def send_back_return(request: HttpRequest, return_id: int, payload: SendBackIn) -> ReturnInFull:
    """Send the return back, as a whole or line by line."""
    one = _return(request, return_id)
    services.send_back_return(
        actor=_actor(request),
        one=one,
        reason=payload.reason,
        remarks=[_spec(one, remark) for remark in payload.remarks],
        stamp=payload.stamp,
    )
    return _in_full(request, return_id)


def _spec(one: Return, remark: RemarkIn) -> RemarkSpec:
    line = _line(one, remark.line) if remark.line is not None else None
    section = one.texts.filter(number=remark.section).first() if remark.section is not None else None
    if remark.section is not None and section is None:
        raise NotFound
    return RemarkSpec(remark.text, line=line, section=section)


@router.post("/{int:return_id}/reopen", response=ReturnInFull)
@repeatable
def reopen_return(request: HttpRequest, return_id: int, payload: ReasonIn) -> ReturnInFull:
    """Open an accepted return again; the answer is the new version."""
    one = _return(request, return_id)
    new = services.reopen_return(actor=_actor(request), one=one, reason=payload.reason)
    return _in_full(request, new.pk)
