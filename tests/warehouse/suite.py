"""Every query with its answer reckoned the second way; any engine must give the same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from jiedui.accounts.models import User
from jiedui.ledger import series
from jiedui.ledger.rows import Row as SeriesRow
from jiedui.plans.enums import Rollup
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain, Side
from jiedui.warehouse.queries import View
from tests.warehouse.scene import FIRST, LAST, Drawn, Row, added, grouped, period_of, rolling_up, seen

Cells = set[tuple[Any, ...]]
Pair = tuple[Cells, Cells]
LEVELS = (SELF, "0", "1", "county", "hospital", "province")


def asks(drawn: Drawn) -> Iterator[Ask]:
    """Narrowed in every way there is."""
    world = drawn.world
    yield Ask(FIRST, LAST)
    yield Ask(date(2019, 1, 1), date(2019, 9, 30), indicators=drawn.ids("sum-1", "distinct", "latest"))
    yield Ask(FIRST, LAST, giver=world.east.pk, programme=world.programme.pk)
    yield Ask(date(2018, 3, 15), date(2019, 2, 28), receiver=world.county.pk, workstream=world.funds.pk)
    yield Ask(FIRST, LAST, accepted_until=80)


def levels(number: int) -> tuple[str, str, Grain, Side]:
    """Another choice of levels, periods and side for each number."""
    side = list(Side)[number % 2]
    grain = list(Grain)[number % len(Grain)]
    return LEVELS[number % len(LEVELS)], LEVELS[(number + 2) % len(LEVELS)], grain, side


def checks(view: View, user: User, ask: Ask, number: int) -> Iterator[tuple[str, Pair]]:
    """(query, (its cells, those reckoned the second way)) of every query."""
    level, other, grain, side = levels(number)
    every = seen(user, ask, *Rollup)
    sums = rolling_up(every, Rollup.SUM)

    def unit(row: Row) -> tuple[Any, ...]:
        return row.indicator.pk, row.at(side, level), period_of(row.day, grain)

    yield "by_unit", (set(view.by_unit(ask, side=side, level=level, grain=grain)), added(sums, unit))
    yield (
        "by_pair",
        (
            set(view.by_pair(ask, giver_level=level, receiver_level=other, grain=grain)),
            added(
                sums,
                lambda row: (
                    row.indicator.pk,
                    row.at(Side.GIVER, level),
                    row.at(Side.RECEIVER, other),
                    period_of(row.day, grain),
                ),
            ),
        ),
    )
    yield (
        "over_time",
        (
            set(view.over_time(ask, grain=grain)),
            added(sums, lambda row: (row.indicator.pk, period_of(row.day, grain))),
        ),
    )
    yield (
        "cumulative",
        (set(view.cumulative(ask, side=side, level=level, grain=grain)), _so_far(sums, ask, unit, grain)),
    )
    yield "top", (set(view.top(ask, count=2, side=side, level=level)), _top(sums, side, level, 2))
    yield "share", (set(view.share(ask, side=side, level=level, grain=grain)), _shares(sums, unit))
    yield "year_on_year", _years(view, user, ask, side, level)
    for name, way, reckon in (
        ("distinct", Rollup.DISTINCT, _reading),
        ("latest", Rollup.LATEST, _reading),
        ("mean", Rollup.RATIO, _mean),
    ):
        cells = set(getattr(view, name)(ask, side=side, level=level, grain=grain))
        rows = rolling_up(every, way)
        expected = {cell for key, group in grouped(rows, unit) for cell in reckon(key, group)}
        yield name, (cells, expected)


def _so_far(rows: list[Row], ask: Ask, key: Callable[[Row], tuple[Any, ...]], grain: Grain) -> Cells:
    days = [ask.first + (date.resolution * n) for n in range((ask.last - ask.first).days + 1)]
    axis = sorted({period_of(day, grain) for day in days}, key=lambda day: day or date.min)
    found: Cells = set()
    for (indicator, unit), line in grouped(rows, lambda row: key(row)[:2]):
        for period in axis:
            until = [row for row in line if (key(row)[2] or date.min) <= (period or date.min)]
            value, entries = (
                sum((row.value for row in until), start=0 * line[0].value),
                sum(r.sign for r in until),
            )
            found.add((indicator, unit, period, value, entries))
    return found


def _top(rows: list[Row], side: Side, level: str, count: int) -> Cells:
    totals = added(rows, lambda row: (row.indicator.pk, row.at(side, level)))
    found: Cells = set()
    for indicator in {cell[0] for cell in totals}:
        line = [cell for cell in totals if cell[0] == indicator and cell[1] is not None]
        ranked = sorted(line, key=lambda cell: (-cell[2], cell[1]))[:count]
        found |= {(cell[0], cell[1], place, *cell[2:]) for place, cell in enumerate(ranked, 1)}
    return found


def _shares(rows: list[Row], key: Callable[[Row], tuple[Any, ...]]) -> Cells:
    wholes = {cell[:2]: cell[2] for cell in added(rows, lambda row: (key(row)[0], key(row)[2]))}
    return {(*cell[:4], wholes[cell[0], cell[2]]) for cell in added(rows, key)}


def _years(view: View, user: User, ask: Ask, side: Side, level: str) -> Pair:
    first, last = ask.first.replace(year=ask.first.year - 1), ask.last.replace(year=ask.last.year - 1)
    rows = [
        row
        for row in seen(user, ask.over(first, ask.last), Rollup.SUM)
        if row.day >= ask.first or row.day <= last
    ]
    found: Cells = set()
    for key, group in grouped(rows, lambda row: (row.indicator.pk, row.at(side, level))):
        zero = 0 * group[0].value
        now = sum((row.value for row in group if row.day >= ask.first), start=zero)
        before = sum((row.value for row in group if row.day <= last), start=zero)
        found.add((*key, now, before))
    return set(view.year_on_year(ask, side=side, level=level)), found


def _reading(key: tuple[Any, ...], rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    """As the progress of targets reads it."""
    value = series.series_of(rows[0].indicator, [as_series(row) for row in rows]).over(FIRST, LAST).value
    if value:
        yield (*key, value)


def _mean(key: tuple[Any, ...], rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    back = {row.reverses for row in rows}
    standing = [row for row in rows if row.reverses is None and row.entry not in back]
    if standing:
        yield (*key, sum(row.value for row in standing), len(standing))


def as_series(row: Row) -> SeriesRow:
    """A row as the series of the ledger reads it."""
    paths = row.giver.path, row.receiver.path
    trust = False, False
    return SeriesRow(
        row.indicator.pk, *paths, row.day, row.value, 1, *trust, row.subject, row.entry, row.reverses
    )
