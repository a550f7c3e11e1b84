"""Buying from receiving places (消费扶贫): goods and services whose sale raises incomes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.db import models
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
from jiedui.ledger.models import Entry, VoucherNumber


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


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A purchase as it stands in the ledger."""

    pk: int
    state: str
    giver: int
    product: str


def _same_voucher(entries: Sequence[Entry]) -> Callable[[Entry, PurchaseDetail], bool]:
    """A department's purchase must not be counted again in its district's: the voucher tells.

    Other goods that the same giver recorded from it are further lines of the voucher, not a repetition.
    """
    together = {entry.pk: entry for entry in entries}
    known = _recorded(entries)

    def finds(entry: Entry, detail: PurchaseDetail) -> bool:
        for other in known[_voucher(entry, detail.voucher_number, detail.seller)]:
            # Those looked at together may have become submitted since they were read.
            state = together[other.pk].state if other.pk in together else other.state
            further_line = other.giver == entry.giver_id and other.product != detail.product
            if other.pk != entry.pk and state != EntryState.DRAFT and not further_line:
                return True
        return False

    return finds


def _recorded(entries: Sequence[Entry]) -> defaultdict[tuple[Any, ...], list[_Recorded]]:
    """Standing purchases on the vouchers of ``entries``, by voucher; one query.

    What was taken back is told by its reversal, which has the same voucher: asking the database for it keeps SQLite
    from using the index of vouchers.
    """
    numbers = {str(entry.detail.get("voucher_number", "")) for entry in entries}
    found = Entry.objects.alias(number=VoucherNumber("detail")).filter(number__in=numbers, kind="purchase")
    rows = list(found.only("programme", "receiver", "giver", "state", "detail", "reverses").order_by())
    taken_back = {row.reverses_id for row in rows}
    known: defaultdict[tuple[Any, ...], list[_Recorded]] = defaultdict(list)
    for row in rows:
        if row.reverses_id or row.pk in taken_back:
            continue
        detail = row.detail
        voucher = _voucher(row, detail.get("voucher_number"), detail.get("seller"))
        known[voucher].append(_Recorded(row.pk, row.state, row.giver_id, detail.get("product")))
    return known


def _voucher(entry: Entry, number: str, seller: str) -> tuple[Any, ...]:
    return (entry.programme_id, entry.receiver_id, number, seller)


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
    project=Use.OPTIONAL,
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
            among=_same_voucher,
            field="voucher_number",
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
