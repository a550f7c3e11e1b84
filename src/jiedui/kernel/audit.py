"""Writing the audit log."""

from __future__ import annotations

from typing import Any

from django.db import models

from jiedui.kernel.models import AuditRecord


def record(*, actor: Any, action: str, subject: models.Model, **detail: Any) -> AuditRecord:
    """Note that ``actor`` (a user, or None for the system) did ``action`` to ``subject``."""
    return AuditRecord.objects.create(
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=detail,
    )
