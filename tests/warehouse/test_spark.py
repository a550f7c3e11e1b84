"""The queries on a Spark cluster with two workers give the cells they give everywhere.

uv sync --extra spark && pytest tests/warehouse/test_spark.py
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiedui.warehouse import services
from jiedui.warehouse.asking import access_of
from jiedui.warehouse.engines import spark
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.engines.spark import SparkEngine
from jiedui.warehouse.errors import NoSpark
from jiedui.warehouse.queries import SQL, View
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.warehouse import suite
from tests.warehouse.scene import draw

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
    filled = {path.stem: 0 for path in SQL.glob("*.sql")}

    for number, (user, ask) in enumerate(zip(drawn.people, suite.asks(drawn), strict=False)):
        view, here = (View(engine, access_of(user)) for engine in (cluster, DuckEngine(warehouse)))
        same = dict(suite.checks(here, user, ask, number))
        for name, (cells, expected) in suite.checks(view, user, ask, number):
            assert cells == expected == same[name][0], (name, user.username, ask, suite.levels(number))
            filled[name] += len(cells)

    assert all(filled.values()), filled


def test_without_pyspark_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "pyspark", None)
    with pytest.raises(NoSpark):
        SparkEngine(Warehouse(tmp_path), TWO_WORKERS)
