"""``/api/entries``: list, read, export and record acts of help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field, create_model

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.presenters import present
from jiedui.api.repeatable import IdempotencyKey
from jiedui.kernel.errors import NotFound
from jiedui.ledger import exports, kinds, queries
from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import EntryOut, input_model
from jiedui.ledger.services import record_entry
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import get_unit
from jiedui.plans.queries import get_indicator, get_programme, get_workstream
from jiedui.projects.queries import get_project

router = Router(auth=scoped(TokenScope.READ))
LARGEST_PAGE = 200
EXPORT_BATCH = 500


class EntryFilters(Schema):
    """What the list can be narrowed by. Units stand for everything under them."""

    programme: MaybeLine
    kind: MaybeLine = ""
    state: Literal["", "draft", "submitted", "returned", "accepted"] = ""
    workstream: MaybeLine = ""
    indicator: int | None = None
    giver: int | None = None
    receiver: int | None = None
    project: int | None = None
    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")
    q: MaybeLine = ""
    confirmation: Literal["", "none", "agreed", "disputed"] = ""


class ListQuery(EntryFilters):
    """The filters, and which page of what they leave."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


class Page(BaseModel):
    """One page of a list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[EntryOut]


def found(user: Any, filters: EntryFilters) -> QuerySet[Entry]:
    """The entries the person may see and the filters leave. Raises NotAllowed without a role, NotFound."""
    require(user, Action.SEE_ENTRIES)
    programme = get_programme(filters.programme)
    return queries.entries_behind(
        user,
        programme=programme,
        indicator=get_indicator(programme, filters.indicator) if filters.indicator else None,
        giver=_unit(filters.giver),
        receiver=_unit(filters.receiver),
        workstream=get_workstream(programme, filters.workstream) if filters.workstream else None,
        project=get_project(user, programme, filters.project) if filters.project is not None else None,
        kind=kinds.get(filters.kind).key if filters.kind else "",
        state=EntryState(filters.state) if filters.state else "",
        start=filters.start,
        end=filters.end,
        q=filters.q,
        confirmation=filters.confirmation,
    )


def _unit(pk: int | None) -> OrgUnit | None:
    return get_unit(pk) if pk is not None else None


@router.get("", response=Page)
def list_entries(request: HttpRequest, filters: Query[ListQuery]) -> Page:
    """Entries you may see, the latest first."""
    entries = found(request.user, filters)
    start = (filters.page - 1) * filters.page_size
    shown = queries.in_full(entries)[start : start + filters.page_size]
    return Page(
        count=entries.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=[present(entry) for entry in shown],
    )


@router.get("/export.csv", response={200: None})
def export_entries(request: HttpRequest, filters: Query[EntryFilters]) -> StreamingHttpResponse:
    """The same list as CSV for spreadsheets; with `kind` also that kind's own columns."""
    kind = filters.kind or None
    entries = queries.in_full(found(request.user, filters)).iterator(chunk_size=EXPORT_BATCH)
    response = StreamingHttpResponse(exports.csv_lines(entries, kind), content_type="text/csv; charset=utf-8")
    name = "-".join(filter(None, [filters.programme, kind or "entries"]))
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@router.get("/{int:entry_id}", response=EntryOut)
def read_entry(request: HttpRequest, entry_id: int) -> EntryOut:
    """One entry with its evidence and confirmations."""
    require(request.user, Action.SEE_ENTRIES)
    entry = queries.in_full(queries.entries_for(request.user)).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return present(entry)


def recorder(kind: str) -> Callable[..., Status[EntryOut]]:
    """The operation that records a draft of one kind; its body is the kind's own schema and the programme."""
    body = create_model(
        f"{kinds.get(kind).class_name}Record", __base__=input_model(kind), programme=(MaybeLine, ...)
    )

    def record(
        request: HttpRequest, response: HttpResponse, payload: Any, idempotency_key: str | None
    ) -> Status[EntryOut]:
        content = payload.model_dump(exclude={"programme"}, exclude_unset=True)
        entry = record_entry(
            actor=request.user,  # type: ignore[arg-type]
            programme=get_programme(payload.programme),
            kind=kind,
            data=content,
            idempotency_key=idempotency_key,
        )
        response["Location"] = f"/api/entries/{entry.pk}"
        return Status(201, present(queries.in_full(Entry.objects.all()).get(pk=entry.pk)))

    record.__annotations__ = {
        "request": HttpRequest,
        "response": HttpResponse,
        "payload": body,
        "idempotency_key": IdempotencyKey,
    }
    record.__defaults__ = (None,)
    record.__doc__ = f"Record a draft of kind `{kind}`. Repeat with the same Idempotency-Key at will."
    return record


for _kind in kinds.all_kinds():
    router.post(
        f"/{_kind.key}",
        response={201: EntryOut},
        auth=scoped(TokenScope.WRITE),
        operation_id=f"record_{_kind.key}",
        summary=f"Record: {_kind.key}",
    )(recorder(_kind.key))


@router.post("/{kind}", include_in_schema=False, auth=scoped(TokenScope.WRITE))
def record_unknown(request: HttpRequest, kind: str) -> None:
    """Say which kinds there are. Raises UnknownKind."""
    kinds.get(kind)
