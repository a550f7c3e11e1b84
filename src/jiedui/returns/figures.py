"""The figures of returns: computed for the reader while a return is open, fixed when it is handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.ledger.models import ChainHead
from jiedui.ledger.rows import QUANTUM
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Target
from jiedui.returns.counting import Counting, receivers_in
from jiedui.returns.models import Return, ReturnLine

COMPUTED = ("value", "cumulative", "since", "target", "evidenced", "confirmed", "entries")
"""Fields of a line that follow from the ledger and the plan."""

FIXED = ("sequence", "chain_hash", "entries", "entries_digest")
"""Fields of a return that say what its figures were computed from."""


class Figures:
    """Computes lines of returns of one programme as the ledger stands now; a fixed number of queries for all.

    The head of the chain is read first, and nothing after it is looked at: what is accepted meanwhile comes in
    the next version, or shows as accepted since.
    """

    def __init__(self, programme: Programme, lines: Sequence[ReturnLine]) -> None:
        head = ChainHead.objects.first() or ChainHead()
        self.sequence, self.chain_hash = head.sequence, head.hash
        self.programme = programme
        returns = {line.of_id: line.of for line in lines}.values()
        places = receivers_in(line.definition for line in lines)
        self.counting = Counting(
            programme,
            (line.definition for line in lines),
            until=max((one.ends_on for one in returns), default=date.min),
            sequence=self.sequence,
            units=_topmost([*(one.unit for one in returns), *places]),
        )
        self._targets = _targets(programme, lines)

    def compute(self, line: ReturnLine) -> None:
        """Put the figures into the line, without storing it."""
        one, target = line.of, self._target(line)
        line.target = target.value if target else None
        line.since = target.starts_on if target else _year_begin(self.programme, one.ends_on)
        line.value = line.cumulative = line.evidenced = line.confirmed = None
        line.entries = 0
        if line.counted:
            period = self.counting.reading(line.definition, one.unit_id, one.starts_on, one.ends_on)
            whole = self.counting.reading(line.definition, one.unit_id, line.since, one.ends_on)
            line.value, line.cumulative = period.value.quantize(QUANTUM), whole.value.quantize(QUANTUM)
            line.evidenced, line.confirmed = (
                _quantized(period.share(part)) for part in (period.evidenced, period.confirmed)
            )
            line.entries = period.entries

    def fix(self, one: Return, lines: Iterable[ReturnLine]) -> None:
        """Compute the lines, and note in the return what they were computed from; nothing is stored."""
        behind: set[tuple[int, str]] = set()
        for line in lines:
            self.compute(line)
            if line.counted:
                behind |= self.counting.behind(line.definition, one.unit_id, one.starts_on, one.ends_on)
        one.sequence, one.chain_hash = self.sequence, self.chain_hash
        one.entries, one.entries_digest = len(behind), digest_of(behind)

    def _target(self, line: ReturnLine) -> Target | None:
        found = self._targets.get((line.indicator_id or 0, line.of.unit_id), [])
        around = [t for t in found if t.starts_on <= line.of.ends_on <= t.ends_on]
        return max(around, key=lambda t: (t.ends_on - t.starts_on, -t.pk), default=None)


def digest_of(entries: set[tuple[int, str]]) -> str:
    """SHA-256 over number and hash of each entry, in the order of the chain."""
    return sha256_hex(canonical_json(sorted([number, seal] for number, seal in entries)))


def _quantized(share: Decimal | None) -> Decimal | None:
    return None if share is None else share.quantize(QUANTUM)


def _year_begin(programme: Programme, day: date) -> date:
    return max(programme.starts_on, date(day.year, 1, 1)) if programme.starts_on <= day else day


def _topmost(units: Iterable[OrgUnit]) -> list[OrgUnit]:
    """Each unit once, without those below another; none at all where that would make the question long."""
    found: list[OrgUnit] = []
    for unit in sorted(units, key=lambda unit: unit.path):
        if not found or not unit.path.startswith(found[-1].path):
            found.append(unit)
    return found if len(found) <= 50 else []


def _targets(programme: Programme, lines: Iterable[ReturnLine]) -> dict[tuple[int, int], list[Target]]:
    """Targets in force for all receivers together, by indicator and unit; of headcounts as stated there are none."""
    indicators = {line.indicator_id for line in lines if line.indicator_id}
    found: defaultdict[tuple[int, int], list[Target]] = defaultdict(list)
    if indicators:
        for target in Target.objects.filter(
            indicator_id__in=indicators,
            indicator__as_stated=False,
            receiver__isnull=True,
            superseded_by__isnull=True,
        ):
            found[target.indicator_id, target.unit_id].append(target)
    return found
