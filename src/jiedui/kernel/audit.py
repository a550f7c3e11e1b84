"""Writing the audit log: who, when, from where, what before and after, and why.

``reason`` in the detail is the why. An update notes ``changes``::

    before = audit.snapshot(unit, ("name", "short_name"))
    ...
    audit.record(actor=actor, action="unit.rename", subject=unit, changes=audit.changes(before, unit))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from jiedui.kernel import origin
from jiedui.kernel.canonical import plain
from jiedui.kernel.columns import insert_rows
from jiedui.kernel.models import AuditRecord

Changes = dict[str, list[Any]]


def record(
    *, actor: Any, action: str, subject: models.Model, changes: Changes | None = None, **detail: Any
) -> AuditRecord:
    """Note that ``actor`` (a user, or None for the system) did ``action`` to ``subject``.

    ``changes`` come from :func:`changes`; where the act comes from is known from :mod:`jiedui.kernel.origin`.
    """
    row = draft(actor=actor, action=action, subject=subject, changes=changes, **detail)
    row.save(force_insert=True)
    return row


def record_many(rows: Iterable[AuditRecord]) -> None:
    """Note many acts at once; ``rows`` come from :func:`draft`."""
    insert_rows(list(rows))


def draft(
    *, actor: Any, action: str, subject: models.Model, changes: Changes | None = None, **detail: Any
) -> AuditRecord:
    """A record that is not written yet, for :func:`record_many`."""
    here = origin.current()
    return AuditRecord(
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=detail,
        changes=changes or {},
        channel=here.channel,
        ip=here.ip,
        token=here.token,
        request_id=here.request_id,
    )


def snapshot(subject: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The fields as they are now, as the log writes them; a JSON field is taken apart by its keys."""
    return _flat({name: getattr(subject, name) for name in fields})


def changes(before: Mapping[str, Any], after: models.Model | Mapping[str, Any]) -> Changes:
    """``{field: [before, after]}`` of the fields of a :func:`snapshot` that differ now."""
    old = _flat(before)
    names = dict.fromkeys(name.partition(".")[0] for name in old)
    new = _flat(after) if isinstance(after, Mapping) else snapshot(after, names)
    return {
        name: [old.get(name), new.get(name)]
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    }


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{key}": _said(one) for key, one in value.items()}
        else:
            found[name] = _said(value)
    return found


def _said(value: Any) -> Any:
    """A value as JSON keeps it; another object by its name and number, since either alone may change or repeat."""
    if isinstance(value, models.Model):
        return f"{value} (#{value.pk})"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _said(one) for key, one in value.items()}
    return value if value is None or isinstance(value, bool | int | float) else str(value)
