"""Every cell and every total of a pivot is what the series of its indicator reckons from the same postings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest

from jiedui.ledger import services as ledger
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Confirmation, Entry, EntryEvidence, EvidenceFile
from jiedui.ledger.series import series_of
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator
from jiedui.warehouse import services
from jiedui.warehouse.asking import Ask, access_of
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.enums import Side
from jiedui.warehouse.pivots import WHOLE, About, Axis, Pivot, Show, answer
from jiedui.warehouse.pivots.answering import BEGINNING
from jiedui.warehouse.pivots.axes import Key, day_of, key_of, last_of, periods, start_of
from jiedui.warehouse.pivots.behind import behind
from jiedui.warehouse.pivots.pivot import Place
from jiedui.warehouse.queries import SQL, View
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts
from tests.warehouse.scene import FIRST, LAST, Drawn, Row, draw, seen
from tests.warehouse.suite import as_series

PIVOTS = [
    ("giver:county", ""),
    ("giver:self", "receiver:county"),
    ("giver:hospital", "period:quarter"),
    ("receiver:province", "period:half"),
    ("period:month", "giver:county"),
    ("period:ten_days", ""),
    ("indicator", "period:year"),
    ("receiver:county", "indicator"),
    ("indicator", ""),
]
ASKS = [
    Ask(FIRST, LAST),
    Ask(date(2018, 5, 20), date(2019, 4, 3), accepted_until=80),
]


def pivot_of(rows: str, columns: str, ask: Ask, show: Show = Show.VALUE) -> Pivot:
    """A pivot as an address says it."""
    down = Axis.read(rows)
    assert down
    return Pivot(down, Axis.read(columns), ask, show)


def reckoned(pivot: Pivot, rows: list[Row], indicator: Indicator, place: tuple[Key, Key]) -> Decimal | None:
    """The value of a place the second way; None where no posting stands there."""
    first, last = pivot.ask.first, pivot.ask.last
    runs = pivot.running or indicator.nature == Nature.STOCK
    found = rows
    for axis, key in zip((pivot.rows, pivot.columns), place, strict=True):
        if axis is None or key == WHOLE or axis.about is About.INDICATOR:
            continue
        if axis.about is About.PERIOD:
            assert key is not None
            start = day_of(key)
            last = min(last, last_of(start, axis.grain))
            first = first if runs else max(first, start)
        else:
            found = [row for row in found if row.at(Side(axis.about), axis.by) == key]
    if indicator.nature == Nature.STOCK:
        first = BEGINNING
    reading = series_of(indicator, [as_series(row) for row in found]).over(first, last)
    there = [row for row in found if first <= row.day <= last]
    return reading.value if there else None


def check(view: View, user: Any, pivot: Pivot, indicators: list[Indicator]) -> int:
    """Compare every place of a pivot; how many there are."""
    table = answer(view, pivot, indicators)
    wide = replace(pivot.ask, first=date(2018, 1, 1))
    rows = [row for row in seen(user, wide, *Rollup) if row.indicator in indicators]
    known = {one.pk: one for one in indicators}
    for place in product([*table.rows, WHOLE], [*table.columns, WHOLE]):
        one = table.indicator_at(*place)
        if one is None:
            assert place not in table.cells
            continue
        mine = [row for row in rows if row.indicator.pk == one.pk]
        cell, value = table.at(*place), reckoned(pivot, mine, known[one.pk], place)
        assert (cell.value if cell else Decimal(0)) == pytest.approx(value or Decimal(0)), (
            pivot,
            one.code,
            place,
        )
    return len(table.cells)


@pytest.mark.parametrize("show", [Show.VALUE, Show.RUNNING])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_place_of_a_pivot_is_what_the_series_reckons(
    world: World, warehouse: Warehouse, seed: int, show: Show
) -> None:
    drawn = draw(world, seed=seed)
    _make_stocks(drawn)
    services.make_anew(warehouse)
    engine = DuckEngine(warehouse)
    counted = list(Indicator.objects.filter(as_stated=False))

    places = 0
    for number, (rows, columns) in enumerate(PIVOTS):
        for ask in ASKS:
            user = drawn.people[(number + ask.first.year) % 6]
            pivot = pivot_of(rows, columns, replace(ask, programme=world.programme.pk), show)
            several = About.INDICATOR in {axis.about for axis in pivot.axes}
            for group in [counted] if several else [[one] for one in counted[number % 2 :: 2]]:
                places += check(View(engine, access_of(user)), user, pivot, group)
    assert places > 700


@pytest.mark.parametrize("show", [Show.EVIDENCED, Show.CONFIRMED])
def test_what_a_figure_rests_on_is_what_the_series_reckons(
    world: World, warehouse: Warehouse, show: Show
) -> None:
    drawn = draw(world, seed=3)
    trusted = _trust(world)[show]
    services.make_anew(warehouse)
    seen_parts, engine = set(), DuckEngine(warehouse)
    for (rows, columns), user in product(PIVOTS[:4], (world.office, world.giver)):
        ask = replace(ASKS[0], programme=world.programme.pk)
        every = seen(user, ask, *Rollup)
        for one in Indicator.objects.filter(as_stated=False):
            pivot = pivot_of(rows, columns, ask, show)
            table = answer(View(engine, access_of(user)), pivot, [one])
            mine = [row for row in every if row.indicator == one]
            cell = table.at()
            series = series_of(
                one,
                [replace(as_series(row), evidenced=(row.reverses or row.entry) in trusted) for row in mine],
            )
            reading = series.over(FIRST, LAST)
            expected = reading.evidenced / reading.value if reading.value else None
            if cell is not None:
                assert cell.value == pytest.approx(reading.value)
                assert (cell.share or 0) == pytest.approx(expected or 0), (one.code, user.username)
                seen_parts.add(cell.share)
    assert len(seen_parts) > 8
    assert len(drawn.people) > 6


def _trust(world: World) -> dict[Show, set[int]]:
    """Evidence of every third entry; the last word on every fourth is agreement, on others there was one before."""
    file = EvidenceFile.objects.create(sha256="a" * 64, size=1, media_type="text/plain")
    found: dict[Show, set[int]] = {Show.EVIDENCED: set(), Show.CONFIRMED: set()}
    for entry in Entry.objects.filter(reverses=None):
        if entry.pk % 3 == 0:
            EntryEvidence.objects.create(
                entry=entry, file=file, filename="v.txt", purpose="voucher", added_by=world.office
            )
            found[Show.EVIDENCED].add(entry.pk)
        last = Verdict.AGREED if entry.pk % 4 == 0 else Verdict.DISPUTED
        for verdict in (Verdict.AGREED, last) if entry.pk % 2 else (last,):
            Confirmation.objects.create(
                entry=entry, verdict=verdict, unit=entry.receiver, by=world.receiver, note="核对"
            )
        if last == Verdict.AGREED:
            found[Show.CONFIRMED].add(entry.pk)
    return found


@pytest.mark.parametrize("carried", [True, False])
def test_a_word_of_the_receiver_is_followed_at_once(
    world: World, warehouse: Warehouse, carried: bool
) -> None:
    one = acts.indicator(world)
    first, second = (
        acts.accepted(world, title=f"采购{number}", detail={"voucher_number": f"NO.{number}"})
        for number in (1, 2)
    )
    pivot = pivot_of("giver:county", "", replace(ASKS[0], programme=world.programme.pk), Show.CONFIRMED)
    services.catch_up(warehouse)
    engine = DuckEngine(warehouse)

    def share() -> Decimal | None:
        if carried:
            services.catch_up(warehouse)
        recent = services.come_abreast(warehouse)
        cell = answer(View(engine, access_of(world.office), recent), pivot, [one]).at()
        assert cell
        return cell.share

    assert share() == 0
    ledger.confirm_entry(actor=world.receiver, entry=first, verdict="agreed")
    assert share() == Decimal("0.5")
    ledger.confirm_entry(actor=world.receiver, entry=first, verdict="disputed", note="少了一车")
    ledger.confirm_entry(actor=world.receiver, entry=second, verdict="agreed")
    assert share() == Decimal("0.5")
    services.make_anew(warehouse)
    assert share() == Decimal("0.5")
    evidenced = replace(pivot, show=Show.EVIDENCED)
    cell = answer(View(DuckEngine(warehouse), access_of(world.office)), evidenced, [one]).at()
    assert cell
    assert cell.share == 1


def _make_stocks(drawn: Drawn) -> None:
    """Half of them say what stands on a day."""
    for name in ("sum-2", "latest", "distinct-a-giver"):
        Indicator.objects.filter(pk=drawn.indicators[name].pk).update(nature=Nature.STOCK)


def test_the_entries_behind_each_place_add_up_to_it(world: World, warehouse: Warehouse) -> None:
    drawn = draw(world)
    services.make_anew(warehouse)
    one = drawn.indicators["sum-1"]
    for user, (rows, columns), show in product(
        (world.office, world.giver, world.receiver), PIVOTS[:5], (Show.VALUE, Show.RUNNING)
    ):
        pivot = pivot_of(rows, columns, ASKS[1], show)
        table = answer(View(DuckEngine(warehouse), access_of(user)), pivot, [one])
        assert table.cells
        for place, cell in table.cells.items():
            found = list(behind(user, pivot, Place(*place), one))
            assert sum((posting.value for posting in found), Decimal(0)) == cell.value, (pivot, place)


def test_headcounts_kept_as_stated_are_never_answered_for(world: World, warehouse: Warehouse) -> None:
    drawn = draw(world)
    services.make_anew(warehouse)
    view = View(DuckEngine(warehouse), access_of(world.office))
    stated = drawn.indicators["as-stated"]
    pivot = pivot_of("indicator", "", ASKS[0])

    assert stated.postings.exists()
    assert answer(view, pivot, [stated]).cells == {}
    assert stated.pk not in answer(view, pivot, list(drawn.indicators.values())).rows


@pytest.mark.parametrize("path", sorted((SQL / "pivots").glob("*.sql")), ids=lambda path: path.stem)
def test_a_pivot_reads_figures_only_where_scope_was_applied(path: Any) -> None:
    text = path.read_text("utf-8")
    own = set(re.findall(r"(?:WITH|\),)\s+(\w+) AS \(", text))
    read = set(re.findall(r"(?:FROM|JOIN)\s+(\w+)", text))

    assert "moved" in read
    assert read <= {"moved", "scope", "visible", "indicator"} | own


@pytest.mark.parametrize("text", ["giver:county", "receiver:self", "period:ten_days", "indicator"])
def test_an_axis_is_read_back_as_it_is_written(text: str) -> None:
    assert str(Axis.read(text)) == text


@pytest.mark.parametrize(
    "text", ["", "giver", "giver:", "period:whole", "period:county", "indicator:x", "x:y"]
)
def test_what_names_no_axis_is_none(text: str) -> None:
    assert Axis.read(text) is None


@pytest.mark.parametrize("grain", ["year", "half", "quarter", "month", "ten_days", "day"])
def test_periods_leave_no_day_out_and_overlap_nowhere(grain: str) -> None:
    axis = Axis(About.PERIOD, grain)
    found = [day_of(key) for key in periods(date(2019, 1, 15), date(2020, 3, 2), axis.grain)]

    assert found[0] == start_of(date(2019, 1, 15), axis.grain)
    for one, following in pairwise(found):
        assert last_of(one, axis.grain).toordinal() + 1 == following.toordinal()
    assert found[-1] <= date(2020, 3, 2) <= last_of(found[-1], axis.grain)
    assert [day_of(key_of(day)) for day in found] == found
    assert [start_of(day, axis.grain) for day in found] == found
