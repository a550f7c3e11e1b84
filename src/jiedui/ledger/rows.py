"""What is read from the ledger to reckon figures: two queries, however many figures there are.

An entry is *evidenced* when a file is attached to it and *confirmed* when the receiver's latest word on it is
"agreed". A reversal takes both from the entry it takes back, so that the two cancel in every share. It counts
as minus one entry, for the same reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from jiedui.ledger.changes import Strand
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Confirmation, EntryEvidence, Posting
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator, Programme

QUANTUM = Decimal("0.0001")
ADDITIVE = Q(indicator__over_time=Rollup.SUM, indicator__over_units=Rollup.SUM)


@dataclass(frozen=True, slots=True)
class Row:
    """What was posted on a day from a giver to a receiver, entry by entry or already added up.

    ``giver`` and ``receiver`` are paths in the tree. ``entries`` is the number of entries (less reversals).
    ``subject``, ``entry`` and ``reverses`` are only known entry by entry.
    """

    indicator: int
    giver: str
    receiver: str
    day: date
    value: Decimal
    entries: int
    evidenced: bool
    confirmed: bool
    subject: str = ""
    entry: int = 0
    reverses: int | None = None


def rows_of(programme: Programme, on: date, strands: Collection[Strand]) -> list[Row]:
    """The rows of these strands alone; a query for those that add up, and one for the others, where there are any."""
    added = [strand for strand in strands if strand.adds_up]
    single = [strand for strand in strands if not strand.adds_up]
    return [
        *(_added(_posted(programme, on, None).filter(_along(added))) if added else ()),
        *(_single(_posted(programme, on, None).filter(_along(single))) if single else ()),
    ]


def _along(strands: Iterable[Strand]) -> Q:
    indicators: defaultdict[int, list[int]] = defaultdict(list)
    for strand in strands:
        indicators[strand.giver].append(strand.indicator)
    return reduce(or_, (Q(giver=giver, indicator__in=found) for giver, found in indicators.items()))


def _posted(programme: Programme, on: date, indicator: Indicator | None) -> QuerySet[Any, Any]:
    # The original speaks for its reversal.
    original = Coalesce("entry__reverses_id", "entry_id")
    latest = Confirmation.objects.filter(entry=OuterRef("original")).order_by("-id").values("verdict")[:1]
    of = {"indicator__workstream__programme": programme} if indicator is None else {"indicator": indicator}
    return (
        Posting.objects.filter(**of, day__lte=on)
        .order_by()
        .annotate(original=original)
        .annotate(
            evidenced=Exists(EntryEvidence.objects.filter(entry=OuterRef("original"))),
            verdict=Coalesce(Subquery(latest), Value("")),
            sign=Case(When(entry__reverses__isnull=True, then=1), default=-1, output_field=IntegerField()),
        )
    )


def added_rows(programme: Programme, on: date, indicator: Indicator | None = None) -> list[Row]:
    """Postings of indicators that simply add up (of one, where it is named), added per giver, receiver and day."""
    return _added(_posted(programme, on, indicator))


def _added(posted: QuerySet[Any, Any]) -> list[Row]:
    found = (
        posted.filter(ADDITIVE)
        .values_list("indicator_id", "giver__path", "receiver__path", "day", "evidenced", "verdict")
        .annotate(Sum("value"), Sum("sign"))
    )
    return [
        Row(
            indicator,
            giver,
            receiver,
            day,
            value.quantize(QUANTUM),
            count,
            evidenced,
            verdict == Verdict.AGREED,
        )
        for indicator, giver, receiver, day, evidenced, verdict, value, count in found
    ]


def single_rows(programme: Programme, on: date, indicator: Indicator | None = None) -> list[Row]:
    """Postings of indicators that count distinct subjects, latest values or ratios, one row each."""
    return _single(_posted(programme, on, indicator))


def _single(posted: QuerySet[Any, Any]) -> list[Row]:
    found = posted.exclude(ADDITIVE).values_list(
        "indicator_id",
        "giver__path",
        "receiver__path",
        "day",
        "value",
        "sign",
        "evidenced",
        "verdict",
        "subject",
        "entry_id",
        "entry__reverses_id",
    )
    return [
        Row(
            indicator,
            giver,
            receiver,
            day,
            value,
            sign,
            evidenced,
            verdict == Verdict.AGREED,
            subject,
            entry,
            back,
        )
        for indicator, giver, receiver, day, value, sign, evidenced, verdict, subject, entry, back in found
    ]
