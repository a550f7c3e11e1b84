"""The tree of units: planting, renaming and moving. The only place that writes ``path``."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.errors import CircularMove, DuplicateUnit
from jiedui.organisations.gate import require_manager
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.services.names import add_alias


@transaction.atomic
def create_unit(
    *,
    actor: Any,
    name: str,
    kind: str,
    parent: OrgUnit | None = None,
    short_name: str = "",
    name_en: str = "",
) -> OrgUnit:
    """Plant a unit under ``parent`` (None: a root).

    Raises Invalid for an empty name or unknown kind, DuplicateUnit where the parent has one of that name.
    """
    require_manager(actor)
    name = _clean(name)
    if kind not in UnitKind.values:
        raise Invalid(_("“%(kind)s” is no kind of unit."), kind=kind, address="kind")
    _lock(parent)
    _refuse_namesake(name, parent)
    unit = OrgUnit.objects.create(
        name=name, kind=kind, parent=parent, short_name=short_name.strip(), name_en=name_en.strip()
    )
    unit.path = unit.path_under(parent)
    unit.save(update_fields=["path"])
    audit.record(actor=actor, action="unit.create", subject=unit, name=name, kind=kind, path=unit.path)
    return unit


@transaction.atomic
def rename_unit(
    *,
    actor: Any,
    unit: OrgUnit,
    name: str | None = None,
    short_name: str | None = None,
    name_en: str | None = None,
) -> OrgUnit:
    """Change the names that are given; the old name is kept as an alias, so that old documents still resolve."""
    require_manager(actor)
    before = audit.snapshot(unit, ("name", "short_name", "name_en"))
    wanted = {"name": name, "short_name": short_name, "name_en": name_en}
    after = before | {field: text.strip() for field, text in wanted.items() if text is not None}
    if after == before:
        return unit
    after["name"] = _clean(after["name"])
    if after["name"] != before["name"]:
        _refuse_namesake(after["name"], unit.parent, besides=unit)
        add_alias(actor=actor, unit=unit, text=before["name"], source="former name")
    for field, text in after.items():
        setattr(unit, field, text)
    unit.save(update_fields=list(after))
    audit.record(actor=actor, action="unit.rename", subject=unit, changes=audit.changes(before, unit))
    return unit


@transaction.atomic
def move_unit(*, actor: Any, unit: OrgUnit, parent: OrgUnit | None) -> OrgUnit:
    """Put a unit, with everything under it, under another parent.

    Raises CircularMove where ``parent`` is the unit or lies under it, DuplicateUnit for a namesake there.
    """
    require_manager(actor)
    _lock(unit)
    _lock(parent)
    unit.refresh_from_db()
    if parent is not None:
        parent.refresh_from_db()
        if parent.path.startswith(unit.path):
            raise CircularMove(unit=unit.name, parent=parent.name, address="parent")
    if parent == unit.parent:
        return unit
    _refuse_namesake(unit.name, parent, besides=unit)
    before = audit.snapshot(unit, ("parent", "path"))
    old, new = unit.path, unit.path_under(parent)
    subtree = OrgUnit.objects.filter(path__startswith=old)
    subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    OrgUnit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.refresh_from_db()
    audit.record(actor=actor, action="unit.move", subject=unit, changes=audit.changes(before, unit))
    return unit


@transaction.atomic
def set_active(*, actor: Any, unit: OrgUnit, active: bool) -> OrgUnit:
    """Close a unit that was dissolved, or open it again. It keeps its place and its history."""
    require_manager(actor)
    if unit.active != active:
        unit.active = active
        unit.save(update_fields=["active"])
        changes = audit.changes({"active": not active}, unit)
        action = "unit.open" if active else "unit.close"
        audit.record(actor=actor, action=action, subject=unit, changes=changes)
    return unit


def _clean(name: str) -> str:
    name = name.strip()
    if not name:
        raise Invalid(_("A unit needs a name."), address="name")
    return name


def _lock(unit: OrgUnit | None) -> None:
    """Hold the row until the transaction ends, so that two changes of the same branch follow one another."""
    if unit is not None:
        OrgUnit.objects.select_for_update().filter(pk=unit.pk).first()


def _refuse_namesake(name: str, parent: OrgUnit | None, *, besides: OrgUnit | None = None) -> None:
    namesakes = OrgUnit.objects.filter(name=name, parent=parent)
    if besides is not None:
        namesakes = namesakes.exclude(pk=besides.pk)
    if namesakes.exists():
        raise DuplicateUnit(name=name, parent=parent.name if parent else "/", address="name")
