"""The postings behind a place of a pivot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from jiedui.accounts.models import User
from jiedui.ledger.models import Posting
from jiedui.plans.enums import Nature
from jiedui.plans.models import Indicator
from jiedui.warehouse.drilling import drill
from jiedui.warehouse.pivots.answering import BEGINNING
from jiedui.warehouse.pivots.axes import About
from jiedui.warehouse.pivots.pivot import Pivot, Place, narrowed


def behind(user: User, pivot: Pivot, place: Place, indicator: Indicator) -> QuerySet[Posting]:
    """What the person may see of it, by day. Of what stands on a day, all that was posted before it.

    Raises NotFound for a unit nobody knows, ValueError for a period that is none.
    """
    ask = narrowed(pivot, place)
    if indicator.nature == Nature.STOCK:
        ask = ask.over(BEGINNING, ask.last)
    ask = replace(ask, indicators=(indicator.pk,))
    at: dict[str, Any] = {}
    for axis, key in place.keys(pivot).items():
        if axis.about in {About.GIVER, About.RECEIVER}:
            at |= {str(axis.about): key, f"{axis.about}_level": axis.by}
    return drill(user, ask, **at)
