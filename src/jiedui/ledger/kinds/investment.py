"""Enterprises that settle at the receiving side. What was signed is never added to what was paid in."""

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
    amount,
)
from jiedui.ledger.kinds.values import Line, MaybeLine
from jiedui.ledger.models import Entry


class Step(models.TextChoices):
    """How far it has come. Each step is an entry of its own."""

    SIGNED = "signed", _("contract signed")
    ESTABLISHED = "established", _("enterprise established")
    PAID_IN = "paid_in", _("capital paid in")


class Trade(models.TextChoices):
    """What the enterprise does."""

    FARMING = "farming", _("farming and livestock")
    PROCESSING = "processing", _("processing of farm products")
    MANUFACTURE = "manufacture", _("manufacture")
    ENERGY = "energy", _("energy")
    TRADE = "trade", _("trade and logistics")
    TOURISM = "tourism", _("tourism")
    OTHER = "other", _("other")


class InvestmentDetail(Detail):
    """What a step of an investment knows. The amount is the contract's, or what was paid in, by the step."""

    step: Annotated[Step, Words(_("Step"), _("Record each step when it happens, as an entry of its own."))]
    enterprise: Annotated[
        Line, Words(_("Enterprise"), _("Its registered name, always written alike: it is counted once."))
    ]
    trade: Annotated[Trade, Words(_("Trade"))]
    in_park: Annotated[bool, Words(_("In a jointly built park"))] = False
    park: Annotated[MaybeLine, Words(_("Park"), _("Its name, always written alike: it is counted once."))] = (
        ""
    )


def _paid_in(entry: Entry, detail: InvestmentDetail) -> Decimal:
    return amount(entry, detail) if detail.step == Step.PAID_IN else Decimal(0)


def _signed(entry: Entry, detail: InvestmentDetail) -> Decimal:
    return amount(entry, detail) if detail.step == Step.SIGNED else Decimal(0)


def _established(entry: Entry, detail: InvestmentDetail) -> Decimal:
    return Decimal(detail.step == Step.ESTABLISHED)


def _in_park(entry: Entry, detail: InvestmentDetail) -> Decimal:
    return Decimal(bool(detail.park))


def _park(entry: Entry, detail: InvestmentDetail) -> str:
    return detail.park[:120]


def _enterprise(entry: Entry, detail: InvestmentDetail) -> str:
    return detail.enterprise[:120]


def _is_signed(entry: Entry, detail: InvestmentDetail) -> bool:
    return detail.step == Step.SIGNED


def _is_established(entry: Entry, detail: InvestmentDetail) -> bool:
    return detail.step == Step.ESTABLISHED


def _is_paid_in(entry: Entry, detail: InvestmentDetail) -> bool:
    return detail.step == Step.PAID_IN


def _no_amount(entry: Entry, detail: InvestmentDetail) -> bool:
    return detail.step != Step.ESTABLISHED and entry.amount is None


def _park_unsure(entry: Entry, detail: InvestmentDetail) -> bool:
    return detail.in_park != bool(detail.park)


KIND: Kind[InvestmentDetail] = Kind(
    key="investment",
    label=_("Investment"),
    summary=_("An enterprise settles: signed, established, capital paid in"),
    workstream="industry",
    detail=InvestmentDetail,
    amount=Use.OPTIONAL,
    project=Use.OPTIONAL,
    measures=(
        Measure("paid_in", _("Capital paid in"), _("yuan"), _paid_in),
        Measure("signed", _("Contract value"), _("yuan"), _signed),
        Measure("enterprises", _("Enterprises established"), _("enterprises"), _established, _enterprise),
        Measure("parks", _("Parks settled in"), _("parks"), _in_park, _park),
    ),
    evidence=(
        EvidenceRule("contract", _("Signed contract (once signed)"), Needed.SUBMISSION, _is_signed),
        EvidenceRule("licence", _("Business licence (once established)"), Needed.SUBMISSION, _is_established),
        EvidenceRule("voucher", _("Proof of capital paid in (once paid in)"), Needed.SUBMISSION, _is_paid_in),
        EvidenceRule("photo", _("Photo of the works")),
    ),
    checks=(
        Check("no_amount", _("There is no amount, so nothing will be counted."), _no_amount, field="amount"),
        Check("park_unsure", _("Name the park, and say that it is in one."), _park_unsure, field="park"),
    ),
    columns=("enterprise", "step", "trade"),
    filters=("step", "trade", "in_park"),
    words={
        "amount": Words(
            _("Amount (yuan)"), _("Of the contract, or what was really paid in. None for an establishment.")
        ),
    },
)
