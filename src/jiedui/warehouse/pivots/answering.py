"""Answering a pivot: one statement for each way in which the indicators asked for roll up, totals included.

Totals are asked for, not added up from cells: who is counted once in two cells is counted once in their total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator
from jiedui.warehouse.dimensions import rolls_up
from jiedui.warehouse.engines.base import Rows
from jiedui.warehouse.pivots.axes import WHOLE, About, Axis, Key, periods
from jiedui.warehouse.pivots.pivot import Pivot
from jiedui.warehouse.queries import View, sql_of

BEGINNING = date(1900, 1, 1)
"""What stands on a day may have been posted at any time before."""

FILES = {Rollup.SUM: "sum", Rollup.DISTINCT: "distinct", Rollup.LATEST: "latest", Rollup.RATIO: "mean"}
"""Under ``sql/pivots/``; each reads ``moved``, the rows in sight with the keys they stand under."""

KEYS = {
    About.GIVER: "giver_at",
    About.RECEIVER: "receiver_at",
    About.PERIOD: "year({period}) * 10000 + month({period}) * 100 + day({period})",
    About.INDICATOR: "CAST(NULL AS INTEGER)",
    None: "CAST(NULL AS INTEGER)",
}
COLUMNS = "visible.indicator, visible.giver, visible.receiver, visible.day, visible.value, visible.entries,"
COLUMNS += " visible.subject, visible.entry, visible.reverses"
MOVED = "moved AS (SELECT {columns}, {row} AS row_key, {column} AS column_key FROM visible)"
RUNNING = """axis AS (
    SELECT
        CASE $grain
            WHEN 'day' THEN day WHEN 'ten_days' THEN ten_days WHEN 'month' THEN month
            WHEN 'quarter' THEN quarter WHEN 'half' THEN half WHEN 'year' THEN year
        END AS period,
        max(day) AS last
    FROM calendar
    WHERE day BETWEEN $axis_first AND $last
    GROUP BY 1
),
moved AS (
    SELECT {columns}, {row} AS row_key, {column} AS column_key
    FROM visible
    JOIN axis ON visible.day <= axis.last
)"""
SCOPE = "scope AS (SELECT * FROM (VALUES (0, 0), (0, 1), (1, 0), (1, 1)) AS scopes(whole_row, whole_column))"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and how many entries it rests on."""

    value: Decimal
    entries: int


@dataclass(slots=True)
class Table:
    """A pivot with its answer. Rows and columns are in the order of their keys; None comes last."""

    pivot: Pivot
    indicators: dict[int, Indicator]
    rows: list[Key] = field(default_factory=list)
    columns: list[Key] = field(default_factory=list)
    cells: dict[tuple[Key, Key], Cell] = field(default_factory=dict)

    def at(self, row: Key = WHOLE, column: Key = WHOLE) -> Cell | None:
        """The cell; a total where a key is WHOLE; None where there is nothing."""
        return self.cells.get((row, column))

    @property
    def indicator(self) -> Indicator | None:
        """What is counted, where it is one thing."""
        return next(iter(self.indicators.values())) if len(self.indicators) == 1 else None

    def indicator_at(self, row: Key, column: Key) -> Indicator | None:
        """What a cell counts."""
        for axis, key in ((self.pivot.rows, row), (self.pivot.columns, column)):
            if axis is not None and axis.about is About.INDICATOR:
                return self.indicators.get(key or 0)
        return self.indicator


def share_of(table: Table, cell: Cell, row: Key, column: Key) -> Decimal | None:
    """A cell's part of what its column adds up to, or its row where columns do not add up; None without a whole."""
    whole = table.at(WHOLE, column) if table.pivot.rows.adds_up else table.at(row, WHOLE)
    return cell.value / whole.value if whole and whole.value else None


