"""Sums by month answer what the postings answer; where they are missing, old or wrong nobody is misled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedui.ledger.models import Posting
from jiedui.warehouse import months, services
from jiedui.warehouse.asking import EVERYTHING, Access, Ask, Cut
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.enums import Grain, Side
from jiedui.warehouse.queries import View
from jiedui.warehouse.scale import SIZES, Scale, make
from jiedui.warehouse.services.summing import wrong_sums
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts
from tests.warehouse.test_verification import found

SMALL = replace(SIZES[Scale.CITY], postings=4_000, villages=50)
DAYS = st.dates(date(2023, 11, 1), date(2026, 2, 28))
Views = tuple[View, View]


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    """The same generated postings, one warehouse with sums of one of its two years, the other without any."""
    made = [make(SMALL, tmp_path_factory.mktemp("w") / name) for name in ("summed", "plain")]
    assert services.sum_up(made[0], worth=0) == 2
    next(made[0].sums.iterdir()).unlink()
    one, other = (View(DuckEngine(warehouse), EVERYTHING) for warehouse in made)
    return one, other


def answers(view: View, ask: Ask, grain: Grain) -> Iterator[object]:
    """Everything that months can answer."""
    yield sorted(view.by_unit(ask, grain=grain, level="county"), key=str)
    yield sorted(view.over_time(ask, grain=grain), key=str)
    yield sorted(view.share(ask, grain=grain), key=str)
    yield sorted(view.top(ask, count=3, side=Side.GIVER), key=str)
    yield sorted(view.year_on_year(ask), key=str)
    yield sorted(view.cumulative(ask, level="0", grain=grain), key=str)


@settings(max_examples=20)
@given(days=st.tuples(DAYS, DAYS), grain=st.sampled_from(list(Grain)), some=st.booleans())
def test_any_span_has_the_same_answer(
    views: Views, days: tuple[date, date], grain: Grain, some: bool
) -> None:
    ask = Ask(min(days), max(days), indicators=(1, 2, 5) if some else (), giver=5 if some else None)
    summed, plain = (list(answers(view, ask, grain)) for view in views)
    assert summed == plain


@given(days=st.tuples(DAYS, DAYS))
def test_whole_months_are_all_there_are(days: tuple[date, date]) -> None:
    first, last = min(days), max(days)
    begin, after = months.months_of(first, last)
    whole = [
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day.replace(day=1) >= first
        and (day.replace(day=1) + timedelta(days=32)).replace(day=1) <= last + timedelta(1)
    ]
    assert whole == (
        [begin + timedelta(days=n) for n in range((after - begin).days)] if begin < after else []
    )


def test_months_do_not_answer_for_what_they_do_not_tell_apart() -> None:
    year = Ask(date(2025, 1, 1), date(2025, 12, 31))
    assert months.suffice(year, EVERYTHING, Cut(grain=Grain.MONTH))
    for ask, access, cut in (
        (replace(year, receiver=1), EVERYTHING, Cut()),
        (replace(year, accepted_until=7), EVERYTHING, Cut()),
        (year, Access(units=(1,)), Cut()),
        (year, EVERYTHING, Cut(grain=Grain.DAY)),
        (year, EVERYTHING, Cut(grain=Grain.TEN_DAYS)),
        (year, EVERYTHING, Cut(receiver_level="county")),
        (year.over(date(2025, 1, 2), date(2025, 2, 27)), EVERYTHING, Cut()),
    ):
        assert not months.suffice(ask, access, cut)


def test_later_rows_are_added_though_they_have_no_sums(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="purchases")
    entry = acts.accepted(world)
    services.catch_up(warehouse)
    assert services.sum_up(warehouse, worth=0) == 1
    view = View(DuckEngine(warehouse), EVERYTHING)
    year = Ask(entry.occurred_on.replace(month=1, day=1), entry.occurred_on.replace(month=12, day=31))
    before = view.over_time(year, grain=Grain.YEAR)

    acts.accepted(world, title="第二次")
    services.catch_up(warehouse)

    (cell,), (one,) = view.over_time(year, grain=Grain.YEAR), before
    assert (cell.value, cell.entries) == (2 * one.value, 2)
    assert services.sum_up(warehouse, worth=0) == 1
    assert view.over_time(year, grain=Grain.YEAR) == [cell]


def test_sums_of_files_that_are_gone_go_too(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="purchases")
    for title in ("one", "two"):
        acts.accepted(world, title=title)
        services.catch_up(warehouse)
    services.sum_up(warehouse, worth=0)
    assert len(list(warehouse.sums.iterdir())) == 2

    services.tidy(warehouse, kept_hours=0)
    services.sum_up(warehouse, worth=0)

    assert [path.name for path in warehouse.sums.iterdir()] == [
        Path(file).name for file in warehouse["posting"].files()
    ]
    assert found(world, warehouse) == []


def test_wrong_sums_are_named_and_healed(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="purchases")
    acts.accepted(world)
    services.catch_up(warehouse)
    services.sum_up(warehouse, worth=0)
    (kept,) = warehouse.sums.iterdir()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE k AS SELECT * REPLACE (value + 1 AS value) FROM '{kept}'")
        connection.execute(f"COPY k TO '{kept}' (FORMAT parquet)")

    words = "Its sums by month are not those of its postings. Run jiedui rebuild --warehouse."
    assert found(world, warehouse) == [(kept.name, words)]

    services.make_anew(warehouse)
    assert list(wrong_sums(warehouse)) == found(world, warehouse) == []


def test_a_value_too_great_for_a_row_leaves_the_file_without_sums(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="purchases")
    acts.accepted(world)
    Posting.objects.update(value=10**15)
    services.make_anew(warehouse)

    assert services.sum_up(warehouse, worth=0) == 0
    assert not list(warehouse.sums.iterdir())
    assert found(world, warehouse) == []
