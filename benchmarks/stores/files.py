"""Stores that read the warehouse's own files: our queries, DuckDB by hand, Polars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from stores.questions import BEFORE, FIRST, INDICATOR, LAST, SOME, SQL

Asked = dict[str, Callable[[], list[Any]]]


def spark(folder: Path, master: str) -> Asked:
    """Ours, answered by a Spark cluster."""
    from jiedui.warehouse.engines.spark import SparkEngine
    from jiedui.warehouse.warehouse import Warehouse

    return ours(folder, SparkEngine(Warehouse(folder), master))


def ours(folder: Path, engine: Any = None) -> Asked:
    """Through :class:`jiedui.warehouse.queries.View`: scope, statement, result."""
    from jiedui.warehouse.asking import EVERYTHING, Ask
    from jiedui.warehouse.engines.duck import DuckEngine
    from jiedui.warehouse.enums import Grain, Side
    from jiedui.warehouse.queries import View
    from jiedui.warehouse.warehouse import Warehouse

    view = View(engine or DuckEngine(Warehouse(folder)), EVERYTHING)
    year, ever = Ask(FIRST, LAST), Ask(FIRST.replace(year=2000), LAST)
    one, some = Ask(FIRST, LAST, indicators=(INDICATOR,)), Ask(FIRST, LAST, indicators=SOME)
    asked: list[Callable[[], list[Any]]] = [
        lambda: view.by_unit(one, grain=Grain.MONTH),
        lambda: view.by_unit(some),
        lambda: view.by_unit(year),
        lambda: view.by_unit(year, side=Side.RECEIVER, level="county", grain=Grain.QUARTER),
        lambda: view.over_time(ever, grain=Grain.YEAR),
        lambda: view.cumulative(one, level="none", grain=Grain.DAY),
        lambda: view.top(one, count=20),
        lambda: view.top(year, count=20),
        lambda: view.share(year),
        lambda: view.year_on_year(year),
        lambda: view.distinct(year),
    ]
    return dict(zip(SQL, asked, strict=False))


def duckdb_by_hand(folder: Path) -> Asked:
    """The limit: the same files, no scope, no levels but the one asked for."""
    import duckdb
    from deltalake import DeltaTable

    connection = duckdb.connect(config={"memory_limit": "1GB"})
    connection.execute("SET parquet_metadata_cache = true")
    files = DeltaTable(str(folder / "posting")).file_uris()
    ancestry = DeltaTable(str(folder / "ancestry")).file_uris()
    connection.execute(f"CREATE TABLE ancestry AS FROM read_parquet({ancestry!r})")
    rows = f"read_parquet({files!r}, hive_partitioning = true, hive_types = {{'year': SMALLINT}})"
    words = {
        "rows": rows,
        "day": "year = 2025 AND day",
        "month": "date_trunc('month', day)",
        "quarter": "date_trunc('quarter', day)",
        "year": "year",
    }
    two_years = words | {"day": "year IN (2024, 2025) AND day"}

    def ask(name: str) -> Callable[[], list[Any]]:
        sql = SQL[name].format(**(two_years if name.startswith("10") else words))
        # Whole years: whoever writes by hand leaves the days out.
        sql = sql.replace("year = 2025 AND day BETWEEN '2025-01-01' AND '2025-12-31'", "year = 2025")
        sql = sql.replace("AND day BETWEEN '2024-01-01' AND '2025-12-31'", "")
        return lambda: connection.execute(sql).fetchall()

    return {name: ask(name) for name in SQL}


def polars(folder: Path) -> Asked:
    """The same files, lazily."""
    import polars as pl
    from deltalake import DeltaTable

    files = DeltaTable(str(folder / "posting")).file_uris()
    rows = pl.scan_parquet(files, hive_partitioning=True)
    ancestry = pl.scan_parquet(DeltaTable(str(folder / "ancestry")).file_uris())
    added = ~(pl.col("indicator") % 20).is_in([5, 10, 15])
    year = rows.filter(pl.col("year") == FIRST.year)
    one = year.filter(pl.col("indicator") == INDICATOR)
    sums = (pl.col("value").sum(), pl.col("entries").sum())
    county = ancestry.filter(pl.col("level") == "county")
    two = rows.filter(pl.col("year").is_in([BEFORE.year, FIRST.year]), added)
    now = pl.col("year") == FIRST.year
    by_giver = year.filter(added).group_by("indicator", "giver").agg(*sums)
    plans = [
        one.group_by("giver", pl.col("day").dt.truncate("1mo").alias("m")).agg(*sums),
        by_giver.filter(pl.col("indicator") <= 20),
        by_giver,
        year.filter(added)
        .join(county, left_on="receiver", right_on="unit")
        .group_by("indicator", "ancestor", pl.col("day").dt.truncate("1q").alias("q"))
        .agg(*sums),
        rows.filter(added).group_by("indicator", "year").agg(*sums),
        one.group_by("day").agg(pl.col("value").sum()).sort("day").with_columns(pl.col("value").cum_sum()),
        one.group_by("receiver").agg(*sums).top_k(20, by="value"),
        year.filter(added)
        .group_by("indicator", "receiver")
        .agg(pl.col("value").sum())
        .sort("value", "receiver", descending=[True, False])
        .group_by("indicator", maintain_order=True)
        .head(20),
        year.filter(added)
        .group_by("indicator", "giver")
        .agg(pl.col("value").sum())
        .with_columns(pl.col("value").sum().over("indicator").alias("whole")),
        two.group_by("indicator", "giver").agg(
            pl.col("value").filter(now).sum(), pl.col("value").filter(~now).sum().alias("before")
        ),
        year.filter(pl.col("indicator") % 20 == 5)
        .group_by("indicator", "giver", "subject")
        .agg(pl.col("value").sum())
        .filter(pl.col("value") > 0)
        .group_by("indicator", "giver")
        .len("value"),
    ]
    return {name: (lambda plan=plan: plan.collect().rows()) for name, plan in zip(SQL, plans, strict=False)}
