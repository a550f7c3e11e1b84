"""Buying from receiving places (消费扶贫): goods and services whose sale raises incomes there."""

from __future__ import annotations

from typing import Annotated

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.enums import EntryState
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
    one,
)
from jiedui.ledger.kinds.values import Line, MaybeLine
from jiedui.ledger.models import Entry


class Channel(models.TextChoices):
    """The way it was sold."""

    CANTEEN = "canteen", _("canteen")
    UNION = "union", _("trade union")
    STAFF = "staff", _("staff purchase")
    CABINET = "cabinet", _("vending cabinet")
    HALL = "hall", _("sales hall")
    ZONE = "zone", _("sales zone in a shop")
    ONLINE = "online", _("online platform")
    FAIR = "fair", _("fair or exhibition")
    WHOLESALE = "wholesale", _("wholesale or supermarket")
    OTHER = "other", _("other")


class VoucherType(models.TextChoices):
    """What proves the sale (购销凭证)."""

    INVOICE = "invoice", _("invoice")
    CONTRACT = "contract", _("contract")
    PAYMENT = "payment", _("proof of payment")
    ORDER = "order", _("platform order")
    SETTLEMENT = "settlement", _("settlement sheet")


class PurchaseDetail(Detail):
    """What a purchase knows. The county of origin is the entry's receiver."""

    buyer: Annotated[Line, Words(_("Buyer"), _("The organisation that paid. No private persons' names."))]
    seller: Annotated[Line, Words(_("Seller"), _("The enterprise or cooperative that was paid."))]
    product: Annotated[Line, Words(_("Product or service"))]
    channel: Annotated[Channel, Words(_("Channel"))]
    voucher_type: Annotated[VoucherType, Words(_("Kind of voucher"))]
    voucher_number: Annotated[
        Line, Words(_("Voucher number"), _("As printed; its lines may be entries of their own."))
    ]
    recognition_number: Annotated[
        MaybeLine, Words(_("Product recognition number"), _("If the product is a recognised one."))
    ] = ""


def _same_voucher(entry: Entry, detail: PurchaseDetail) -> bool:
    """A department's purchase must not be counted again in its district's: the voucher tells.

    Other goods that the same giver recorded from it are further lines of the voucher, not a repetition.
    """
    others = Entry.objects.filter(
        kind="purchase",
        programme=entry.programme_id,
        receiver=entry.receiver_id,
        detail__voucher_number=detail.voucher_number,
        detail__seller=detail.seller,
        reverses=None,
        reversal=None,
    )
    other_lines = Q(giver=entry.giver_id) & ~Q(detail__product=detail.product)
    return others.exclude(other_lines).exclude(pk=entry.pk).exclude(state=EntryState.DRAFT).exists()


def _buyer_is_seller(entry: Entry, detail: PurchaseDetail) -> bool:
    return detail.buyer == detail.seller


def _seller(entry: Entry, detail: PurchaseDetail) -> str:
    return detail.seller[:120]


KIND: Kind[PurchaseDetail] = Kind(
    key="purchase",
    label=_("Purchase"),
    summary=_("Goods or services bought from a receiving place"),
    workstream="consumption",
    detail=PurchaseDetail,
    amount=Use.REQUIRED,
    quantity=Use.OPTIONAL,
    measures=(
        Measure("amount", _("Amount"), _("yuan"), amount),
        Measure("count", _("Purchases"), _("purchases"), one),
        Measure("sellers", _("Sellers"), _("sellers"), one, _seller),
    ),
    evidence=(
        EvidenceRule("voucher", _("Purchase voucher"), Needed.SUBMISSION),
        EvidenceRule("delivery", _("Delivery note")),
        EvidenceRule("photo", _("Photo of the goods")),
    ),
    checks=(
        Check(
            "same_voucher",
            _("Another entry has this voucher number from the same seller. Is it recorded twice?"),
            _same_voucher,
            field="voucher_number",
            reads_ledger=True,
        ),
        Check("buyer_is_seller", _("Buyer and seller are the same."), _buyer_is_seller, field="seller"),
    ),
    columns=("product", "seller", "channel"),
    filters=("channel", "voucher_type"),
    identity=("voucher_number", "seller"),
    lines=("product", "amount", "quantity", "quantity_unit", "recognition_number"),
    words={
        "title": Words(_("Title"), _("What was bought, by whom, in one line.")),
        "giver": Words(_("Giving unit"), _("The unit whose figure the purchase counts to.")),
        "receiver": Words(_("County of origin"), _("Where the goods come from.")),
    },
)
