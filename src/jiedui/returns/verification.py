"""Accepted returns against the ledger: each return by itself, and the sums of all for each figure and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedui.kernel import figures
from jiedui.kernel.batches import batched
from jiedui.ledger.verification import Advance, Check, Difference
from jiedui.plans.models import Programme
from jiedui.returns import sealing
from jiedui.returns.agreement import Agreement, agreements
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.recomputing import Recomputation

BATCH = 500


def verify_returns(programme: Programme | None, advance: Advance, *, since: int = 0) -> Iterator[Difference]:
    """Accepted returns that were changed, or whose figures the ledger does not give as of their number.

    With ``since`` only those computed at or after that number of the chain.

    Every figure is computed twice: from the entries by the line's own definition, and from the postings where the
    indicator still counts by it. An indicator that counts otherwise by now is told and is no failure.
    """
    for one in _programmes(programme):
        yield from _programme(one, advance, since)


def accepted_count(programme: Programme | None, since: int = 0) -> int:
    """How many returns there are to look at."""
    found = _accepted(since)
    return (found if programme is None else found.filter(schedule__programme=programme)).count()


def _programmes(programme: Programme | None) -> list[Programme]:
    return [programme] if programme else list(Programme.objects.order_by("pk"))


def _accepted(since: int) -> QuerySet[Return]:
    return Return.objects.filter(state=ReturnState.ACCEPTED, sequence__gte=since)


def _programme(programme: Programme, advance: Advance, since: int) -> Iterator[Difference]:
    accepted = _accepted(since).filter(schedule__programme=programme)
    if not accepted.exists():
        return
    computed = Recomputation(programme, accepted)
    found = accepted.order_by("pk").prefetch_related(*sealing.SEALED, "lines__indicator")
    for batch in batched(found.iterator(chunk_size=BATCH), BATCH):
        for one in batch:
            for item in computed.mismatches(one):
                yield Difference("returns", f"Return #{one.pk}", item.message, item.field, item.noted)
        advance(len(batch))


def verify_agreement(
    programme: Programme | None, advance: Advance, *, since: int = 0
) -> Iterator[Difference]:
    """Figures whose frozen sum over all units is not that of the postings and of the entries behind them.

    What came after the freeze is told and is no failure: a frozen return keeps its figure.
    """
    for one in _programmes(programme):
        changed: defaultdict[str, list[Agreement]] = defaultdict(list)
        for row in agreements(one, sequence=since):
            advance(row.units)
            if not row.agrees:
                yield Difference("agreement", row.title, _sums(row), row.schedule.code)
            if row.later:
                changed[f"{row.schedule.label}, {row.label}"].append(row)
        for subject, rows in changed.items():
            yield Difference("agreement", subject, _later(rows), noted=True)


def _sums(row: Agreement) -> str:
    message = _("The returns say %(frozen)s, the postings %(posted)s, the entries %(entries)s.")
    return message % {
        "frozen": _exact(row, row.frozen),
        "posted": _exact(row, row.posted),
        "entries": _exact(row, row.entries),
    }


def _later(rows: list[Agreement]) -> str:
    message = ngettext(
        "%(count)d period has changed since it was frozen: %(frozen)s then, %(now)s now; entries since: %(entries)d.",
        "%(count)d periods have changed since they were frozen: %(frozen)s then, %(now)s now; "
        "entries since: %(entries)d.",
        len(rows),
    )
    return message % {
        "count": len(rows),
        "entries": sum(row.later for row in rows),
        "frozen": _exact(rows[0], sum((row.frozen for row in rows), Decimal(0))),
        "now": _exact(rows[0], sum((row.now for row in rows), Decimal(0))),
    }


def _exact(row: Agreement, value: Decimal | None) -> str:
    return figures.exact(value, row.measured_in)


CHECK = Check("returns", verify_returns, narrows=True)
AGREEMENT = Check("agreement", verify_agreement, narrows=True)
CHECKS = (CHECK, AGREEMENT)
