"""A signed document behind a pairing."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Severity,
    Use,
    Words,
    one,
)
from jiedui.ledger.kinds.values import Line
from jiedui.ledger.models import Entry
from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import Pairing
from jiedui.organisations.services.pairings import add_pairing, end_pairing, overlapping


class AgreementDetail(Detail):
    """What an agreement knows. It was signed on the entry's day; its subject is the entry's title."""

    parties: Annotated[
        list[Line],
        Field(min_length=2, max_length=20),
        Words(_("Parties"), _("One organisation on each line, as they signed.")),
    ]
    pairing_type: Annotated[
        PairingType | None, Words(_("Pairing it creates"), _("Leave empty if it pairs nobody."))
    ] = None
    valid_to: Annotated[date | None, Words(_("Valid until"), _("Leave empty if it has no end."))] = None


def _ends_before_signed(entry: Entry, detail: AgreementDetail) -> bool:
    return detail.valid_to is not None and detail.valid_to < entry.occurred_on


def _party_twice(entry: Entry, detail: AgreementDetail) -> bool:
    return len(set(detail.parties)) < len(detail.parties)


def _pair(entry: Entry, detail: AgreementDetail) -> str:
    return f"{detail.pairing_type or ''}:{entry.giver_id}:{entry.receiver_id}"


def _basis(entry: Entry) -> str:
    return f"Entry #{entry.pk}"


def _pair_up(entry: Entry, detail: AgreementDetail) -> None:
    """Bind the two sides, unless they are bound by the same type on some of the days already."""
    if detail.pairing_type is None:
        return
    sides = (entry.giver, entry.receiver, detail.pairing_type)
    if overlapping(*sides, entry.occurred_on, detail.valid_to) is None:
        add_pairing(
            actor=None,
            giver=entry.giver,
            receiver=entry.receiver,
            valid_from=entry.occurred_on,
            valid_to=detail.valid_to,
            type=detail.pairing_type,
            agreement=entry.title,
            basis=_basis(entry),
        )


def _part(entry: Entry, detail: AgreementDetail) -> None:
    """End the pairing that the agreement made; ``entry`` is the agreement, not its reversal."""
    made = Pairing.objects.filter(giver=entry.giver_id, receiver=entry.receiver_id, basis=_basis(entry))
    for pairing in made:
        last = max(pairing.valid_from, entry.programme.today)
        if pairing.valid_to is None or pairing.valid_to > last:
            end_pairing(actor=None, pairing=pairing, on=last)


KIND: Kind[AgreementDetail] = Kind(
    key="agreement",
    label=_("Agreement"),
    summary=_("A signed agreement between two sides"),
    workstream="villages",
    detail=AgreementDetail,
    project=Use.OPTIONAL,
    measures=(
        Measure("count", _("Agreements"), _("agreements"), one),
        Measure("pairs", _("Pairs"), _("pairs"), one, _pair),
    ),
    evidence=(
        EvidenceRule("agreement", _("The signed agreement"), Needed.SUBMISSION),
        EvidenceRule("photo", _("Photo of the signing")),
    ),
    checks=(
        Check(
            "ends_before_signed",
            _("The agreement ends before it was signed."),
            _ends_before_signed,
            Severity.REFUSAL,
            "valid_to",
        ),
        Check("party_twice", _("The same party is named twice."), _party_twice, field="parties"),
    ),
    on_acceptance=_pair_up,
    on_reversal=_part,
    columns=("pairing_type", "valid_to"),
    filters=("pairing_type",),
    words={
        "title": Words(_("Subject"), _("What the agreement is about.")),
        "occurred_on": Words(_("Signed on"), _("For example 2019-07-03 or 2019.7.3.")),
    },
)
