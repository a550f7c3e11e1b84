"""Services that visiting staff give: consultations, operations, lessons. Counts only; no patient or pupil is named."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Use, Words, persons
from jiedui.ledger.kinds.values import Count, Line, MaybeLine
from jiedui.ledger.models import Entry


class Service(models.TextChoices):
    """What was done."""

    CONSULTATION = "consultation", _("consultation")
    OPERATION = "operation", _("operation")
    WARD_ROUND = "ward_round", _("ward round")
    TELE_CONSULTATION = "tele_consultation", _("tele-consultation")
    FREE_CLINIC = "free_clinic", _("free clinic")
    LECTURE = "lecture", _("lecture")
    LESSON = "lesson", _("lesson or demonstration")
    ADVICE = "advice", _("technical advice on site")
    OTHER = "other", _("other")


class ServiceDetail(Detail):
    """What a statement of services knows: how many of one sort over a time, by whom, where."""

    service: Annotated[Service, Words(_("Service"))]
    count: Annotated[
        Count, Words(_("How many"), _("Consultations, operations, lectures …: times, not people."))
    ]
    provider: Annotated[
        Line, Words(_("Given by"), _("The hospital, school or institute. No names of persons."))
    ]
    host: Annotated[MaybeLine, Words(_("Given at"), _("The hospital, school or village."))] = ""


SEEN_FEW_TIMES = 1_000


def _count(entry: Entry, detail: ServiceDetail) -> Decimal:
    return Decimal(detail.count)


def _many(entry: Entry, detail: ServiceDetail) -> bool:
    return detail.service in {Service.OPERATION, Service.LECTURE} and detail.count > SEEN_FEW_TIMES


KIND: Kind[ServiceDetail] = Kind(
    key="service",
    label=_("Service"),
    summary=_("Consultations, operations, lectures: how many, by whom"),
    workstream="health",
    detail=ServiceDetail,
    persons=Use.OPTIONAL,
    measures=(
        Measure("count", _("Services"), _("times"), _count),
        Measure("persons", _("Persons reached"), _("persons"), persons),
    ),
    evidence=(
        EvidenceRule("statement", _("Statement of the host, with counts only"), Needed.ACCEPTANCE),
        EvidenceRule("photo", _("Photo, without patients or pupils")),
    ),
    checks=(
        Check(
            "many_at_once",
            _("More than 1,000 operations or lectures in one entry. Is this the number of people?"),
            _many,
            field="count",
        ),
    ),
    columns=("service", "count", "provider"),
    filters=("service",),
    words={
        "occurred_on": Words(_("Last day"), _("For example 2019-07-03 or 2019.7.3.")),
        "persons": Words(_("Persons reached"), _("Only if they were counted; heads, each counted once.")),
    },
)
