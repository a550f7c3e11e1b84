"""``/api/imports``: many rows at once: check, look, commit."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.repeatable import IdempotencyKey, repeatable
from jiedui.ledger import services
from jiedui.ledger.intake import queries
from jiedui.ledger.intake.guard import check_length
from jiedui.ledger.intake.report import Issue, Report
from jiedui.ledger.kinds.values import Line, MaybeLine
from jiedui.ledger.models import ImportBatch
from jiedui.plans.queries import get_programme

router = Router(auth=scoped(TokenScope.WRITE))
MOST_ROWS = 20_000


class FileOfRows(Schema):
    """Where the rows belong; the workbook or CSV file is the body, as application/octet-stream."""

    programme: MaybeLine
    kind: MaybeLine
    filename: Line
    submit: bool = False


class Rows(Schema):
    """Rows like the input of one entry of the kind, units by id or name; ``key`` may name the row."""

    programme: MaybeLine
    kind: MaybeLine
    submit: bool = False
    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ROWS)]


class IssueOut(BaseModel):
    """Something wrong with a cell."""

    address: str
    field: str
    code: str
    message: str


class ImportOut(BaseModel):
    """An import: how far it is, and what its check found (the first thousand of each)."""

    id: int
    programme: str
    kind: str
    filename: str
    sha256: str
    state: str
    step: str
    progress: int
    error: str
    counts: dict[str, int]
    errors: list[IssueOut]
    warnings: list[IssueOut]
    changes: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]


def _out(batch: ImportBatch) -> ImportOut:
    report = Report.from_record(batch.report)
    record = report.as_record()
    return ImportOut(
        id=batch.pk,
        programme=batch.programme.code,
        kind=batch.kind,
        filename=batch.filename,
        sha256=batch.sha256,
        state=batch.state,
        step=batch.step,
        progress=batch.progress,
        error=batch.error,
        counts=record["counts"],
        errors=[_issue(item) for item in report.errors],
        warnings=[_issue(item) for item in report.warnings],
        changes=record["changes"],
        duplicates=record["twins"],
    )


def _issue(item: Issue) -> IssueOut:
    return IssueOut(address=item.address, field=item.field, code=item.code, message=item.message)


def _actor(request: HttpRequest) -> Any:
    return request.user


@router.post("", response={201: ImportOut})
def check_file(
    request: HttpRequest, about: Query[FileOfRows], idempotency_key: IdempotencyKey = None
) -> Status[ImportOut]:
    """Check a workbook or CSV file; nothing is recorded yet. Repeat with the same Idempotency-Key at will."""
    require(request.user, Action.RECORD_ENTRY)
    # Django would refuse a larger body without a word about the limit.
    if length := request.META.get("CONTENT_LENGTH"):
        check_length(int(length), about.filename)
    handed = services.check_rows(
        actor=_actor(request),
        programme=get_programme(about.programme),
        kind=about.kind,
        filename=about.filename,
        content=request.body,
        submit=about.submit,
        idempotency_key=idempotency_key,
    )
    return Status(201, _out(handed.batch))


@router.post("/rows", response={201: ImportOut})
def check_many(
    request: HttpRequest, payload: Rows, idempotency_key: IdempotencyKey = None
) -> Status[ImportOut]:
    """Check rows of another system; nothing is recorded yet."""
    require(request.user, Action.RECORD_ENTRY)
    handed = services.check_records(
        actor=_actor(request),
        programme=get_programme(payload.programme),
        kind=payload.kind,
        rows=payload.rows,
        submit=payload.submit,
        idempotency_key=idempotency_key,
    )
    return Status(201, _out(handed.batch))


@router.get("/{int:import_id}", response=ImportOut, auth=scoped(TokenScope.READ))
def read_import(request: HttpRequest, import_id: int) -> ImportOut:
    """How far an import is and what was found."""
    require(request.user, Action.SEE_ENTRIES)
    return _out(queries.get_import(request.user, import_id))


@router.post("/{int:import_id}/commit", response=ImportOut)
@repeatable
def commit(request: HttpRequest, import_id: int) -> ImportOut:
    """Store what the check has shown: all of it or nothing."""
    require(request.user, Action.RECORD_ENTRY)
    batch = queries.get_import(request.user, import_id)
    return _out(services.commit_import(actor=_actor(request), batch=batch))


@router.post("/{int:import_id}/cancel", response=ImportOut)
@repeatable
def cancel(request: HttpRequest, import_id: int) -> ImportOut:
    """Give an import up."""
    require(request.user, Action.RECORD_ENTRY)
    batch = queries.get_import(request.user, import_id)
    return _out(services.cancel_import(actor=_actor(request), batch=batch))
