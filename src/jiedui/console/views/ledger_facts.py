"""All an entry says, as words beside labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jiedui.console.plan_rows import facts_behind
from jiedui.kernel import figures
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.kinds.fields import Shape, field_of, words
from jiedui.ledger.models import Entry
from jiedui.ledger.tables import shown


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called, what it says, and the page it leads to."""

    label: str
    value: str
    href: str = ""


def facts(entry: Entry, kind: AnyKind) -> list[Fact]:
    """Parties, day and figures first, then what only this kind knows."""
    code = entry.programme.code
    return [
        Fact(str(words(kind, "occurred_on").label), date_format(entry.occurred_on, "Y-m-d")),
        Fact(
            str(words(kind, "giver").label),
            entry.giver.label,
            _url("unit", code=code, pk=entry.giver_id),
        ),
        Fact(
            str(words(kind, "receiver").label),
            entry.receiver.label,
            _url("unit", code=code, pk=entry.receiver_id),
        ),
        *_project(entry, kind),
        *_figures(entry),
        *_details(entry, kind),
        *_assists(entry),
        Fact(
            _("Workstream"),
            entry.workstream.label,
            _url("workstream", code=code, key=entry.workstream.key),
        ),
        *_report(entry),
    ]


def _report(entry: Entry) -> list[Fact]:
    """The sentence of the report that the entry was drafted from, where it was."""
    found = facts_behind([entry]).get(entry.pk)
    if found is None:
        return []
    href = _url("document", code=entry.programme.code, pk=found.document_id)
    return [Fact(_("Drafted from a report"), found.quote, f"{href}#f{found.number}")]


def _project(entry: Entry, kind: AnyKind) -> list[Fact]:
    if entry.project is None:
        return []
    href = _url("project", code=entry.programme.code, pk=entry.project.pk)
    return [Fact(str(words(kind, "project").label), f"{entry.project.number} {entry.project.label}", href)]


def headline(entry: Entry) -> str:
    """The one figure that says most, exact and in words; empty where the entry has none."""
    return next((fact.value for fact in _figures(entry)), "")


def _figures(entry: Entry) -> list[Fact]:
    sign = -1 if entry.reverses_id else 1
    known: list[tuple[str, Decimal | int | None, str]] = [
        (_("Amount"), entry.amount, "元"),
        (_("Persons"), entry.persons, "人"),
        (_("Quantity"), entry.quantity, entry.quantity_unit),
    ]
    return [
        Fact(label, figures.exact(Decimal(value) * sign, unit))
        for label, value, unit in known
        if value is not None
    ]


def _details(entry: Entry, kind: AnyKind) -> list[Fact]:
    specs = [field_of(entry.kind, name) for name in kind.detail.model_fields]
    pairs = [(spec, shown(spec, entry.detail.get(spec.name))) for spec in specs]
    return [Fact(str(spec.label), _said(value, spec.shape)) for spec, value in pairs if value is not None]


def _said(value: Any, shape: Shape) -> str:
    if isinstance(value, Decimal):
        return figures.exact(value)
    if shape is Shape.DATE:
        return date_format(date.fromisoformat(str(value)), "Y-m-d")
    return str(value)


def _assists(entry: Entry) -> list[Fact]:
    named = [assist.unit.label for assist in entry.assists.all()]
    return [Fact(_("Assisted by (not counted again)"), ", ".join(named))] if named else []


def _url(name: str, **kwargs: Any) -> str:
    try:
        return reverse(f"console:{name}", kwargs=kwargs)
    except NoReverseMatch:
        return ""
