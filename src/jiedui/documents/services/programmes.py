"""Founding a programme for a document that is handed in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.documents.errors import Unreadable
from jiedui.documents.facts import FactKind
from jiedui.documents.proposals.places import KIND_OF_LEVEL
from jiedui.documents.readers import UnreadableDocumentError, explain, open_document
from jiedui.documents.reading import Reading, read
from jiedui.kernel.errors import Invalid
from jiedui.organisations import divisions
from jiedui.organisations.divisions import Level
from jiedui.organisations.models import DivisionCode, OrgUnit
from jiedui.organisations.resolver import resolve
from jiedui.organisations.services import add_code, create_unit
from jiedui.plans.models import Programme
from jiedui.plans.services import create_programme

_YEAR = re.compile(r"(?:19|20)\d{2}")

FIRST_PAGES = 2
"""A paper says on its first pages whose it is and of which year; the rest is read in the background."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a document seems to say about the programme it orders; each may be empty."""

    name: str
    giver: str
    year: int | None
    code: str


def guess_programme(content: bytes, filename: str) -> Guess:
    """Name, giver and year from a document's title and figures, for a person to put right.

    Raises Unreadable with words that say what to do.
    """
    try:
        reading = read(open_document(content, filename, most=FIRST_PAGES))
    except UnreadableDocumentError as error:
        raise Unreadable(explain(error), address=filename) from error
    about = next((fact.fields for fact in reading.of(FactKind.DOCUMENT)), {})
    told = " ".join(str(about.get(field) or "") for field in ("title", "doc_number", "date"))
    year = int(found[0]) if (found := _YEAR.search(told)) else None
    giver = _likely_giver(reading, str(about.get("issuer") or "") + str(about.get("title") or ""))
    return Guess(str(about.get("title") or "")[:160], giver, year, _free_code(year))


def _likely_giver(reading: Reading, issuer: str) -> str:
    """The province that issues the document, else the one most figures are set for."""
    for mention in divisions.scan(issuer):
        if mention.divisions[0].level == Level.PROVINCE:
            return mention.divisions[0].name
    named = Counter(str(fact.fields.get("giver")) for fact in reading.of(FactKind.TARGET, FactKind.ACTUAL))
    for name, _count in named.most_common():
        found = divisions.find(name)
        if found and found[0].level == Level.PROVINCE:
            return found[0].name
    return ""


def _free_code(year: int | None) -> str:
    base = f"plan-{year}" if year else "plan"
    taken = set(Programme.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken
    )


@transaction.atomic
def found_programme(
    *, actor: Any, code: str, name: str, giver: str, first_year: int, last_year: int | None = None
) -> Programme:
    """Create a programme with its giving territory, which is created too where it is not there yet.

    ``giver`` is a territory's name. The clock of a programme whose years have passed stands at its last day.
    Raises Invalid with the field as its address.
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
        ends_on=(last_day := date(last_year, 12, 31)),
        reference_date=last_day if last_day < timezone.localdate() else None,
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
