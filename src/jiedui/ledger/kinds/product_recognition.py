"""Products recognised for assisted sale (扶贫产品): buyers know what they buy and who benefits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Words, one
from jiedui.ledger.kinds.values import Line, Paragraph
from jiedui.ledger.models import Entry


class ProductRecognitionDetail(Detail):
    """What a recognition knows. The county recognises and answers for the claim who benefits."""

    product: Annotated[Line, Words(_("Product or service"))]
    producer: Annotated[Line, Words(_("Producer"), _("The enterprise or cooperative."))]
    recognition_number: Annotated[
        Line, Words(_("Product recognition number"), _("As published; purchases can name it."))
    ]
    benefit: Annotated[
        Paragraph,
        Words(_("Who benefits, and how"), _("Counts, no names: wages, shares, contracts."), multiline=True),
    ] = ""
    valid_to: Annotated[date | None, Words(_("Valid until"), _("Leave empty if it has no end."))] = None


def _ends_before(entry: Entry, detail: ProductRecognitionDetail) -> bool:
    return detail.valid_to is not None and detail.valid_to < entry.occurred_on


def _nobody_benefits(entry: Entry, detail: ProductRecognitionDetail) -> bool:
    return not detail.benefit


def _number(entry: Entry, detail: ProductRecognitionDetail) -> str:
    return detail.recognition_number[:120]


def _producer(entry: Entry, detail: ProductRecognitionDetail) -> str:
    return detail.producer[:120]


KIND: Kind[ProductRecognitionDetail] = Kind(
    key="product_recognition",
    label=_("Product recognition"),
    summary=_("A product recognised for assisted sale"),
    workstream="consumption",
    detail=ProductRecognitionDetail,
    measures=(
        Measure("products", _("Products recognised"), _("products"), one, _number),
        Measure("producers", _("Producers"), _("producers"), one, _producer),
    ),
    evidence=(
        EvidenceRule("recognition", _("Published recognition"), Needed.SUBMISSION),
        EvidenceRule("benefit", _("County's statement of who benefits"), Needed.ACCEPTANCE),
    ),
    checks=(
        Check(
            "ends_before_it_begins",
            _("It ends before it was recognised."),
            _ends_before,
            field="valid_to",
        ),
        Check(
            "nobody_benefits",
            _("Say who benefits and how: without it a product is not recognised."),
            _nobody_benefits,
            field="benefit",
        ),
    ),
    columns=("product", "producer", "recognition_number"),
    identity=("recognition_number",),
    words={"occurred_on": Words(_("Recognised on"), _("For example 2019-07-03 or 2019.7.3."))},
)
