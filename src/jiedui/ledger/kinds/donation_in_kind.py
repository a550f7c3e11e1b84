"""Goods given freely: pledged, received, handed over. Quantity and unit always, a value only where one is known."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import (
    Check,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Section,
    Use,
    Words,
    amount,
)
from jiedui.ledger.kinds.donors import DonorDetail, donor_subject, nobody_named
from jiedui.ledger.kinds.values import Line, MaybeLine
from jiedui.ledger.models import Entry


class Step(models.TextChoices):
    """How far the goods have come. Each step is an entry of its own: pledged is not yet received."""

    PLEDGED = "pledged", _("pledged")
    RECEIVED = "received", _("received")
    HANDED_OVER = "handed_over", _("handed over")


class Valuation(models.TextChoices):
    """Where the value comes from. Goods without a known value are counted, not valued."""

    NONE = "none", _("no value known")
    INVOICE = "invoice", _("invoice")
    APPRAISAL = "appraisal", _("appraisal")
    MARKET = "market", _("market price")


class Quality(models.TextChoices):
    """Goods must be fit for use, whoever gives them (慈善法 36)."""

    NEW = "new", _("brand new")
    USED = "used", _("used, in good order")


class DonationInKindDetail(DonorDetail):
    """What a gift of goods knows. Its value, if known, is the entry's amount."""

    step: Annotated[Step, Words(_("Step"), _("Record each step when it happens, as an entry of its own."))]
    goods: Annotated[Line, Words(_("Goods"))]
    quality: Annotated[Quality, Words(_("Quality"))] = Quality.NEW
    valuation: Annotated[Valuation, Words(_("Value taken from"))] = Valuation.NONE
    received_by: Annotated[
        Line, Words(_("Received by"), _("The charity or public body that takes the goods on."))
    ]
    use: Annotated[MaybeLine, Words(_("Use"), _("If the donor named one."))] = ""
    receipt_number: Annotated[
        MaybeLine, Words(_("Receipt number"), _("Of the donation receipt, as printed."))
    ] = ""


def _arrived(entry: Entry, detail: DonationInKindDetail) -> bool:
    return detail.step == Step.RECEIVED


def _handed_over(entry: Entry, detail: DonationInKindDetail) -> bool:
    return detail.step == Step.HANDED_OVER


def _no_receipt(entry: Entry, detail: DonationInKindDetail) -> bool:
    return detail.step == Step.RECEIVED and not detail.receipt_number


def _value_from_nowhere(entry: Entry, detail: DonationInKindDetail) -> bool:
    return (entry.amount is None) != (detail.valuation == Valuation.NONE)


def _value_pledged(entry: Entry, detail: DonationInKindDetail) -> Decimal:
    return amount(entry, detail) if detail.step == Step.PLEDGED else Decimal(0)


def _value_received(entry: Entry, detail: DonationInKindDetail) -> Decimal:
    return amount(entry, detail) if detail.step == Step.RECEIVED else Decimal(0)


def _value_handed_over(entry: Entry, detail: DonationInKindDetail) -> Decimal:
    return amount(entry, detail) if detail.step == Step.HANDED_OVER else Decimal(0)


def _one_received(entry: Entry, detail: DonationInKindDetail) -> Decimal:
    return Decimal(detail.step == Step.RECEIVED)


def _quantity_at(step: Step) -> Callable[[Entry, DonationInKindDetail], Decimal]:
    """What is counted in pieces is counted at one step, or the same goods are counted three times."""

    def quantity(entry: Entry, detail: DonationInKindDetail) -> Decimal:
        return entry.quantity or Decimal(0) if detail.step == step else Decimal(0)

    return quantity


KIND: Kind[DonationInKindDetail] = Kind(
    key="donation_in_kind",
    label=_("Donation of goods"),
    summary=_("Goods pledged, received or handed over"),
    workstream="society",
    family="donation",
    detail=DonationInKindDetail,
    amount=Use.OPTIONAL,
    quantity=Use.REQUIRED,
    project=Use.OPTIONAL,
    measures=(
        Measure("amount", _("Value received"), _("yuan"), _value_received),
        Measure("pledged", _("Value pledged"), _("yuan"), _value_pledged),
        Measure("handed_over", _("Value handed over"), _("yuan"), _value_handed_over),
        Measure("count", _("Donations"), _("donations"), _one_received),
        Measure("quantity", _("Quantity received"), _("in its own unit"), _quantity_at(Step.RECEIVED)),
        Measure(
            "quantity_handed_over",
            _("Quantity handed over"),
            _("in its own unit"),
            _quantity_at(Step.HANDED_OVER),
        ),
        Measure("donors", _("Donors"), _("donors"), _one_received, donor_subject),
    ),
    evidence=(
        EvidenceRule("receipt", _("Donation receipt (once received)"), Needed.ACCEPTANCE, _arrived),
        EvidenceRule(
            "handover", _("Signed handover list (once handed over)"), Needed.ACCEPTANCE, _handed_over
        ),
        EvidenceRule("agreement", _("Donation agreement or letter of pledge")),
        EvidenceRule("photo", _("Photo of the goods")),
    ),
    checks=(
        Check("nobody_named", _("No donor is named, and the gift is not anonymous."), nobody_named),
        Check(
            "no_receipt_number",
            _("There is no receipt number. The law asks for a receipt for every gift."),
            _no_receipt,
            field="receipt_number",
        ),
        Check(
            "value_from_nowhere",
            _("Give the value and where it comes from, or neither."),
            _value_from_nowhere,
            field="valuation",
        ),
    ),
    columns=("goods", "step", "donor"),
    filters=("step", "donor_type", "anonymous"),
    identity=("receipt_number", "received_by", "step"),
    lines=("goods", "quantity", "quantity_unit", "amount"),
    sections=(
        Section(_("The goods"), ("step", "goods", "quality", "valuation")),
        Section(_("Who gave them"), ("donor_type", "anonymous", "donor")),
        Section(_("Who took them on"), ("received_by", "use", "receipt_number")),
    ),
    words={
        "amount": Words(_("Value (yuan)"), _("Only if one is known; say below where it comes from.")),
    },
)
