"""Who must approve how much money, and whether who enters may decide."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import ApprovalBand, Programme
from jiedui.plans.services import guard

APPROVERS = (Role.LEAD, Role.OFFICE)
MOST_APPROVERS = 3
NOTED = ("kind", "at_least", "approvers")


@transaction.atomic
def set_approval_band(
    *, actor: Any, programme: Programme, at_least: Decimal, approvers: Sequence[str], kind: str = ""
) -> ApprovalBand:
    """Let entries from ``at_least`` yuan on need these roles, each another person; the band of that amount is
    replaced.

    Raises NotAllowed, Invalid for a negative amount, no approver, more than three, or a role that decides nothing.
    """
    guard.may_edit(actor, programme)
    if at_least < 0:
        raise Invalid(_("An amount cannot be below zero."), address="at_least")
    roles = [str(role) for role in approvers]
    if not 1 <= len(roles) <= MOST_APPROVERS or not set(roles) <= set(APPROVERS):
        known = ", ".join(APPROVERS)
        raise Invalid(_("Name one to three approvers out of: %(known)s."), address="approvers", known=known)
    band = ApprovalBand.objects.filter(programme=programme, kind=kind, at_least=at_least).first()
    before = audit.snapshot(band, NOTED) if band else dict.fromkeys(NOTED)
    band = band or ApprovalBand(programme=programme, kind=kind, at_least=at_least)
    band.approvers = roles
    band.save()
    changes = audit.changes(before, band)
    audit.record(actor=actor, action="programme.approval_band", subject=programme, changes=changes)
    return band


@transaction.atomic
def remove_approval_band(*, actor: Any, band: ApprovalBand) -> None:
    """Let a band no longer hold. Raises NotAllowed."""
    guard.may_edit(actor, band.programme)
    changes = audit.changes(audit.snapshot(band, NOTED), dict.fromkeys(NOTED))
    audit.record(actor=actor, action="programme.approval_band", subject=band.programme, changes=changes)
    band.delete()


@transaction.atomic
def separate_duties(*, actor: Any, programme: Programme, separate: bool) -> Programme:
    """Say whether who enters never decides, not even as the office. Raises NotAllowed."""
    guard.may_edit(actor, programme)
    if programme.separate_duties != separate:
        before = audit.snapshot(programme, ("separate_duties",))
        programme.separate_duties = separate
        programme.save(update_fields=["separate_duties"])
        changes = audit.changes(before, programme)
        audit.record(actor=actor, action="programme.separate_duties", subject=programme, changes=changes)
    return programme
