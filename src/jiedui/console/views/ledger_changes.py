"""What differs between two contents of an entry, field by field, as a reader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from jiedui.kernel import figures
from jiedui.ledger import kinds
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of, words
from jiedui.ledger.models import Entry
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from jiedui.projects.models import Project

UNITS = ("giver", "receiver")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its label, and what it says before and after."""

    label: str
    before: str
    after: str


def changes_between(entry: Entry, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ between two contents (as the ledger's services take them) of an entry's kind."""
    kind = kinds.get(entry.kind)
    found = []
    for name in (*UNITS, "workstream", "project", "assists"):
        if before.get(name) != after.get(name):
            pair = (_named(entry, name, before.get(name)), _named(entry, name, after.get(name)))
            found.append(Change(str(words(kind, name).label), *pair))
    for spec in fields_of(entry.kind):
        old, new = _value(before, spec), _value(after, spec)
        if old != new:
            found.append(Change(str(spec.label), _shown(spec, old), _shown(spec, new)))
    return found


def _value(content: Mapping[str, Any], spec: FieldSpec) -> Any:
    return (content.get("detail") or {}).get(spec.name) if spec.in_detail else content.get(spec.name)


def _named(entry: Entry, name: str, value: Any) -> str:
    """Units, projects and workstreams by their names."""
    if value in (None, "", []):
        return figures.EMPTY
    if name == "workstream":
        found = Workstream.objects.filter(programme=entry.programme_id, key=value).first()
        return found.label if found else str(value)
    if name == "project":
        return str(Project.objects.filter(pk=value).first() or value)
    units = OrgUnit.objects.in_bulk(value if isinstance(value, list) else [value])
    return ", ".join(unit.label for unit in units.values())


def _shown(spec: FieldSpec, value: Any) -> str:
    if value in (None, "", []):
        return figures.EMPTY
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if spec.choices:
        return str(dict(spec.choices.choices).get(value, value))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if spec.shape in {Shape.MONEY, Shape.DECIMAL, Shape.INTEGER}:
        return _figure(spec, value)
    return str(value)


def _figure(spec: FieldSpec, value: Any) -> str:
    try:
        return figures.exact(Decimal(str(value)), "元" if spec.shape is Shape.MONEY else "")
    except InvalidOperation:
        return str(value)
