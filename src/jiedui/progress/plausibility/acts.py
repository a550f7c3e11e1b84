"""What the questions look at: accepted acts that stand, each with its money and the paper it stands on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.plans.models import Programme


@dataclass(frozen=True, slots=True)
class Act:
    """One entry. ``amount`` in yuan, where it has one; ``paper`` the number of its voucher, receipt or document."""

    entry: int
    kind: str
    giver: int
    day: date
    amount: Decimal | None
    paper: str = ""

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.day.replace(day=1)


def acts_of(programme: Programme, until: date) -> list[Act]:
    """The acts up to a day, in their order (one query). What was reversed, and reversals, are none."""
    rows = (
        Entry.objects.filter(programme=programme, state=EntryState.ACCEPTED, occurred_on__lte=until)
        .filter(reverses__isnull=True, reversal__isnull=True)
        .order_by("occurred_on", "id")
        .values_list("id", "kind", "giver_id", "occurred_on", "amount", "detail")
    )
    numbers = {kind.key: _paper_field(kind.key) for kind in kinds.all_kinds()}
    return [
        Act(pk, kind, giver, day, amount, str(detail.get(numbers.get(kind, ""), "") or "").strip())
        for pk, kind, giver, day, amount, detail in rows.iterator()
    ]


PAPERS = ("voucher_number", "receipt_number", "document_number")


def _paper_field(kind: str) -> str:
    fields = kinds.get(kind).detail.model_fields
    return next((name for name in PAPERS if name in fields), "")


def by_unit_and_kind(acts: Iterable[Act]) -> dict[tuple[int, str], list[Act]]:
    """The acts with an amount, by who gave and the kind of help."""
    found: defaultdict[tuple[int, str], list[Act]] = defaultdict(list)
    for act in acts:
        if act.amount:
            found[act.giver, act.kind].append(act)
    return dict(found)


def by_month(acts: Iterable[Act]) -> dict[date, list[Act]]:
    """The acts by their month."""
    found: defaultdict[date, list[Act]] = defaultdict(list)
    for act in acts:
        found[act.month].append(act)
    return dict(found)


def total(acts: Sequence[Act]) -> Decimal:
    """Their money."""
    return sum((act.amount or Decimal(0) for act in acts), Decimal(0))
