"""Noting one of several approvals."""

from __future__ import annotations

from jiedui.accounts.models import User
from jiedui.kernel import audit
from jiedui.ledger.approvals import Course
from jiedui.ledger.models import Approval, CorrectionRequest, Entry


def note_approval(*, actor: User, entry: Entry, course: Course) -> bool:
    """Keep the actor's approval where the amount asks for some; whether it was the last, so that it is accepted.

    ``course`` comes from :func:`jiedui.ledger.services.access.require_approver`, within the same transaction.
    """
    if not course.remaining:
        return True
    role, *others = course.remaining
    assert entry.submitted_at is not None
    Approval.objects.create(entry=entry, submitted_at=entry.submitted_at, role=role, by=actor)
    if others:
        audit.record(actor=actor, action="entry.approve", subject=entry, role=role, remaining=others)
    return not others


def note_correction_approval(*, actor: User, request: CorrectionRequest, course: Course) -> bool:
    """The same for a correction that was asked for; whether it can be carried out now."""
    if not course.remaining:
        return True
    role, *others = course.remaining
    Approval.objects.create(entry=request.entry, submitted_at=request.asked_at, role=role, by=actor)
    if others:
        audit.record(
            actor=actor, action="entry.approve_correction", subject=request.entry, role=role, remaining=others
        )
    return not others
