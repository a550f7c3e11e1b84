"""How many acts of help of each kind, how many of them evidenced and confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.functional import Promise

from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import with_trust
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme


@dataclass(frozen=True, slots=True)
class KindCount:
    """Accepted entries of a kind that stand (neither reversed nor a reversal)."""

    key: str
    label: str | Promise
    entries: int
    evidenced: int
    confirmed: int


def kind_counts(programme: Programme, unit: OrgUnit, *, on: date, gives: bool) -> list[KindCount]:
    """Counts by kind of what a unit's subtree gave or received, most first; one query."""
    side = "giver__path__startswith" if gives else "receiver__path__startswith"
    standing = Entry.objects.filter(
        programme=programme, state=EntryState.ACCEPTED, reverses=None, reversal=None, occurred_on__lte=on
    ).filter(**{side: unit.path})
    rows = (
        with_trust(standing.order_by())
        .values("kind")
        .annotate(
            count=Count("pk"),
            with_evidence=Count("pk", filter=Q(evidenced=True)),
            agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)),
        )
        .order_by("-count")
    )
    labels = {kind.key: kind.label for kind in kinds.all_kinds()}
    return [
        KindCount(r["kind"], labels.get(r["kind"], r["kind"]), r["count"], r["with_evidence"], r["agreed"])
        for r in rows
    ]