def answer(view: View, pivot: Pivot, indicators: Iterable[Indicator]) -> Table:
    """Ask the warehouse. ``indicators`` are those the pivot speaks of; headcounts kept as stated never are."""
    asked = {one.pk: one for one in indicators if not one.as_stated}
    table = Table(pivot, asked)
    for (way, stands), group in _groups(asked.values()).items():
        one_way = replace(pivot, ask=replace(pivot.ask, indicators=tuple(group)))
        table.cells |= dict(_cells(one_way, way, stands, _rows(view, one_way, way, stands)))
    table.rows = _keys(table, pivot.rows, 0)
    table.columns = _keys(table, pivot.columns, 1) if pivot.columns else []
    return table


def _groups(indicators: Iterable[Indicator]) -> dict[tuple[Rollup, bool], list[int]]:
    found: defaultdict[tuple[Rollup, bool], list[int]] = defaultdict(list)
    for one in indicators:
        way = Rollup(rolls_up(one.over_time, one.over_units))
        found[way, one.nature == Nature.STOCK].append(one.pk)
    return found


def _rows(view: View, pivot: Pivot, way: Rollup, stands: bool) -> Rows:
    running = _is_running(pivot, stands)
    period = "axis.period" if running else "visible.period"
    row, column = (
        KEYS[axis.about if axis else None].format(period=period) for axis in (pivot.rows, pivot.columns)
    )
    moved = (RUNNING if running else MOVED).format(columns=COLUMNS, row=row, column=column)
    file = sql_of(f"pivots/{FILES[way]}")
    sql = f"WITH {moved},\n{SCOPE}\nSELECT * FROM (\n{file}\n) AS pivoted"  # fixed pieces
    ask = pivot.ask.over(BEGINNING, pivot.ask.last) if stands else pivot.ask
    return view.ask(sql, ask, pivot.cut, rolls_up=way, axis_first=pivot.ask.first)


def _is_running(pivot: Pivot, stands: bool) -> bool:
    """What stands on a day stands at a period's end, whatever is asked to be shown."""
    return pivot.running or (stands and pivot.period is not None)


def _cells(pivot: Pivot, way: Rollup, stands: bool, rows: Rows) -> Iterator[tuple[tuple[Key, Key], Cell]]:
    end = _last_period(pivot) if _is_running(pivot, stands) else None
    for indicator, whole_row, whole_column, row, column, value, entries in rows:
        place = (
            _key(pivot.rows, indicator, whole_row, row),
            _key(pivot.columns, indicator, whole_column, column),
        )
        if LEFT_OUT not in place:
            value = value / entries if way is Rollup.RATIO else value
            yield from _placed(pivot, place, Cell(Decimal(value), int(entries)), end)


LEFT_OUT = -2
"""Totals that mean nothing."""


def _key(axis: Axis | None, indicator: int, whole: int, key: int | None) -> Key:
    """Where a row of the answer stands along an axis."""
    if axis is None:
        return WHOLE if whole else LEFT_OUT
    if axis.about is About.INDICATOR:
        return LEFT_OUT if whole else indicator
    return WHOLE if whole else key


def _last_period(pivot: Pivot) -> int:
    assert pivot.period is not None
    return list(periods(pivot.ask.first, pivot.ask.last, pivot.period.grain))[-1]


def _placed(
    pivot: Pivot, place: tuple[Key, Key], cell: Cell, end: int | None
) -> Iterator[tuple[tuple[Key, Key], Cell]]:
    """The cell where it stands; of what runs on (to ``end``), the total over time is where it stands at the end."""
    if end is None:
        yield place, cell
        return
    row, column = place
    by_row = pivot.rows.about is About.PERIOD
    period = row if by_row else column
    if period != WHOLE:
        yield place, cell
    if period == end:
        yield (WHOLE, column) if by_row else (row, WHOLE), cell


def _keys(table: Table, axis: Axis, at: int) -> list[Key]:
    pivot = table.pivot
    if axis.about is About.PERIOD:
        return list(periods(pivot.ask.first, pivot.ask.last, axis.grain)) if table.cells else []
    found = {place[at] for place in table.cells} - {WHOLE}
    if axis.about is About.INDICATOR:
        return [key for key in table.indicators if key in found]
    return sorted(found, key=lambda key: (key is None, key or 0))
