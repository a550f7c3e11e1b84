"""Named reads of the audit log. Who may read it is asked above."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiedui.kernel.models import AuditRecord


def audit_records(
    *,
    who: str = "",
    what: str = "",
    channel: str = "",
    subject_type: str = "",
    subject_id: str = "",
    request_id: str = "",
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[AuditRecord]:
    """Records, the latest first. ``who`` is a user name, ``what`` an action or the first part of one (``entry``)."""
    found = AuditRecord.objects.select_related("actor").order_by("-id")
    if who:
        found = found.filter(actor__username__iexact=who)
    if what:
        found = found.filter(Q(action=what) | Q(action__startswith=f"{what}."))
    equal = {
        "channel": channel,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "request_id": request_id,
    }
    spans = {"at__date__gte": start, "at__date__lte": end}
    return found.filter(**{name: value for name, value in {**equal, **spans}.items() if value})
