"""Founding a programme for a document that is handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.documents.proposals.places import KIND_OF_LEVEL
from jiedui.kernel.errors import Invalid
from jiedui.organisations import divisions
from jiedui.organisations.models import DivisionCode, OrgUnit
from jiedui.organisations.resolver import resolve
from jiedui.organisations.services import add_code, create_unit
from jiedui.plans.models import Programme
from jiedui.plans.services import create_programme


@transaction.atomic
def found_programme(
    *, actor: Any, code: str, name: str, giver: str, first_year: int, last_year: int | None = None
) -> Programme:
    """Create a programme with its giving territory, which is created too where it is not there yet.

    ``giver`` is a territory's name. Raises Invalid with the field as its address.
    """
    last_year = last_year or first_year
    for field, year in (("first_year", first_year), ("last_year", last_year)):
        if not 1980 <= year <= 2100:
            raise Invalid(_("Write the year with four digits, such as 2019."), address=field)
    return create_programme(
        actor=actor,
        code=code,
        name=name,
        giver=giving_territory(actor=actor, name=giver),
        starts_on=date(first_year, 1, 1),
        ends_on=date(last_year, 12, 31),
    )


def giving_territory(*, actor: Any, name: str) -> OrgUnit:
    """The unit of a giving territory. Raises Invalid where no unit and no division has that name."""
    if (unit := resolve(name).unit) is not None:
        return unit
    found = divisions.find(name)
    if not found:
        raise Invalid(
            _("There is no territory called “%(name)s”. Write its full name, such as 天津市."),
            name=name,
            address="giver",
        )
    return _division_unit(actor, found[0])


def _division_unit(actor: Any, division: divisions.Division) -> OrgUnit:
    if row := DivisionCode.objects.select_related("unit").filter(code=division.code).first():
        return row.unit
    superior = divisions.by_code(division.parent) if division.parent else None
    parent = _division_unit(actor, superior) if superior else None
    unit = create_unit(actor=actor, name=division.name, kind=KIND_OF_LEVEL[division.level], parent=parent)
    add_code(
        actor=actor,
        unit=unit,
        code=division.code,
        name=division.name,
        valid_from=division.valid_from,
        valid_to=division.valid_to,
    )
    return unit
