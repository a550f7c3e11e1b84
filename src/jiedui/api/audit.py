"""``/api/audit``: what was done, by whom, from where."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.kernel.models import AuditRecord
from jiedui.kernel.queries import audit_records
from jiedui.ledger.kinds.values import MaybeLine

router = Router(auth=scoped(TokenScope.AUDIT))
LARGEST_PAGE = 500


class AuditQuery(Schema):
    """What the log can be narrowed by. ``before`` is the id of a record: only earlier ones are answered."""

    who: MaybeLine = ""
    what: MaybeLine = ""
    channel: Literal["", "screen", "api", "command", "task", "system"] = ""
    subject_type: MaybeLine = ""
    subject_id: MaybeLine = ""
    request_id: MaybeLine = ""
    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")
    before: int | None = Field(None, ge=1, le=2**62)
    page_size: int = Field(100, ge=1, le=LARGEST_PAGE)


class AuditOut(BaseModel):
    """One act on one object. ``changes`` is ``{field: [before, after]}``."""

    id: int
    at: datetime
    actor: str
    channel: str
    ip: str | None
    token: str
    request_id: str
    action: str
    subject_type: str
    subject_id: str
    reason: str
    changes: dict[str, Any]
    detail: dict[str, Any]


@router.get("", response=list[AuditOut], url_name="list_audit")
def list_audit(request: HttpRequest, filters: Query[AuditQuery]) -> list[AuditOut]:
    """Records, the latest first; go on with `before` = the last id. For auditors and the office."""
    require(request.user, Action.SEE_AUDIT)
    found = audit_records(**filters.model_dump(exclude={"before", "page_size"}))
    if filters.before is not None:
        found = found.filter(pk__lt=filters.before)
    return [_present(record) for record in found[: filters.page_size]]


def _present(record: AuditRecord) -> AuditOut:
    known = {name: getattr(record, name) for name in AuditOut.model_fields if name != "actor"}
    return AuditOut(actor=record.actor.username if record.actor else "", **known)
