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
from jiedui.warehouse.pivots.pivot import RESTS_ON, Pivot, Show
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
COLUMNS += " visible.subject, visible.entry, visible.reverses, {kept} AS kept"
MOVED = "moved AS (SELECT {columns}, {row} AS row_key, {column} AS column_key FROM visible{joined})"
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
    FROM visible{joined}
    JOIN axis ON visible.day <= axis.last
)"""
KEPT = {
    None: ("TRUE", ""),
    Show.EVIDENCED: ("visible.evidenced", ""),
    Show.CONFIRMED: (
        "coalesce(word.agreed, FALSE)",
        " LEFT JOIN (SELECT entry, arg_max(agreed, number) AS agreed FROM said GROUP BY entry) AS word"
        " ON word.entry = coalesce(visible.reverses, visible.entry)",
    ),
}
"""Which rows a figure is to rest on, and what has to be looked up for it; the original speaks for its reversal."""

SCOPE = "scope AS (SELECT * FROM (VALUES (0, 0), (0, 1), (1, 0), (1, 1)) AS scopes(whole_row, whole_column))"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, how many entries it rests on; where it was asked for, the share of it that is proven or confirmed."""

    value: Decimal
    entries: int
    share: Decimal | None = None


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
    """The part that is shown: of what the column (or else the row) adds up to, or of the figure itself."""
    if table.pivot.show in RESTS_ON:
        return cell.share
    whole = table.at(WHOLE, column) if table.pivot.rows.adds_up else table.at(row, WHOLE)
    return cell.value / whole.value if whole and whole.value else None


def answer(view: View, pivot: Pivot, indicators: Iterable[Indicator]) -> Table:
    """Ask the warehouse. ``indicators`` are those the pivot speaks of; headcounts kept as stated never are."""
    asked = {one.pk: one for one in indicators if not one.as_stated}
    table = Table(pivot, asked)
    for (way, stands), group in _groups(asked.values()).items():
        one_way = replace(pivot, ask=replace(pivot.ask, indicators=tuple(group)))
        cells = dict(_cells(one_way, way, stands, _rows(view, one_way, way, stands)))
        if pivot.show in RESTS_ON:
            part = dict(_cells(one_way, way, stands, _rows(view, one_way, way, stands, pivot.show)))
            cells = {place: _resting(cell, part.get(place), way) for place, cell in cells.items()}
        table.cells |= cells
    table.rows = _keys(table, pivot.rows, 0)
    table.columns = _keys(table, pivot.columns, 1) if pivot.columns else []
    return table


def _groups(indicators: Iterable[Indicator]) -> dict[tuple[Rollup, bool], list[int]]:
    found: defaultdict[tuple[Rollup, bool], list[int]] = defaultdict(list)
    for one in indicators:
        way = Rollup(rolls_up(one.over_time, one.over_units))
        found[way, one.nature == Nature.STOCK].append(one.pk)
    return found


def _resting(cell: Cell, part: Cell | None, way: Rollup) -> Cell:
    """The cell with its part. A mean has no parts: the share of its entries stands for it."""
    of, whole = (part.value if part else Decimal(0)), cell.value
    if way is Rollup.RATIO:
        of, whole = Decimal(part.entries if part else 0), Decimal(cell.entries)
    return replace(cell, share=of / whole if whole else None)


def _rows(view: View, pivot: Pivot, way: Rollup, stands: bool, resting: Show | None = None) -> Rows:
    running = _is_running(pivot, stands)
    period = "axis.period" if running else "visible.period"
    row, column = (
        KEYS[axis.about if axis else None].format(period=period) for axis in (pivot.rows, pivot.columns)
    )
    kept, joined = KEPT[resting]
    moved = (RUNNING if running else MOVED).format(
        columns=COLUMNS.format(kept=kept), row=row, column=column, joined=joined
    )
    file = sql_of(f"pivots/{FILES[way]}")
    sql = f"WITH {moved},\n{SCOPE}\nSELECT * FROM (\n{file}\n) AS pivoted"  # fixed pieces
    ask = pivot.ask.over(BEGINNING, pivot.ask.last) if stands else pivot.ask
    adds_up = way is Rollup.SUM and resting is None
    by_month = adds_up and About.RECEIVER not in {axis.about for axis in pivot.axes}
    return view.ask(sql, ask, pivot.cut, rolls_up=way, by_month=by_month, axis_first=pivot.ask.first)


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
