"""``/api/kinds``: what kinds of help there are, and the schema of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.kernel.uploads import XLSX
from jiedui.ledger import kinds
from jiedui.ledger.intake.template import template
from jiedui.ledger.schemas import input_schema
from jiedui.plans.queries import get_programme

router = Router(auth=scoped(TokenScope.READ))


class MeasureOut(BaseModel):
    """A figure an indicator may count."""

    key: str
    label: str
    unit: str


class EvidenceRuleOut(BaseModel):
    """A role a file can play, and when it must be there."""

    purpose: str
    label: str
    needed: str


class KindOut(BaseModel):
    """A kind of help, in the reader's language."""

    key: str
    label: str
    summary: str
    workstream: str
    measures: list[MeasureOut]
    evidence: list[EvidenceRuleOut]


@router.get("", response=list[KindOut])
def list_kinds(request: HttpRequest) -> list[KindOut]:
    """Every kind of help."""
    require(request.user, Action.SEE_ENTRIES)
    return [
        KindOut(
            key=kind.key,
            label=str(kind.label),
            summary=str(kind.summary),
            workstream=kind.workstream,
            measures=[MeasureOut(key=m.key, label=str(m.label), unit=str(m.unit)) for m in kind.measures],
            evidence=[
                EvidenceRuleOut(purpose=rule.purpose, label=str(rule.label), needed=rule.needed)
                for rule in kind.purposes
            ],
        )
        for kind in kinds.all_kinds()
    ]


@router.get("/{kind}/schema", response=dict[str, Any])
def read_schema(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The JSON schema of what is recorded of this kind, labels and help in the reader's language."""
    require(request.user, Action.SEE_ENTRIES)
    return input_schema(kinds.get(kind))


@router.get("/{kind}/template.xlsx", response={200: None})
def read_template(request: HttpRequest, kind: str, programme: str) -> HttpResponse:
    """The workbook template of a kind, with the choices you have in a programme."""
    require(request.user, Action.RECORD_ENTRY)
    found = kinds.get(kind)
    content = template(found.key, get_programme(programme), request.user)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.key}.xlsx"'
    return response
