"""List columns and filters of each kind, derived from its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind, Text, Use
from jiedui.ledger.kinds.fields import FieldSpec, Shape, field_of, words
from jiedui.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``value`` gives what the cell shows, ready to be formatted by its type."""

    key: str
    label: Text
    value: Callable[[Entry], Any]
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice offered above the list: a detail field and the values it may have."""

    key: str
    label: Text
    choices: tuple[tuple[str, Text], ...]


def columns(kind: str | None = None) -> tuple[Column, ...]:
    """The columns of a list of one kind, or (no kind) of entries of any kind. Raises UnknownKind."""
    if kind is None:
        return (*_common(None), Column("figure", _("Figure"), figure, numeric=True))
    found = kinds.get(kind)
    return (*_common(found), *_figures(found), *(_detail(kind, name) for name in found.columns))


def filters(kind: str) -> tuple[Filter, ...]:
    """What a list of this kind can be narrowed by. Raises UnknownKind."""
    return tuple(_filter(field_of(kind, name)) for name in kinds.get(kind).filters)


def narrow(entries: QuerySet[Entry], kind: str, chosen: Mapping[str, str]) -> QuerySet[Entry]:
    """``entries`` of the kind whose detail has the ``chosen`` values; what is no filter is left aside."""
    wanted: dict[str, Any] = {}
    for item in filters(kind):
        if value := chosen.get(item.key):
            flag = field_of(kind, item.key).shape is Shape.FLAG
            wanted[f"detail__{item.key}"] = (value == "true") if flag else value
    return entries.filter(kind=kind, **wanted)


def figure(entry: Entry) -> Decimal | int | None:
    """The one figure that says most of an entry, whatever its kind."""
    name = figure_name(entry)
    value: Decimal | int | None = getattr(entry, name) if name else None
    return value


def figure_name(entry: Entry) -> str:
    """The field that holds :func:`figure`, the one the receiver speaks of; empty where there is none."""
    names = ("amount", "persons", "quantity")
    return next((name for name in names if getattr(entry, name) is not None), "")


def kind_label(entry: Entry) -> str:
    """What the entry's kind is called."""
    return str(kinds.get(entry.kind).label)


def _common(kind: AnyKind | None) -> list[Column]:
    def called(name: str) -> Text:
        if kind is not None:
            return words(kind, name).label
        return {"title": _("Title"), "occurred_on": _("Day"), "giver": _("Giver")}.get(name, _("Receiver"))

    first = [] if kind else [Column("kind", _("Kind"), kind_label)]
    return [
        Column("occurred_on", called("occurred_on"), lambda entry: entry.occurred_on),
        *first,
        Column("title", called("title"), lambda entry: entry.title),
        Column("giver", called("giver"), lambda entry: entry.giver.label),
        Column("receiver", called("receiver"), lambda entry: entry.receiver.label),
    ]


def _figures(kind: AnyKind) -> list[Column]:
    used = {"amount": kind.amount, "persons": kind.persons, "quantity": kind.quantity}
    names = [name for name, use in used.items() if use is not Use.UNUSED]
    return [
        Column(name, field_of(kind.key, name).label, lambda entry, name=name: getattr(entry, name), True)  # type: ignore[misc]
        for name in names
    ]


def _detail(kind: str, name: str) -> Column:
    spec = field_of(kind, name)
    return Column(name, spec.label, lambda entry: shown(spec, entry.detail.get(name)), spec.numeric)


def _filter(spec: FieldSpec) -> Filter:
    choices = spec.choices.choices if spec.choices else [("true", _("yes")), ("false", _("no"))]
    return Filter(spec.name, spec.label, tuple((str(value), label) for value, label in choices))


def shown(spec: FieldSpec, value: Any) -> Any:
    """A stored detail value as people read it: the label of a choice, a number as a number."""
    if value in (None, "", []):
        return None
    if spec.shape is Shape.CHOICE and spec.choices is not None:
        return spec.choices(value).label if value in spec.choices.values else value
    if spec.shape is Shape.FLAG:
        return _("yes") if value else _("no")
    if spec.shape is Shape.LINES:
        return "; ".join(value)
    return Decimal(value) if spec.numeric else value


def described(entry: Entry) -> list[tuple[str, Any]]:
    """Label and shown value of every detail field that holds something, for an entry's page."""
    kind = kinds.get(entry.kind)
    specs = [field_of(entry.kind, name) for name in kind.detail.model_fields]
    pairs = [(str(spec.label), shown(spec, entry.detail.get(spec.name))) for spec in specs]
    return [(label, value) for label, value in pairs if value is not None]
