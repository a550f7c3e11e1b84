"""Events held for the receiving side: charity events, exhibitions, product fairs, performances."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    one,
    persons,
)
from jiedui.ledger.kinds.values import Count, MaybeLine
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """What was held."""

    CHARITY = "charity", _("charity event")
    EXHIBITION = "exhibition", _("exhibition")
    PRODUCT_FAIR = "product_fair", _("product fair")
    PERFORMANCE = "performance", _("performance")
    PROMOTION = "promotion", _("tourism or investment promotion")
    OTHER = "other", _("other")


class EventDetail(Detail):
    """What an event knows. What was given or sold there is recorded as such, not here."""

    form: Annotated[Form, Words(_("Form"))]
    large: Annotated[
        bool, Words(_("Large event"), _("As the plan understands it: for the whole city or district."))
    ] = False
    days: Annotated[Count, Words(_("Days"))] = 1
    place: Annotated[MaybeLine, Words(_("Place"))] = ""


LONG = 366


def _days(entry: Entry, detail: EventDetail) -> Decimal:
    return Decimal(detail.days)


def _too_long(entry: Entry, detail: EventDetail) -> bool:
    return detail.days > LONG


KIND: Kind[EventDetail] = Kind(
    key="event",
    label=_("Event"),
    summary=_("A charity event, exhibition, product fair or performance"),
    workstream="society",
    detail=EventDetail,
    persons=Use.OPTIONAL,
    measures=(
        Measure("count", _("Events"), _("events"), one),
        Measure("days", _("Days"), _("days"), _days),
        Measure("persons", _("Visitors"), _("person-times"), persons),
    ),
    evidence=(
        EvidenceRule("notice", _("Notice or programme of the event"), Needed.SUBMISSION),
        EvidenceRule("photo", _("Photo")),
    ),
    checks=(
        Check(
            "over_a_year", _("An event of more than a year. Is it a place of sale?"), _too_long, field="days"
        ),
    ),
    columns=("form", "large", "days"),
    filters=("form", "large"),
    words={
        "occurred_on": Words(_("First day"), _("For example 2019-07-03 or 2019.7.3.")),
        "persons": Words(_("Visitors"), _("If they were counted; person-times.")),
    },
)
