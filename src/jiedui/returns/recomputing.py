"""Accepted returns computed again from the ledger as it stood at each return's number of the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from jiedui.kernel import figures
from jiedui.ledger.models import Entry
from jiedui.ledger.rows import QUANTUM
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns import sealing
from jiedui.returns.counting import Counting, definition_of, may_be_held, receivers_in, unnarrowed
from jiedui.returns.figures import digest_of
from jiedui.returns.models import Return, ReturnLine
from jiedui.safeguards.queries import holds_of


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What no longer fits, in words; ``noted`` where it is worth telling and no failure."""

    message: str
    field: str = ""
    noted: bool = False


class Recomputation:
    """The ledger read twice for some accepted returns of a programme: entry by entry, and by its postings.

    Built once for all of ``returns``, in a fixed number of queries. ``until``, ``units`` and ``sequence`` narrow what
    is read, as for :class:`~jiedui.returns.counting.Counting`.
    """

    def __init__(
        self,
        programme: Programme,
        returns: QuerySet[Return],
        *,
        until: date = date.max,
        units: Iterable[OrgUnit] = (),
        sequence: int | None = None,
    ) -> None:
        lines = ReturnLine.objects.filter(of__in=returns.order_by()).values_list("definition", flat=True)
        definitions = [one for one in lines.iterator() if one]
        units = list(units)
        self.entries = Counting(
            programme, definitions, until=until, units=units, sequence=sequence, from_entries=True
        )
        self.posted = Counting(programme, definitions, until=until, units=units, sequence=sequence)
        sequences = returns.order_by().values("sequence")
        self._hashes = dict(Entry.objects.filter(sequence__in=sequences).values_list("sequence", "hash"))
        holds = holds_of(programme)
        self._moved = [moment for hold in holds for moment in (hold.raised_at, hold.lifted_at) if moment]

    def mismatches(self, one: Return) -> Iterator[Mismatch]:
        """What of an accepted return is not what it was; nothing where seal, entries and figures are the same."""
        prefetch_related_objects([one], *sealing.SEALED, "lines__indicator")
        if sealing.seal_of(one) != one.hash:
            yield Mismatch(_("The return was changed after it was accepted: its hash is not the one stored."))
        if one.sequence and self._hashes.get(one.sequence) != one.chain_hash:
            message = _("Number %(sequence)d of the chain is not the one it was computed from.")
            yield Mismatch(message % {"sequence": one.sequence}, "chain_hash")
        lines = [line for line in one.lines.all() if line.counted]
        for line in lines:
            yield from self._line(one, line)
        behind = set().union(*(self.behind(one, line) for line in lines))
        if digest_of(behind) != one.entries_digest:
            yield Mismatch(_("The entries behind it are not those it was computed from."), "entries_digest")

    def behind(self, one: Return, line: ReturnLine) -> set[tuple[int, str]]:
        """Number and hash of the entries behind a line, as they stood."""
        span = (one.starts_on, one.ends_on)
        return self.entries.behind(
            line.definition, one.unit_id, *span, sequence=one.sequence, at=one.submitted_at
        )

    def from_entries(self, one: Return, line: ReturnLine, first: date) -> Decimal:
        """What the entries give for a line from ``first`` on, as they stood."""
        reading = self.entries.reading(
            line.definition, one.unit_id, first, one.ends_on, sequence=one.sequence, at=one.submitted_at
        )
        return reading.value.quantize(QUANTUM)

    def from_postings(self, one: Return, line: ReturnLine, first: date) -> Decimal | None:
        """What the postings give, up to the same number of the chain.

        None where they are of another thing by now: the indicator counts otherwise, or a hold was raised or lifted
        since. The line of a measure has no postings.
        """
        if line.indicator is None or self.counts_otherwise(line):
            return None
        if may_be_held(line.definition) and self._moved_after(one.submitted_at):
            return None
        reading = self.posted.reading(line.definition, one.unit_id, first, one.ends_on, sequence=one.sequence)
        return reading.value.quantize(QUANTUM)

    def now(self, one: Return, line: ReturnLine) -> Decimal:
        """What the entries give for the same period by now."""
        reading = self.entries.reading(line.definition, one.unit_id, one.starts_on, one.ends_on)
        return reading.value.quantize(QUANTUM)

    def behind_now(self, one: Return, line: ReturnLine) -> set[tuple[int, str]]:
        """Number and hash of the entries behind the line by now."""
        return self.entries.behind(line.definition, one.unit_id, one.starts_on, one.ends_on)

    @staticmethod
    def counts_otherwise(line: ReturnLine) -> bool:
        """Whether the line's indicator counts by another definition now than it did then."""
        return line.indicator is not None and definition_of(line.indicator) != unnarrowed(line.definition)

    def _moved_after(self, at: datetime | None) -> bool:
        """Whether a hold was raised or lifted since: the postings follow it, the past does not."""
        return at is not None and any(moment > at for moment in self._moved)

    def _line(self, one: Return, line: ReturnLine) -> Iterator[Mismatch]:
        spans = {"value": one.starts_on, "cumulative": line.since or one.starts_on}
        for field, first in spans.items():
            stored = getattr(line, field)
            if (now := self.from_entries(one, line, first)) != stored:
                message = _("“%(name)s”: the entries give %(now)s, the return says %(stored)s.")
                yield _differs(line, field, message, now, stored)
            posted = self.from_postings(one, line, first)
            if posted is not None and posted != stored:
                message = _("“%(name)s”: the postings give %(now)s, the return says %(stored)s.")
                yield _differs(line, field, message, posted, stored)
        if self.counts_otherwise(line):
            message = _("“%(name)s” counts otherwise by now; the figure stands by the definition of then.")
            yield Mismatch(message % {"name": line.label}, f"lines.{line.number}", noted=True)


def _differs(line: ReturnLine, field: str, message: str, now: Decimal, stored: Decimal) -> Mismatch:
    words = {
        "name": line.label,
        "now": figures.exact(now, line.measured_in),
        "stored": figures.exact(stored, line.measured_in),
    }
    return Mismatch(message % words, f"lines.{line.number}.{field}")


def recomputed(one: Return) -> list[str]:
    """What no longer fits in one accepted return, in words; empty where all is what was accepted."""
    computed = Recomputation(
        one.schedule.programme,
        Return.objects.filter(pk=one.pk),
        until=one.ends_on,
        units=[one.unit, *receivers_in(line.definition for line in one.lines.all())],
        sequence=one.sequence,
    )
    return [found.message for found in computed.mismatches(one) if not found.noted]
