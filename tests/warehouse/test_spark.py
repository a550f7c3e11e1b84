"""The queries on a Spark cluster with two workers give the cells they give everywhere.

uv sync --extra spark && pytest tests/warehouse/test_spark.py
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from jiedui.plans.models import Indicator
from jiedui.warehouse import services
from jiedui.warehouse.asking import access_of
from jiedui.warehouse.engines import spark
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.engines.spark import SparkEngine
from jiedui.warehouse.errors import NoSpark
from jiedui.warehouse.pivots import About, Show, answer
from jiedui.warehouse.queries import SQL, View
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.warehouse import suite
from tests.warehouse.scene import draw
from tests.warehouse.test_pivots import ASKS, PIVOTS, pivot_of

TWO_WORKERS = "local-cluster[2,1,1024]"


@pytest.fixture
def cluster(warehouse: Warehouse) -> Iterator[SparkEngine]:
    """A master and two workers, each a process of its own."""
    if spark.pyspark is None or spark.sqlglot is None:
        pytest.skip("the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is missing")
    engine = SparkEngine(warehouse, TWO_WORKERS)
    yield engine
    engine.stop()


@pytest.mark.cluster
def test_every_query_equals_the_postings_on_a_cluster(
    world: World, warehouse: Warehouse, cluster: SparkEngine
) -> None:
    drawn = draw(world, count=60)
    services.make_anew(warehouse)
    services.sum_up(warehouse, worth=0)
    filled = {path.stem: 0 for path in SQL.glob("*.sql")}

    for number, (user, ask) in enumerate(zip(drawn.people, suite.asks(drawn), strict=False)):
        view, here = (View(engine, access_of(user)) for engine in (cluster, DuckEngine(warehouse)))
        same = dict(suite.checks(here, user, ask, number))
        for name, (cells, expected) in suite.checks(view, user, ask, number):
            assert cells == expected == same[name][0], (name, user.username, ask, suite.levels(number))
            filled[name] += len(cells)

    assert all(filled.values()), filled


@pytest.mark.cluster
def test_every_pivot_of_the_explorer_is_the_same_on_a_cluster(
    world: World, warehouse: Warehouse, cluster: SparkEngine
) -> None:
    drawn = draw(world, count=60)
    services.make_anew(warehouse)
    assert services.sum_up(warehouse, worth=0) > 0
    every = list(Indicator.objects.filter(workstream__programme=world.programme))
    seeing = [user for user in drawn.people if user != world.nobody]
    filled = 0
    shows = [Show.VALUE, Show.RUNNING, Show.EVIDENCED, Show.CONFIRMED]

    for number, ((rows, columns), user) in enumerate(zip(PIVOTS, cycle(seeing), strict=False)):
        pivot = pivot_of(rows, columns, ASKS[number % len(ASKS)], shows[number % len(shows)])
        told_apart = About.INDICATOR in {axis.about for axis in pivot.axes}
        indicators = every if told_apart else [every[number % len(every)]]
        there, here = (
            answer(View(engine, access_of(user)), pivot, indicators)
            for engine in (cluster, DuckEngine(warehouse))
        )
        assert there.cells == here.cells, (pivot, user.username)
        assert (there.rows, there.columns) == (here.rows, here.columns)
        filled += len(here.cells)

    assert filled > 100


def test_without_pyspark_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "pyspark", None)
    with pytest.raises(NoSpark):
        SparkEngine(Warehouse(tmp_path), TWO_WORKERS)
