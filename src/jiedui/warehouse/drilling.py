"""From a cell to the postings behind it. The database answers, so the entries and their evidence are those of now."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from jiedui.accounts.models import User
from jiedui.ledger.models import Posting
from jiedui.ledger.queries import entries_for
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import get_unit
from jiedui.warehouse import dimensions
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.dimensions import SELF


def drill(
    user: User,
    ask: Ask,
    *,
    giver: int | None = None,
    giver_level: str | None = None,
    receiver: int | None = None,
    receiver_level: str | None = None,
) -> QuerySet[Posting]:
    """The postings that add up to a cell, by day, as far as the person may see them.

    ``ask`` is the question the cell answers, with its indicator alone and its period as the span. A side is given with
    the level at which the cell stands; None with a level is what lies at no unit of it. Raises NotFound for a unit
    nobody knows.
    """
    found = Posting.objects.filter(day__range=(ask.first, ask.last), indicator__as_stated=False)
    found = found.filter(**_equal(ask), **_subtree("giver", ask.giver), **_subtree("receiver", ask.receiver))
    for side, unit, level in (("giver", giver, giver_level), ("receiver", receiver, receiver_level)):
        if level is not None:
            found = found.filter(**_at(side, unit, level))
    seen = found.filter(entry__in=entries_for(user).order_by().values("pk"))
    return seen.select_related("entry", "indicator", "giver", "receiver").order_by("day", "entry_id")


def _equal(ask: Ask) -> dict[str, Any]:
    equal = {
        "indicator__in": ask.indicators or None,
        "entry__programme": ask.programme,
        "entry__workstream": ask.workstream,
        "entry__sequence__lte": ask.accepted_until,
    }
    return {name: value for name, value in equal.items() if value is not None}


def _subtree(side: str, unit: int | None) -> dict[str, Any]:
    # Ids, so that the index on indicator, giver and day is of use.
    return {} if unit is None else {f"{side}_id__in": _under(get_unit(unit))}


def _under(unit: OrgUnit) -> QuerySet[Any, Any]:
    return OrgUnit.objects.filter(path__startswith=unit.path).order_by().values("pk")


def _at(side: str, unit: int | None, level: str) -> dict[str, Any]:
    if unit is None:
        units = dimensions.units()
        levelled = {pk for pk, at, _ancestor in dimensions.ancestry(units) if at == level}
        return {f"{side}_id__in": [one.id for one in units if one.id not in levelled]}
    return {f"{side}_id": unit} if level == SELF else _subtree(side, unit)
