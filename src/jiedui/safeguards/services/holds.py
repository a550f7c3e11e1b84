"""Raising and lifting holds. What stops being counted by it is the ledger's: use its services of the same names."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, WrongState
from jiedui.plans.models import Programme
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.safeguards.models import LabourHold
from jiedui.safeguards.names import name_of


@transaction.atomic
def raise_hold(
    *, actor: User, programme: Programme, on: HoldOn, name: str, flag: RedFlag, reason: str
) -> LabourHold:
    """Put a hold on a workshop or recruiter; the one that stands already, if there is one for the same sign.

    Raises NotAllowed, Invalid without a name or reason.
    """
    require(actor, Action.RAISE_HOLD)
    name, reason = _said(name, "name"), _said(reason, "reason")
    hold, created = LabourHold.objects.get_or_create(
        programme=programme,
        on=on,
        key=name_of(name),
        flag=flag,
        lifted_at=None,
        defaults={"name": name, "reason": reason, "raised_by": actor},
    )
    if created:
        audit.record(
            actor=actor, action="hold.raise", subject=hold, on=on, name=name, flag=flag, reason=reason
        )
    return hold


@transaction.atomic
def lift_hold(*, actor: User, hold: LabourHold, reason: str, checked_on: date, checked_by: str) -> LabourHold:
    """Lift a hold after an independent check. Raises NotAllowed, WrongState, Invalid.

    The check must be later than the hold was raised, and not by the organisation itself.
    """
    require(actor, Action.LIFT_HOLD)
    hold = LabourHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is not None:
        raise WrongState(state=_("lifted"))
    reason, checked_by = _said(reason, "reason"), _said(checked_by, "checked_by")
    if name_of(checked_by) == hold.key:
        raise Invalid(_("Who is under the hold cannot be the one who checks."), address="checked_by")
    if not timezone.localdate(hold.raised_at) <= checked_on <= timezone.localdate():
        raise Invalid(
            _("The check must have been made since the hold was raised, and not in the future."),
            address="checked_on",
        )
    hold.lifted_by, hold.lifted_at = actor, timezone.now()
    hold.lift_reason, hold.checked_on, hold.checked_by = reason, checked_on, checked_by
    hold.save()
    audit.record(
        actor=actor,
        action="hold.lift",
        subject=hold,
        reason=reason,
        checked_on=checked_on.isoformat(),
        checked_by=checked_by,
    )
    return hold


def _said(text: str, address: str) -> str:
    """The text without blanks around it. Raises Invalid where there is none, or too much."""
    said = text.strip()
    if not said:
        raise Invalid(_("This is required."), address=address)
    if address in {"name", "checked_by"} and len(said) > 200:
        raise Invalid(_("Use at most %(max_length)s characters."), address=address, max_length=200)
    return said
