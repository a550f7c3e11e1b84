"""Tourism to the receiving side: trains, coaches and flights laid on, and the people who came."""

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
from jiedui.ledger.kinds.values import Count, Line
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """How they travelled."""

    TRAIN = "train", _("tourist train")
    COACH = "coach", _("direct coach")
    FLIGHT = "flight", _("charter flight")
    GROUP = "group", _("tour group")


class TourismTripDetail(Detail):
    """What a statement of trips knows. The day is the first trip's."""

    form: Annotated[Form, Words(_("Form"))]
    route: Annotated[
        Line, Words(_("Route"), _("From where to where, always written alike: it is counted once."))
    ]
    trips: Annotated[Count, Words(_("Trips"))] = 1


MANY_EACH = 1_500


def _trips(entry: Entry, detail: TourismTripDetail) -> Decimal:
    return Decimal(detail.trips)


def _route(entry: Entry, detail: TourismTripDetail) -> str:
    return f"{detail.form}:{detail.route}"[:120]


def _too_many(entry: Entry, detail: TourismTripDetail) -> bool:
    return (entry.persons or 0) > MANY_EACH * detail.trips


KIND: Kind[TourismTripDetail] = Kind(
    key="tourism_trip",
    label=_("Tourism trip"),
    summary=_("Tourist trains, coaches and groups to the receiving side"),
    workstream="culture-tourism",
    detail=TourismTripDetail,
    persons=Use.OPTIONAL,
    measures=(
        Measure("routes", _("Routes"), _("routes"), one, _route),
        Measure("trips", _("Trips"), _("trips"), _trips),
        Measure("persons", _("Tourists"), _("person-times"), persons),
    ),
    evidence=(
        EvidenceRule("notice", _("Notice or contract of the trip"), Needed.SUBMISSION),
        EvidenceRule("photo", _("Photo")),
    ),
    checks=(
        Check(
            "many_on_a_trip",
            _("More than 1,500 people on each trip. Is the number of trips right?"),
            _too_many,
            field="trips",
        ),
    ),
    columns=("form", "route", "trips"),
    filters=("form",),
    words={
        "occurred_on": Words(_("First trip"), _("For example 2019-07-03 or 2019.7.3.")),
        "persons": Words(_("Tourists"), _("Each counted anew at every trip: person-times.")),
    },
)
