"""Appointing who scores a unit beside itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.enums import Assessor
from jiedui.progress.scorecards.models import ScoreAppointment
from jiedui.progress.scorecards.services import guard


@transaction.atomic
def appoint(
    *,
    actor: Any,
    programme: Programme,
    unit: OrgUnit,
    by_unit: OrgUnit | None = None,
    by_user: User | None = None,
) -> ScoreAppointment:
    """Let another unit cross-score this one, or a person score it as a third party.

    Raises Invalid for a unit that is the scored one, above or below it, or that is appointed already.
    """
    guard.may_edit(actor, programme)
    if (by_unit is None) == (by_user is None):
        raise Invalid(_("Choose a unit, or a person."), address="by_unit")
    if by_unit is not None and (by_unit.path.startswith(unit.path) or unit.path.startswith(by_unit.path)):
        raise Invalid(_("A unit cannot cross-score itself, what is above it or below it."), address="by_unit")
    kind = Assessor.CROSS if by_unit else Assessor.THIRD
    there = ScoreAppointment.objects.filter(programme=programme, unit=unit, by_unit=by_unit, by_user=by_user)
    if there.exists():
        raise Invalid(_("This is appointed already."), address="by_unit" if by_unit else "by_user")
    made = ScoreAppointment.objects.create(
        programme=programme, unit=unit, kind=kind, by_unit=by_unit, by_user=by_user
    )
    audit.record(actor=actor, action="score_appointment.add", subject=made, unit=unit.name, kind=str(kind))
    return made


@transaction.atomic
def end_appointment(*, actor: Any, appointment: ScoreAppointment) -> None:
    """It no longer holds; what was scored by it stays."""
    guard.may_edit(actor, appointment.programme)
    audit.record(actor=actor, action="score_appointment.end", subject=appointment, unit=appointment.unit.name)
    appointment.delete()
