"""An indicator's recorded values for one scope (a giver's subtree, perhaps one receiver's), on any day.

How values roll up:

- **sum** over time and units: values are added.
- **distinct**: subjects are counted once each; a subject whose postings add up to zero (reversed) is not
  counted. Where only one side is distinct, the other still adds: distinct over time with sum over units
  counts a subject once per giver; sum over time with distinct over units once per day.
- **latest**: the last value of each (giver, receiver, subject); those are added over units, or, where units
  roll up by latest too, the single last one stands.
- **ratio**: each entry posts a share (or 0 and 1); the value is their mean.

A **flow** is what was posted inside the period; a **stock** is what stands on the day, whenever it was posted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from jiedui.ledger.changes import Strand
from jiedui.ledger.rows import Row
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """The value over a span, how much of it is evidenced and confirmed, and how many entries are behind it."""

    value: Decimal
    evidenced: Decimal
    confirmed: Decimal
    entries: int

    def share(self, part: Decimal) -> Decimal | None:
        """``part`` of the value, 0 to 1; None where there is no value."""
        return part / self.value if self.value else None


class Series(ABC):
    """Values of one indicator in one scope."""

    def __init__(self, indicator: Indicator) -> None:
        self.stock = indicator.nature == Nature.STOCK
        self.is_ratio = Rollup.RATIO in {indicator.over_time, indicator.over_units}

    @abstractmethod
    def over(self, first: date, last: date) -> Reading:
        """What was posted from ``first`` to ``last``, both included."""

    def at(self, first: date, last: date) -> Reading:
        """The value of a period that began on ``first``, at the close of ``last``."""
        return self.over(date.min if self.stock else first, last)

    def before(self, first: date) -> Decimal:
        """Where a stock stood before the period began; a flow begins at zero."""
        return self.at(first, first - timedelta(days=1)).value if self.stock else ZERO


class AddedSeries(Series):
    """Values that add up, kept as running totals so that any span is two look-ups."""

    def __init__(self, indicator: Indicator, rows: Iterable[Row]) -> None:
        super().__init__(indicator)
        ordered = sorted(rows, key=lambda row: row.day)
        self._days = [row.day for row in ordered]
        self._value = [ZERO, *accumulate(row.value for row in ordered)]
        self._evidenced = [ZERO, *accumulate(row.value if row.evidenced else ZERO for row in ordered)]
        self._confirmed = [ZERO, *accumulate(row.value if row.confirmed else ZERO for row in ordered)]
        self._entries = [0, *accumulate(row.entries for row in ordered)]

    def over(self, first: date, last: date) -> Reading:
        """See :meth:`Series.over`."""
        start = bisect_right(self._days, first - timedelta(days=1)) if first > date.min else 0
        end = max(bisect_right(self._days, last), start)
        return Reading(
            self._value[end] - self._value[start],
            self._evidenced[end] - self._evidenced[start],
            self._confirmed[end] - self._confirmed[start],
            self._entries[end] - self._entries[start],
        )


class CountedSeries(Series):
    """Values that must be looked at entry by entry."""

    def __init__(self, indicator: Indicator, rows: Iterable[Row]) -> None:
        super().__init__(indicator)
        self.over_time = indicator.over_time
        self.over_units = indicator.over_units
        self._rows = sorted(rows, key=lambda row: (row.day, row.entry))

    def over(self, first: date, last: date) -> Reading:
        """See :meth:`Series.over`."""
        rows = _standing([row for row in self._rows if first <= row.day <= last])
        value = self._roll(rows)
        evidenced = [row for row in rows if row.evidenced]
        confirmed = [row for row in rows if row.confirmed]
        if self.is_ratio and rows:
            # A mean has no parts: the share of the entries stands for the share of the value.
            parts = value * len(evidenced) / len(rows), value * len(confirmed) / len(rows)
        else:
            parts = self._kept(rows, evidenced), self._kept(rows, confirmed)
        return Reading(value, *parts, len(rows))

    def _roll(self, rows: Sequence[Row]) -> Decimal:
        if self.is_ratio:
            return sum((row.value for row in rows), ZERO) / len(rows) if rows else ZERO
        if Rollup.LATEST in {self.over_time, self.over_units}:
            return sum((row.value for row in self._latest(rows)), ZERO)
        return Decimal(len(self._subjects(rows)))

    def _kept(self, rows: Sequence[Row], part: Sequence[Row]) -> Decimal:
        """The part of the value that rests on the rows in ``part``."""
        if Rollup.LATEST in {self.over_time, self.over_units}:
            known = {row.entry for row in part}
            return sum((row.value for row in self._latest(rows) if row.entry in known), ZERO)
        return Decimal(len(self._subjects(part)))

    def _latest(self, rows: Sequence[Row]) -> list[Row]:
        if self.over_units == Rollup.LATEST:
            return list(rows[-1:])
        return list({(row.giver, row.receiver, row.subject): row for row in rows}.values())

    def _subjects(self, rows: Sequence[Row]) -> set[tuple[str, str, str]]:
        totals: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for row in rows:
            giver = row.giver if self.over_units == Rollup.SUM else ""
            day = row.day.isoformat() if self.over_time == Rollup.SUM else ""
            totals[row.subject or f"#{row.entry}", giver, day] += row.value
        return {key for key, total in totals.items() if total > 0}


def _standing(rows: Sequence[Row]) -> list[Row]:
    """Rows without reversals and what they took back."""
    taken_back = {row.reverses for row in rows if row.reverses is not None}
    return [row for row in rows if row.reverses is None and row.entry not in taken_back]


def series_of(indicator: Indicator, rows: Iterable[Row]) -> Series:
    """The series that fits how the indicator rolls up."""
    if indicator.over_time == indicator.over_units == Rollup.SUM:
        return AddedSeries(indicator, rows)
    return CountedSeries(indicator, rows)


def _ancestors(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]


def touched_by(strands: Iterable[Strand]) -> set[tuple[int, int]]:
    """The indicators and units whose series these strands are part of."""
    return {(strand.indicator, unit) for strand in strands for unit in _ancestors(strand.path)}


class Book:
    """All series of a programme on a day; each is put together when first asked for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_giver: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
        self._series: dict[tuple[int, int, str], Series] = {}
        self._add(rows)

    def _add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for ancestor in _ancestors(row.giver):
                self._by_giver[row.indicator, ancestor].append(row)

    def with_strands(self, strands: Collection[Strand], rows: Iterable[Row]) -> Book:
        """Another book, in which these strands consist of ``rows``. What they do not touch is shared with this one."""
        made = Book(())
        touched = touched_by(strands)
        changed = {(strand.indicator, strand.path) for strand in strands}
        for key, held in self._by_giver.items():
            made._by_giver[key] = held
            if key in touched:
                made._by_giver[key] = [row for row in held if (row.indicator, row.giver) not in changed]
        made._add(rows)
        made._series = {key: held for key, held in list(self._series.items()) if key[:2] not in touched}
        return made

    def series(self, indicator: Indicator, giver_id: int, receiver_path: str = "") -> Series:
        """What units in the giver's subtree gave to units in the receiver's (to anyone, if none is named)."""
        key = (indicator.pk, giver_id, receiver_path)
        if key not in self._series:
            rows = self._by_giver.get((indicator.pk, giver_id), [])
            if receiver_path:
                rows = [row for row in rows if row.receiver.startswith(receiver_path)]
            self._series[key] = series_of(indicator, rows)
        return self._series[key]

    def receiver_paths(self) -> set[str]:
        """The receivers named in any posting."""
        return {row.receiver for rows in self._by_giver.values() for row in rows}
