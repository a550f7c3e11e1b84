"""Money given freely, as it reached the body that may take it (慈善法; 公益事业捐赠法)."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import (
    Check,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    amount,
    one,
)
from jiedui.ledger.kinds.donors import DonorDetail, donor_subject, nobody_named
from jiedui.ledger.kinds.values import Line, MaybeLine
from jiedui.ledger.models import Entry


class DonationCashDetail(DonorDetail):
    """What a gift of money knows. A promise of money is none: it is recorded when the money has arrived."""

    received_by: Annotated[
        Line, Words(_("Received by"), _("The charity or public body that issued the receipt."))
    ]
    use: Annotated[MaybeLine, Words(_("Use"), _("If the donor named one."))] = ""
    receipt_number: Annotated[
        MaybeLine, Words(_("Receipt number"), _("Of the donation receipt, as printed."))
    ] = ""


def _no_receipt(entry: Entry, detail: DonationCashDetail) -> bool:
    return not detail.receipt_number


KIND: Kind[DonationCashDetail] = Kind(
    key="donation_cash",
    label=_("Donation of money"),
    summary=_("Money given freely, once it has arrived"),
    workstream="society",
    family="donation",
    detail=DonationCashDetail,
    amount=Use.REQUIRED,
    project=Use.OPTIONAL,
    measures=(
        Measure("amount", _("Amount"), _("yuan"), amount),
        Measure("count", _("Donations"), _("donations"), one),
        Measure("donors", _("Donors"), _("donors"), one, donor_subject),
    ),
    evidence=(
        EvidenceRule("receipt", _("Donation receipt"), Needed.ACCEPTANCE),
        EvidenceRule("agreement", _("Donation agreement")),
    ),
    checks=(
        Check("nobody_named", _("No donor is named, and the gift is not anonymous."), nobody_named),
        Check(
            "no_receipt_number",
            _("There is no receipt number. The law asks for a receipt for every gift."),
            _no_receipt,
            field="receipt_number",
        ),
    ),
    columns=("donor", "received_by"),
    filters=("donor_type", "anonymous"),
    identity=("receipt_number", "received_by"),
    words={
        "title": Words(_("Title"), _("What the gift is for, in one line.")),
        "occurred_on": Words(_("Received on"), _("For example 2019-07-03 or 2019.7.3.")),
    },
)
