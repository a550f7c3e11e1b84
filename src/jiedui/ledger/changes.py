"""Which series of a programme are no longer what they were, told from the outbox.

For whoever keeps postings in memory and would rather read anew the few that changed than all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from jiedui.ledger.enums import PostingAct
from jiedui.ledger.models import Confirmation, Entry, Posting, PostingChange
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Programme

MOST = 200
"""With more changes than this, reading everything is no more work."""


class Seen(NamedTuple):
    """A row of the outbox up to which somebody knows the postings."""

    pk: int
    mark: int


@dataclass(frozen=True, slots=True)
class Strand:
    """All postings of one indicator by one giver; ``path`` is the giver's place in the tree."""

    indicator: int
    giver: int
    path: str
    adds_up: bool


def changed_since(programme: Programme, seen: Seen) -> set[Strand] | None:
    """The strands of the programme that changed after that row; None where it cannot be told. Two queries."""
    rows = PostingChange.objects.filter(pk__gte=seen.pk).order_by("pk")
    changes = list(rows[: MOST + 2])
    known = bool(changes) and (changes[0].pk, changes[0].mark) == seen
    if not known or len(changes) > MOST + 1:
        return None
    concerned = _concerned(changes[1:])
    return None if concerned is None else _strands(programme, concerned)


def _concerned(changes: Iterable[PostingChange]) -> Q | None:
    """The entries that were posted or spoken on; None where postings were taken away, because nothing tells whose."""
    found, words = Q(pk__in=()), []
    for change in changes:
        if change.act == PostingAct.ACCEPTED:
            found |= Q(sequence__range=(change.first, change.last))
        elif change.act == PostingAct.SAID:
            words += change.entries
        elif change.act != PostingAct.BEGUN:
            return None
    if words:
        found |= Q(pk__in=Confirmation.objects.filter(pk__in=words).values("entry"))
    return found


def _strands(programme: Programme, concerned: Q) -> set[Strand]:
    rows = Posting.objects.filter(
        entry__in=Entry.objects.filter(concerned).order_by().values("pk")
    ).order_by()
    columns = ("indicator_id", "giver_id", "giver__path", "indicator__over_time", "indicator__over_units")
    # Whose programme it is is asked of the few rows found: as a condition it would have all of them read.
    found = rows.values_list("indicator__workstream__programme", *columns).distinct()
    return {
        Strand(indicator, giver, path, time == units == Rollup.SUM)
        for of, indicator, giver, path, time, units in found
        if of == programme.pk
    }
