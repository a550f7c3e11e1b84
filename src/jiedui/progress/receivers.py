"""What each receiver got: the same postings seen from the other side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.ledger.series import Book
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.progress.reckoning import book_of


@dataclass(frozen=True, slots=True)
class ReceivedFigure:
    """One indicator's value from the programme's start to the day; shares as in a Standing."""

    indicator: Indicator
    value: Decimal
    evidenced: Decimal | None
    confirmed: Decimal | None
    entries: int


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """A receiver and what it got, in the order of the plan."""

    receiver: OrgUnit
    figures: list[ReceivedFigure]


def by_receiver(
    programme: Programme,
    *,
    on: date,
    workstream: Workstream | None = None,
    receiver: OrgUnit | None = None,
    book: Book | None = None,
) -> list[ReceiverRow]:
    """What receivers got by the close of ``on``, in the order of the tree; headcounts of work are not among it.

    One row per unit that is named as receiver in a posting, or one for ``receiver`` and its whole subtree.
    Four queries; two with a ``book`` that holds what was posted up to ``on``.
    """
    indicators = Indicator.objects.filter(workstream__programme=programme, as_stated=False).exclude(kind="")
    if workstream is not None:
        indicators = indicators.filter(workstream=workstream)
    counted = list(indicators.select_related("workstream"))
    book = book or book_of(programme, on)
    units = [receiver] if receiver else _units(book.receiver_paths())
    found: defaultdict[int, list[ReceivedFigure]] = defaultdict(list)
    for unit in units:
        for indicator in counted:
            series = book.series(indicator, programme.giver_id, unit.path)
            reading = series.at(programme.starts_on, min(on, programme.ends_on))
            if reading.entries:
                found[unit.pk].append(
                    ReceivedFigure(
                        indicator,
                        reading.value,
                        reading.share(reading.evidenced),
                        reading.share(reading.confirmed),
                        reading.entries,
                    )
                )
    return [ReceiverRow(unit, found[unit.pk]) for unit in units if found[unit.pk] or receiver]


def _units(paths: set[str]) -> list[OrgUnit]:
    return list(OrgUnit.objects.filter(path__in=paths).order_by("path"))
