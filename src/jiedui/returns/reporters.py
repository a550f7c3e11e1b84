"""Which units owe a return."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jiedui.kernel.periods import Period
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import Programme, TaskUnit
from jiedui.returns.enums import Reporters
from jiedui.returns.models import ReturnSchedule

BY_PAIRING = {Reporters.GIVERS: "giver", Reporters.RECEIVERS: "receiver"}
Span = tuple[date, date | None]


class Reporting:
    """Who owes what, for many schedules and periods: what does not change with the period is read once."""

    def __init__(self) -> None:
        self._by_schedule: dict[int, list[OrgUnit]] = {}
        self._paired: dict[tuple[int, str], list[tuple[OrgUnit, list[Span]]]] = {}

    def units(self, schedule: ReturnSchedule, period: Period) -> list[OrgUnit]:
        """The units that owe the schedule's return for a period, in tree order; those that were closed owe none."""
        side = BY_PAIRING.get(Reporters(schedule.reporters))
        if side is not None:
            places = self._places(schedule.programme, side)
            return [unit for unit, spans in places if any(_meets(span, period) for span in spans)]
        if schedule.pk not in self._by_schedule:
            self._by_schedule[schedule.pk] = _ordered(_asked(schedule))
        return self._by_schedule[schedule.pk]

    def _places(self, programme: Programme, side: str) -> list[tuple[OrgUnit, list[Span]]]:
        """The places of a side, and when each is paired."""
        key = (programme.pk, side)
        if key not in self._paired:
            pairings = territorial(programme)
            spans: dict[int, list[Span]] = {}
            for pk, first, last in pairings.values_list(side, "valid_from", "valid_to"):
                spans.setdefault(pk, []).append((first, last))
            found = _ordered(OrgUnit.objects.filter(kind=UnitKind.COUNTY, pk__in=spans))
            self._paired[key] = [(unit, spans[unit.pk]) for unit in found]
        return self._paired[key]


def reporting_units(schedule: ReturnSchedule, period: Period) -> list[OrgUnit]:
    """The units that owe the schedule's return for one period. For many, ask one :class:`Reporting`."""
    return Reporting().units(schedule, period)


def _ordered(units: QuerySet[OrgUnit]) -> list[OrgUnit]:
    return list(units.filter(active=True).select_related("parent").order_by("path").distinct())


def _meets(span: Span, period: Period) -> bool:
    """Whether a pairing is in force on any day of the period."""
    first, last = span
    return first <= period.last and (last is None or last >= period.first)


def _asked(schedule: ReturnSchedule) -> QuerySet[OrgUnit]:
    """Those that owe the return whatever the period."""
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
    return OrgUnit.objects.filter(workstreams_led=workstream)


def territorial(programme: Programme) -> QuerySet[Pairing]:
    """Pairings of places within the programme, of any time."""
    return pairings_between(date.min, date.max).filter(
        type=PairingType.TERRITORIAL, giver__path__startswith=programme.giver.path
    )
