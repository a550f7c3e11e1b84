"""Named reads of units and pairings."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiedui.kernel.errors import NotFound
from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import OrgUnit, Pairing


def get_unit(pk: int | str) -> OrgUnit:
    """The unit with that id. Raises NotFound."""
    try:
        return OrgUnit.objects.select_related("parent").get(pk=pk)
    except (OrgUnit.DoesNotExist, ValueError):
        raise NotFound from None


def subtree(unit: OrgUnit) -> QuerySet[OrgUnit]:
    """The unit and everything under it, in tree order."""
    return OrgUnit.objects.filter(path__startswith=unit.path)


def ancestors(unit: OrgUnit) -> list[OrgUnit]:
    """The units above, from the root down; one query."""
    ids = [int(pk) for pk in unit.path.strip("/").split("/")][:-1]
    found = OrgUnit.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def pairings_on(day: date) -> QuerySet[Pairing]:
    """The pairings in force on a day, with both sides."""
    return pairings_between(day, day)


def pairings_between(start: date, end: date) -> QuerySet[Pairing]:
    """The pairings in force on any day of a span, with both sides; where front offices are stationed is none."""
    return _in_force(start, end).exclude(type=PairingType.STATION)


def stations_between(start: date, end: date) -> QuerySet[Pairing]:
    """Front offices (the giver) and where they are stationed (the receiver) on any day of a span."""
    return _in_force(start, end).filter(type=PairingType.STATION)


def _in_force(start: date, end: date) -> QuerySet[Pairing]:
    return Pairing.objects.select_related("giver", "receiver", "receiver__parent").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=start), valid_from__lte=end
    )
