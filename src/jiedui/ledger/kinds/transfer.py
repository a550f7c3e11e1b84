"""Money from the giver: appropriated, disbursed, spent (IATI's transaction types)."""

from __future__ import annotations

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
    amount,
)
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.models import Entry


class Step(models.TextChoices):
    """How far the money has gone. Each step is an entry of its own: paid out is not yet spent."""

    APPROPRIATION = "appropriation", _("appropriation")
    DISBURSEMENT = "disbursement", _("disbursement")
    EXPENDITURE = "expenditure", _("expenditure")


class Planning(models.TextChoices):
    """Money inside the plan and money beside it are kept apart (计划内, 计划外)."""

    PLANNED = "planned", _("planned")
    UNPLANNED = "unplanned", _("beside the plan")


class Source(models.TextChoices):
    """Whose budget it comes from."""

    CITY = "city", _("city budget")
    DISTRICT = "district", _("district budget")
    SOCIAL = "social", _("social funds")


class Purpose(models.TextChoices):
    """What it is for, by the categories the fund rules speak of."""

    INDUSTRY = "industry", _("industry")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    EDUCATION_HEALTH = "education_health", _("education and health")
    EMPLOYMENT = "employment", _("employment services")
    TRAINING = "training", _("training")
    OTHER = "other", _("other")


class Level(models.TextChoices):
    """Where it arrives: the fund rules ask for 80 % at county level and below."""

    COUNTY = "county_and_below", _("county level and below")
    ABOVE = "above_county", _("above the county")


class TransferDetail(Detail):
    """What a transfer knows."""

    step: Annotated[Step, Words(_("Step"), _("Record each step when it happens, as an entry of its own."))]
    planning: Annotated[Planning, Words(_("Inside the plan?"))]
    source: Annotated[Source, Words(_("Source"))]
    purpose: Annotated[Purpose, Words(_("Purpose"))]
    level: Annotated[Level, Words(_("Level reached"))] = Level.COUNTY
    livelihood: Annotated[
        bool, Words(_("For people's livelihood"), _("Housing, water, schools, health, jobs."))
    ] = False
    document_number: Annotated[MaybeLine, Words(_("Document or voucher number"))] = ""


def _no_number(entry: Entry, detail: TransferDetail) -> bool:
    return not detail.document_number


def _district_pays_as_city(entry: Entry, detail: TransferDetail) -> bool:
    return detail.source == Source.CITY and entry.giver_id != entry.programme.giver_id


KIND: Kind[TransferDetail] = Kind(
    key="transfer",
    label=_("Transfer of funds"),
    summary=_("Money appropriated, paid out or spent"),
    workstream="funds",
    detail=TransferDetail,
    amount=Use.REQUIRED,
    project=Use.OPTIONAL,
    measures=(Measure("amount", _("Amount"), _("yuan"), amount),),
    evidence=(
        EvidenceRule("voucher", _("Appropriation document or bank voucher"), Needed.SUBMISSION),
        EvidenceRule("account", _("Statement of account")),
    ),
    checks=(
        Check(
            "no_document_number",
            _("There is no document or voucher number, so the money cannot be traced."),
            _no_number,
            field="document_number",
        ),
        Check(
            "city_money_of_a_district",
            _("The giver is not the city, but the source is the city budget."),
            _district_pays_as_city,
            field="source",
        ),
    ),
    columns=("step", "purpose", "planning"),
    filters=("step", "planning", "source", "purpose"),
    words={"title": Words(_("Title"), _("The project or use the money is for."))},
)
