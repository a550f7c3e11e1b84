"""Whether frozen returns, postings and entries say the same, figure by figure and period by period.

*The same* means: for each line of each accepted return (the last version that was accepted), the figure that was
frozen is the one the entries give, and the one the postings give, each as of the number of the chain at which the
return was computed; and so are their sums over all units. What the ledger took in after that is no disagreement: the
frozen figure stands, and the difference to now is shown with the number of entries that made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from jiedui.kernel.batches import batched
from jiedui.plans.models import Programme
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return, ReturnLine, ReturnSchedule
from jiedui.returns.recomputing import Recomputation

BATCH = 500
ZERO = Decimal(0)


@dataclass(slots=True)
class Agreement:
    """One line of a schedule in one period, summed over the units whose returns are frozen.

    ``frozen`` is what the returns say the ledger's figures were, ``reported`` what they report where units put
    figures of their own beside them. ``posted`` and ``entries`` are the same computed again as of each freeze;
    ``posted`` is None where there are no postings to compare, as for the measure of a kind; ``unposted`` is the part
    of ``frozen`` of units without. ``now`` is what the entries give by now, ``later`` how many entries have come to
    it, or left it, since. ``apart`` counts the units for which the three are not the same.
    """

    schedule: ReturnSchedule
    number: int
    label: str
    measured_in: str
    first: date
    last: date
    units: int = 0
    apart: int = 0
    frozen: Decimal = ZERO
    reported: Decimal = ZERO
    posted: Decimal | None = None
    unposted: Decimal = ZERO
    entries: Decimal = ZERO
    now: Decimal = ZERO
    later: int = 0

    @property
    def agrees(self) -> bool:
        """Whether the three are the same to the cent, for each unit and in all."""
        posted = self.unposted + (self.posted or ZERO)
        return not self.apart and self.frozen == self.entries == posted

    @property
    def title(self) -> str:
        """What is compared, and for when."""
        return f"{self.schedule.label}, {self.label}, {self.first}…{self.last}"


def frozen_returns(programme: Programme) -> QuerySet[Return]:
    """The accepted returns that count: of each the last version that was accepted."""
    later = Q(replacement__state=ReturnState.ACCEPTED)
    found = Return.objects.filter(schedule__programme=programme, state=ReturnState.ACCEPTED)
    return found.exclude(later)


def compared_count(programme: Programme | None, sequence: int = 0) -> int:
    """How many frozen figures there are to compare."""
    programmes = [programme] if programme else list(Programme.objects.all())
    found = (frozen_returns(one).filter(sequence__gte=sequence).order_by() for one in programmes)
    return sum(ReturnLine.objects.filter(of__in=one, value__isnull=False).count() for one in found)


def agreements(
    programme: Programme, *, since: date = date.min, until: date = date.max, sequence: int = 0
) -> list[Agreement]:
    """Every figure of the periods that end from ``since`` to ``until``, in the order of schedules and periods.

    With ``sequence`` only of returns that were computed at or after that number of the chain.
    """
    returns = frozen_returns(programme).filter(ends_on__gte=since, ends_on__lte=until, sequence__gte=sequence)
    if not returns.exists():
        return []
    computed = Recomputation(programme, returns)
    rows: dict[tuple[int, int, str, date], Agreement] = {}
    found = returns.select_related("schedule").order_by(
        "schedule__workstream__order", "schedule", "starts_on", "pk"
    )
    for batch in batched(found.prefetch_related("lines__indicator").iterator(chunk_size=BATCH), BATCH):
        _add(rows, batch, computed)
    return list(rows.values())


def _add(
    rows: dict[tuple[int, int, str, date], Agreement], returns: Iterable[Return], computed: Recomputation
) -> None:
    for one in returns:
        for line in one.lines.all():
            if line.counted and line.value is not None:
                # What one front office states of a giver is no figure of another's under the same number.
                sides = f"{line.definition.get('receiver', '')} {line.definition.get('giver', '')}"
                key = (one.schedule_id, line.number, sides, one.starts_on)
                if key not in rows:
                    rows[key] = _row(one, line)
                _take(rows[key], one, line, computed)


def _row(one: Return, line: ReturnLine) -> Agreement:
    return Agreement(one.schedule, line.number, line.label, line.measured_in, one.starts_on, one.ends_on)


def _take(row: Agreement, one: Return, line: ReturnLine, computed: Recomputation) -> None:
    """Add one unit's figure."""
    assert line.value is not None
    entries = computed.from_entries(one, line, one.starts_on)
    posted = computed.from_postings(one, line, one.starts_on)
    row.units += 1
    row.apart += not (line.value == entries and posted in {None, entries})
    row.frozen += line.value
    row.reported += line.final or ZERO
    row.entries += entries
    if posted is None:
        row.unposted += line.value
    else:
        row.posted = (row.posted or ZERO) + posted
    row.now += computed.now(one, line)
    row.later += len(computed.behind(one, line) ^ computed.behind_now(one, line))
