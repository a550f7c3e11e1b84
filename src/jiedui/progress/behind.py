"""The entries behind a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from jiedui.ledger.models import Posting
from jiedui.plans.enums import Nature
from jiedui.progress.standing import Standing


def entries_behind(rows: Sequence[Standing]) -> dict[int, list[int]]:
    """For each standing (by its target's id) the ids of all entries that went into it, ascending.

    Reversals and what they took back are both among them: each moved the figure. One query.
    """
    found: defaultdict[int, list[int]] = defaultdict(list)
    if not rows:
        return found
    by_indicator: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in rows:
        by_indicator[row.indicator.pk].append(row)
    postings = (
        Posting.objects.filter(indicator__in=list(by_indicator), day__lte=max(row.on for row in rows))
        .order_by("entry_id")
        .values_list("indicator_id", "giver__path", "receiver__path", "day", "entry_id")
    )
    for indicator, giver, receiver, day, entry in postings:
        for row in by_indicator[indicator]:
            if _counts(row, giver, receiver, day):
                found[row.target.pk].append(entry)
    return found


def _counts(row: Standing, giver: str, receiver: str, day: date) -> bool:
    stock = row.indicator.nature == Nature.STOCK
    begun = stock or row.target.starts_on <= day
    inside = begun and day <= min(row.on, row.target.ends_on)
    to_receiver = row.receiver is None or receiver.startswith(row.receiver.path)
    return inside and to_receiver and giver.startswith(row.unit.path)
