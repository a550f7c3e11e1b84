"""The fields of a kind as plain descriptions, from which forms, columns, filters and exports are made."""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin

from annotated_types import MaxLen
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from jiedui.ledger.kinds.base import AnyKind, Text, Use, Words

LINE_LENGTH = 200


class Shape(StrEnum):
    """How a value looks to somebody who types it."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    LINES = "lines"
    CHOICE = "choice"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a kind: of the entry itself, or (``in_detail``) of its detail."""

    name: str
    label: Text
    help: Text
    shape: Shape
    required: bool
    in_detail: bool
    choices: type[models.TextChoices] | None = None
    max_length: int = LINE_LENGTH
    default: Any = None
    empty: Text = ""

    @property
    def numeric(self) -> bool:
        """Whether it is set in tabular figures, to the right."""
        return self.shape in {Shape.INTEGER, Shape.DECIMAL, Shape.MONEY}


COMMON: dict[str, tuple[Shape, Words]] = {
    "title": (Shape.LINE, Words(_("Title"), _("What was done, in one line."))),
    "occurred_on": (Shape.DATE, Words(_("Day"), _("For example 2019-07-03 or 2019.7.3."))),
    "amount": (Shape.MONEY, Words(_("Amount (yuan)"), _("For example 12,000.50, 35万 or 1.2亿."))),
    "persons": (Shape.INTEGER, Words(_("Persons"), _("Heads, each counted once."))),
    "quantity": (Shape.DECIMAL, Words(_("Quantity"))),
    "quantity_unit": (Shape.LINE, Words(_("Unit of the quantity"), _("For example: kg, t, pieces."))),
}
PARTIES: dict[str, Words] = {
    "giver": Words(_("Giver")),
    "receiver": Words(_("Receiver")),
    "workstream": Words(_("Workstream")),
    "project": Words(_("Project"), _("If it was for a project of the programme.")),
    "assists": Words(_("Assisted by"), _("Units that helped the giver. They are shown, not counted again.")),
}
RESERVED = {*COMMON, *PARTIES, "id", "programme", "kind", "state", "detail", "currency", "synthetic"}


def clashes(kind: AnyKind) -> list[str]:
    """Detail fields that would hide a field every entry has."""
    return sorted(RESERVED & set(kind.detail.model_fields))


def names(kind: AnyKind) -> set[str]:
    """What the kind's fields are called: the common ones it uses, and its detail's."""
    return {name for name, use in uses(kind).items() if use is not Use.UNUSED} | set(kind.detail.model_fields)


def words(kind: AnyKind, name: str) -> Words:
    """What a common field is called in this kind."""
    return kind.words.get(name) or PARTIES.get(name) or COMMON[name][1]


def uses(kind: AnyKind) -> dict[str, Use]:
    """For each common figure, whether the kind uses it. Where a quantity must be given, so must its unit."""
    return {
        "title": Use.REQUIRED,
        "occurred_on": Use.REQUIRED,
        "amount": kind.amount,
        "persons": kind.persons,
        "quantity": kind.quantity,
        "quantity_unit": kind.quantity,
    }


@cache
def fields_of(kind_key: str) -> tuple[FieldSpec, ...]:
    """Every field of the kind, the entry's own first, in the order of the form."""
    from jiedui.ledger import kinds  # the registry imports this module to refuse clashes

    kind = kinds.get(kind_key)
    return (*_common_fields(kind), *_detail_fields(kind))


def field_of(kind_key: str, name: str) -> FieldSpec:
    """One field of the kind by its name. Raises KeyError."""
    return {spec.name: spec for spec in fields_of(kind_key)}[name]


def _common_fields(kind: AnyKind) -> list[FieldSpec]:
    specs = []
    for name, use in uses(kind).items():
        if use is Use.UNUSED:
            continue
        said = words(kind, name)
        length = 20 if name == "quantity_unit" else LINE_LENGTH
        required = use is Use.REQUIRED
        specs.append(
            FieldSpec(name, said.label, said.help, COMMON[name][0], required, False, max_length=length)
        )
    return specs


def _detail_fields(kind: AnyKind) -> list[FieldSpec]:
    return [_detail_field(name, info) for name, info in kind.detail.model_fields.items()]


def _detail_field(name: str, info: FieldInfo) -> FieldSpec:
    said = next(
        (m for m in info.metadata if isinstance(m, Words)), Words(name.replace("_", " ").capitalize())
    )
    plain = _without_none(info.annotation)
    shape = _shape(plain, said)
    choices = plain if isinstance(plain, type) and issubclass(plain, models.TextChoices) else None
    return FieldSpec(
        name,
        said.label,
        said.help,
        shape,
        info.is_required(),
        True,
        choices,
        LINE_LENGTH if shape is Shape.LINES else _max_length(info.metadata),
        None if info.is_required() else info.default,
        said.empty,
    )


def _max_length(metadata: list[Any]) -> int:
    """Of the text; the metadata of a list speaks of its length, not of its lines'."""
    for item in metadata:
        if isinstance(item, StringConstraints | MaxLen) and item.max_length:
            return int(item.max_length)
    return LINE_LENGTH


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, types.UnionType}:
        (annotation,) = [arg for arg in get_args(annotation) if arg is not type(None)]
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    return annotation


def _shape(annotation: Any, said: Words) -> Shape:
    if get_origin(annotation) in {list, tuple}:
        return Shape.LINES
    if issubclass(annotation, models.TextChoices):
        return Shape.CHOICE
    if issubclass(annotation, str):
        return Shape.PARAGRAPH if said.multiline else Shape.LINE
    shapes: dict[type, Shape] = {
        bool: Shape.FLAG,
        int: Shape.INTEGER,
        Decimal: Shape.DECIMAL,
        date: Shape.DATE,
    }
    return shapes[annotation]
