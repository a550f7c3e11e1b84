"""A Spark cluster: the same statements in its dialect, over the same files, which every worker must reach.

Spark itself cannot read the log of a Delta table without a jar of its own, so it is given the list of files that the
last commit names. They are never changed, and a query reads those it was given.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from jiedui.warehouse.engines.base import COUNTED, Rows
from jiedui.warehouse.errors import NoSpark
from jiedui.warehouse.layout import BY_MONTH, INDICATOR, NAMED, POSTING, Layout
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.warehouse import Snapshot, Warehouse


def _if_installed(module: str) -> Any:
    """A module of the extra, None where the extra is not installed."""
    try:
        return import_module(module)
    except ImportError:
        return None


pyspark = _if_installed("pyspark.sql")
sqlglot = _if_installed("sqlglot")
TYPES = {"INTEGER": "INT", "VARCHAR": "STRING"}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "16",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}


@lru_cache(maxsize=256)
def in_spark(sql: str) -> str:
    """A statement of DuckDB's dialect in Spark's."""
    return str(sqlglot.transpile(sql, read="duckdb", write="spark")[0])


class SparkEngine:
    """One session a process. ``master`` is a cluster's URL, or ``local-cluster[2,1,1024]`` to try it out.

    Raises NoSpark.
    """

    reads_on = False

    def __init__(self, warehouse: Warehouse, master: str) -> None:
        if pyspark is None or sqlglot is None:
            raise NoSpark
        self._warehouse = warehouse
        builder = pyspark.SparkSession.builder.master(master).appName("jiedui")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        if master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config(
                "spark.driver.host", "127.0.0.1"
            )
        self._session = builder.getOrCreate()
        self._lock = threading.Lock()
        self._seen: dict[str, Hashable] = {}
        self._counted: dict[str, tuple[Hashable, frozenset[int]]] = {}

    def rows(self, sql: str, params: Mapping[str, Any], recent: Recent = NOTHING) -> Rows:
        """See :class:`Engine`; what is recent lies in the files by now."""
        self._look()
        return [tuple(row) for row in self._session.sql(in_spark(sql), args=dict(params)).collect()]

    def counted(self, rolls_up: str) -> frozenset[int]:
        """See :class:`Engine`."""
        version = self._warehouse[INDICATOR.name].version()
        known = self._counted.get(rolls_up)
        if known is None or known[0] != version:
            known = version, frozenset(pk for (pk,) in self.rows(COUNTED, {"rolls_up": rolls_up}))
            self._counted[rolls_up] = known
        return known[1]

    def stop(self) -> None:
        """Let the cluster go."""
        self._session.stop()

    def _look(self) -> None:
        """Let the names of the tables stand for the files of now."""
        with self._lock:
            snapshot = self._warehouse.snapshot()
            for layout in NAMED:
                if self._seen.get(layout.name) != snapshot.versions[layout.name]:
                    self._name(layout, snapshot)
                    self._seen[layout.name] = snapshot.versions[layout.name]

    def _name(self, layout: Layout, snapshot: Snapshot) -> None:
        schema = ", ".join(f"`{name}` {TYPES.get(type, type)}" for name, type in layout.columns)
        files = snapshot.files[layout.name]
        if files:
            reader = self._session.read.schema(schema)
            if layout.divided_by:
                reader = reader.option("basePath", self._warehouse[POSTING.name].uri)
            frame = reader.parquet(*files)
        else:
            frame = self._session.createDataFrame([], schema)
        frame.createOrReplaceTempView(layout.name)
        if layout is NAMED[-1]:  # such a view keeps to the files that had the names when it was made
            self._session.sql(in_spark(BY_MONTH)).createOrReplaceTempView("by_month")
