"""Which units owe a return."""

from __future__ import annotations

from django.db.models import QuerySet

from jiedui.kernel.periods import Period
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import TaskUnit
from jiedui.returns.enums import Reporters
from jiedui.returns.models import ReturnSchedule


def reporting_units(schedule: ReturnSchedule, period: Period) -> list[OrgUnit]:
    """The units that owe the schedule's return for a period, in tree order; those that were closed owe none."""
    return list(
        _asked(schedule, period).filter(active=True).select_related("parent").order_by("path").distinct()
    )


def _asked(schedule: ReturnSchedule, period: Period) -> QuerySet[OrgUnit]:
    programme, workstream = schedule.programme, schedule.workstream
    if schedule.reporters == Reporters.NAMED:
        return OrgUnit.objects.filter(pk__in=schedule.units.values("unit"))
    if schedule.reporters == Reporters.FRONT_OFFICES:
        return OrgUnit.objects.filter(kind=UnitKind.FRONT_OFFICE, path__startswith=programme.giver.path)
    if schedule.reporters == Reporters.DEPARTMENTS:
        duties = TaskUnit.objects.filter(task__workstream=workstream)
        found = OrgUnit.objects.filter(kind=UnitKind.DEPARTMENT, pk__in=duties.values("unit"))
        # The lead looks at the others' returns and owes none itself.
        return found.exclude(workstreams_led=workstream)
    if schedule.reporters == Reporters.LEADS:
        return OrgUnit.objects.filter(workstreams_led=workstream)
    pairings = _territorial(schedule, period)
    side = "receiver" if schedule.reporters == Reporters.RECEIVERS else "giver"
    return OrgUnit.objects.filter(kind=UnitKind.COUNTY, pk__in=pairings.values(side))


def _territorial(schedule: ReturnSchedule, period: Period) -> QuerySet[Pairing]:
    """Pairings of places within the programme that are in force in the period."""
    return pairings_between(period.first, period.last).filter(
        type=PairingType.TERRITORIAL, giver__path__startswith=schedule.programme.giver.path
    )
