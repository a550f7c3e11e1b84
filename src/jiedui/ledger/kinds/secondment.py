"""People who work at the other side for a time. Posts and head counts only, never a person's particulars."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    persons,
)
from jiedui.ledger.kinds.values import Line, Tidy
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """For a term in an office of the other side (挂职), or flexibly for a task (柔性援派)."""

    TERM = "term", _("term posting")
    FLEXIBLE = "flexible", _("flexible secondment")


class Direction(models.TextChoices):
    """Seen from the giving side."""

    OUTBOUND = "outbound", _("outbound: from giver to receiver")
    INBOUND = "inbound", _("inbound: from receiver to giver")


class Trade(models.TextChoices):
    """The trade of the people sent. Police, prison and judicial staff are outside the programme's scope."""

    ADMINISTRATION = "administration", _("public administration")
    EDUCATION = "education", _("education")
    HEALTH = "health", _("health")
    AGRICULTURE = "agriculture", _("agriculture")
    INDUSTRY = "industry", _("industry and trade")
    PLANNING = "planning", _("planning and building")
    SCIENCE = "science", _("science and technology")
    CULTURE = "culture", _("culture and tourism")
    OTHER = "other", _("other")


class SecondmentDetail(Detail):
    """What a secondment knows."""

    form: Annotated[Form, Words(_("Form"))]
    direction: Annotated[Direction, Words(_("Direction"))]
    field: Annotated[Trade, Words(_("Field"))]
    post: Annotated[
        Line, Words(_("Post or speciality"), _("The post, not the person: no names, no numbers of papers."))
    ]
    months: Annotated[
        Decimal,
        Field(gt=0, le=120, max_digits=5, decimal_places=2),
        Tidy,
        Words(_("Months"), _("How long each person stays; 0.5 is two weeks.")),
    ]


LONG_TERM_MONTHS = Decimal(12)
SHORTEST_MONTHS = Decimal(1)


def _too_short(entry: Entry, detail: SecondmentDetail) -> bool:
    return detail.months < SHORTEST_MONTHS


def _many_in_one_post(entry: Entry, detail: SecondmentDetail) -> bool:
    return detail.form == Form.TERM and (entry.persons or 0) > 20


def _person_months(entry: Entry, detail: SecondmentDetail) -> Decimal:
    return persons(entry, detail) * detail.months


def _long_term(entry: Entry, detail: SecondmentDetail) -> Decimal:
    return persons(entry, detail) if detail.months >= LONG_TERM_MONTHS else Decimal(0)


KIND: Kind[SecondmentDetail] = Kind(
    key="secondment",
    label=_("Secondment"),
    summary=_("People who work at the other side for a time"),
    workstream="talent",
    detail=SecondmentDetail,
    persons=Use.REQUIRED,
    measures=(
        Measure("persons", _("Persons"), _("persons"), persons),
        Measure("person_months", _("Person-months"), _("person-months"), _person_months),
        Measure("persons_long_term", _("Persons for a year or more"), _("persons"), _long_term),
    ),
    evidence=(
        EvidenceRule("posting_order", _("Posting order or letter of secondment"), Needed.ACCEPTANCE),
        EvidenceRule("reception", _("Receiving unit's letter")),
    ),
    checks=(
        Check(
            "under_a_month",
            _("Plans usually count stays of a month or more."),
            _too_short,
            field="months",
        ),
        Check(
            "many_in_one_term_posting",
            _("More than 20 people in one term posting. Are these person-times?"),
            _many_in_one_post,
            field="persons",
        ),
    ),
    columns=("form", "direction", "field", "months"),
    filters=("form", "direction", "field"),
    words={"occurred_on": Words(_("First day of work"), _("For example 2019-07-03 or 2019.7.3."))},
)
