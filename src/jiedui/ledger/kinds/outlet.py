"""Places of sale set up for products of receiving places: cabinets, halls, zones (三专) and online stations."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Words
from jiedui.ledger.kinds.values import Count, MaybeLine
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """What sort of place it is."""

    CABINET = "cabinet", _("vending cabinet")
    HALL = "hall", _("sales hall")
    ZONE = "zone", _("sales zone in a shop")
    ONLINE_STATION = "online_station", _("online sales station")
    OTHER = "other", _("other")


class Step(models.TextChoices):
    """Whether it began or ended."""

    OPENED = "opened", _("opened")
    CLOSED = "closed", _("closed")


class OutletDetail(Detail):
    """What a place of sale knows. Several of one sort that opened together are one entry."""

    step: Annotated[Step, Words(_("Step"))]
    form: Annotated[Form, Words(_("Form"))]
    count: Annotated[Count, Words(_("How many"))] = 1
    place: Annotated[MaybeLine, Words(_("Place"), _("Where it stands."))] = ""


MANY = 200


def _opened(entry: Entry, detail: OutletDetail) -> Decimal:
    return Decimal(detail.count if detail.step == Step.OPENED else 0)


def _standing(entry: Entry, detail: OutletDetail) -> Decimal:
    return Decimal(detail.count if detail.step == Step.OPENED else -detail.count)


def _too_many(entry: Entry, detail: OutletDetail) -> bool:
    return detail.count > MANY


KIND: Kind[OutletDetail] = Kind(
    key="outlet",
    label=_("Place of sale"),
    summary=_("A cabinet, hall, zone or online station for products of receiving places"),
    workstream="consumption",
    detail=OutletDetail,
    measures=(
        Measure("opened", _("Opened"), _("places"), _opened),
        Measure("standing", _("Open now"), _("places"), _standing),
    ),
    evidence=(
        EvidenceRule("agreement", _("Contract or notice of opening"), Needed.SUBMISSION),
        EvidenceRule("photo", _("Photo of the place")),
    ),
    checks=(
        Check(
            "many_at_once",
            _("More than 200 at once. Is this the number of products?"),
            _too_many,
            field="count",
        ),
    ),
    columns=("form", "step", "count"),
    filters=("form", "step"),
    words={"occurred_on": Words(_("Opened or closed on"), _("For example 2019-07-03 or 2019.7.3."))},
)
