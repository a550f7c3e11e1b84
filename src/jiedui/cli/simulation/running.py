"""Writing the planned year through the ledger's own services, month by month as it is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.planning import Fate, Planned, plan_year
from jiedui.cli.simulation.works import simulate_works
from jiedui.cli.simulation.writing import Scribe
from jiedui.kernel.batches import batched
from jiedui.kernel.models import AuditRecord
from jiedui.kernel.periods import month_ends
from jiedui.kernel.statistics import count_anew
from jiedui.ledger.models import Confirmation, Entry, EntryEvidence, EvidenceFile, Posting
from jiedui.plans.models import Programme
from jiedui.plans.services import mark_synthetic

BATCH = 1000
GRACE = timedelta(days=5)
"""So many days after its end, a month's entries are in; then its returns are due."""

Told = Callable[[int, int], None]


@dataclass(slots=True)
class Summary:
    """What was written, by kind and by how far it came; ``already`` entries were there before."""

    kinds: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    already: int = 0

    @property
    def total(self) -> int:
        """Entries written, with the reversals and what stands in the place of corrected ones."""
        return sum(self.kinds.values()) + self.fates[Fate.REVERSED] + 2 * self.fates[Fate.CORRECTED]

    def count(self, item: Planned) -> None:
        """Take one entry into account."""
        self.kinds[item.kind] += 1
        self.fates[item.fate] += 1
        self.words[item.word] += 1


def simulate_year(
    programme: Programme,
    *,
    seed: int = 1,
    volume: float = 1.0,
    until: date | None = None,
    on_progress: Told | None = None,
    after_month: Callable[[date], object] | None = None,
) -> Summary:
    """Write a generated year up to ``until`` (the programme's today) in one transaction.

    Nothing is written where the programme has generated entries already. ``after_month`` is called with the last
    day of each month that is over by then, when its entries are in and those that are recorded late are not. Raises
    Invalid where nobody acts for the programme office.
    """
    summary = Summary(already=programme.entries.filter(synthetic=True).count())
    if summary.already:
        return summary
    until = until or programme.today
    cast = Cast()
    planned = plan_year(programme, seed=seed, volume=volume, until=until)
    with transaction.atomic():
        mark_synthetic(actor=None, programme=programme)
        planned = simulate_works(programme, planned, cast, seed=seed, until=until)
        year = _Year(Scribe(programme, cast), planned, summary, on_progress)
        for end in month_ends(programme.starts_on, until):
            year.write(through=end + GRACE if end < until else date.max)
            count_anew(Entry, EntryEvidence, EvidenceFile, Confirmation, Posting, AuditRecord)
            if after_month and (end < until or end >= programme.ends_on):
                after_month(end)
    return summary


class _Year:
    """What is planned, written as far as it is recorded by a day."""

    def __init__(
        self, scribe: Scribe, planned: Iterable[Planned], summary: Summary, told: Told | None
    ) -> None:
        numbered = list(enumerate(planned, start=1))
        wrong = [pair for pair in numbered if pair[1].fate in {Fate.REVERSED, Fate.CORRECTED}]
        self.scribe = scribe
        self.waiting = sorted(numbered, key=lambda pair: (pair[1].filed, pair[0]))
        self.mending = sorted(wrong, key=lambda pair: (pair[1].mended, pair[0]))
        self.summary = summary
        self.total = len(numbered)
        self.told = told or (lambda done, total: None)

    def write(self, *, through: date) -> None:
        """Write what is recorded, and put right what is found to be wrong, by the day."""
        due = [pair for pair in self.waiting if pair[1].filed <= through]
        for batch in batched(due, BATCH):
            self.scribe.write(batch)
            self.waiting = self.waiting[len(batch) :]
            for _number, item in batch:
                self.summary.count(item)
            self.told(self.total - len(self.waiting), self.total)
        found = [pair for pair in self.mending if pair[1].mended <= through]
        self.mending = self.mending[len(found) :]
        for number, item in found:
            self.scribe.mend(number, item)
