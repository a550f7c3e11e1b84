"""What goes into and comes out of the ledger, as pydantic models derived from each kind.

The same input model stands behind the form, the API and the services, so that all refuse alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind, Use
from jiedui.ledger.kinds.fields import fields_of, uses
from jiedui.ledger.kinds.values import Heads, Line, MaybeLine, Money, Quantity
from jiedui.ledger.models import Entry

ShortUnit = Annotated[MaybeLine, StringConstraints(max_length=20)]
NeededUnit = Annotated[Line, StringConstraints(max_length=20)]
# Beyond this no database keeps a whole number.
UnitId = Annotated[int, Field(ge=0, le=2**63 - 1)]
FIGURES: dict[str, Any] = {
    "amount": Money,
    "persons": Heads,
    "quantity": Quantity,
    "quantity_unit": ShortUnit,
}


class EntryInput(BaseModel):
    """What every kind takes. ``giver``, ``receiver`` and ``assists`` are ids of units.

    Kinds that may name a project have a ``project``, the id of one of the programme's.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    giver: UnitId
    receiver: UnitId
    workstream: MaybeLine | None = None
    occurred_on: date
    title: Line
    assists: list[UnitId] = Field(default_factory=list, max_length=20)


class UnitOut(BaseModel):
    """A unit as it stands beside an entry."""

    id: int
    name: str


class ProjectOut(BaseModel):
    """The project an entry was for."""

    id: int
    number: str
    name: str


class EvidenceOut(BaseModel):
    """A file of an entry; its bytes come from its own address."""

    id: int
    purpose: str
    filename: str
    media_type: str
    size: int
    sha256: str


class ConfirmationOut(BaseModel):
    """What the receiver said."""

    verdict: str
    figure: Decimal | None
    note: str
    at: datetime


class EntryOut(BaseModel):
    """An entry. ``detail`` follows the schema of its kind."""

    id: int
    programme: str
    workstream: str
    kind: str
    giver: UnitOut
    receiver: UnitOut
    project: ProjectOut | None
    occurred_on: date
    title: str
    amount: Decimal | None
    currency: str
    persons: int | None
    quantity: Decimal | None
    quantity_unit: str
    assists: list[UnitOut]
    detail: dict[str, Any]
    synthetic: bool
    state: str
    return_reason: str
    reverses: int | None
    reversed_by: int | None
    corrects: int | None
    corrected_by: int | None
    sequence: int | None
    hash: str
    evidence: list[EvidenceOut]
    confirmations: list[ConfirmationOut]


@cache
def input_model(kind_key: str) -> type[EntryInput]:
    """The model that validates what is recorded of this kind."""
    kind = kinds.get(kind_key)
    figures = {name: _figure(name, use) for name, use in uses(kind).items() if name in FIGURES}
    used = {name: definition for name, definition in figures.items() if definition is not None}
    if kind.project is not Use.UNUSED:
        used["project"] = (UnitId, ...) if kind.project is Use.REQUIRED else (UnitId | None, None)
    name = f"{kind.class_name}Input"
    return create_model(name, __base__=EntryInput, __doc__=None, **used, detail=(kind.detail, ...))


def _figure(name: str, use: Use) -> Any:
    if use is Use.UNUSED:
        return None
    if name == "quantity_unit":
        return (NeededUnit, ...) if use is Use.REQUIRED else (ShortUnit, "")
    return (FIGURES[name], ...) if use is Use.REQUIRED else (FIGURES[name] | None, None)


def input_schema(kind: AnyKind) -> dict[str, Any]:
    """The JSON schema of :func:`input_model`, with labels and help in the reader's language."""
    schema: dict[str, Any] = input_model(kind.key).model_json_schema()
    detail = schema.get("$defs", {}).get(kind.detail.__name__, {})
    for spec in fields_of(kind.key):
        properties: dict[str, Any] = (detail if spec.in_detail else schema).get("properties", {})
        properties[spec.name] |= {"title": str(spec.label), "description": str(spec.help)}
    return {**schema, "title": str(kind.label), "description": str(kind.summary)}


def said_by(entry: Entry) -> dict[str, Any]:
    """What the entry says, as it would be recorded: JSON values, complete and in one form."""
    kind = kinds.get(entry.kind)
    taken = input_model(kind.key).model_fields
    own = {name: getattr(entry, name) for name in FIGURES if name in taken}
    record = {
        **{name: value for name, value in own.items() if value not in (None, "")},
        **({"project": entry.project_id} if "project" in taken and entry.project_id else {}),
        "detail": entry.detail,
        "giver": entry.giver_id,
        "receiver": entry.receiver_id,
        "workstream": entry.workstream.key,
        "occurred_on": entry.occurred_on,
        "title": entry.title,
        "assists": [assist.unit_id for assist in entry.assists.all()],
    }
    return content_of(kind, record)


def content_of(kind: AnyKind, record: Mapping[str, Any]) -> dict[str, Any]:
    """``record`` as the input model dumps it: JSON values, complete and in one form."""
    return input_model(kind.key).model_validate(record).model_dump(mode="json")
