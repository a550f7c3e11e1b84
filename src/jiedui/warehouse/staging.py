"""Rows on their way from the database into a table: gathered by columns, typed, sorted, handed over as one stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb

from jiedui.kernel.batches import batched
from jiedui.warehouse.layout import Layout

CHUNK = 20_000


class Stage:
    """A temporary table with a layout's columns."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
        self.connection = connection
        self.layout = layout
        columns = ", ".join(f'"{name}" {type}' for name, type in layout.columns)
        connection.execute(f"CREATE TEMP TABLE staged ({columns})")

    def add(self, rows: Iterable[Sequence[Any]]) -> int:
        """Take rows; how many. Lists of whole columns pass a hundred times faster than single rows."""
        count = 0
        for chunk in batched(rows, CHUNK):
            selected, given = columns_of(self.layout, chunk)
            self.connection.execute(f"INSERT INTO staged SELECT {selected}", given)
            count += len(chunk)
        return count

    def rows(self) -> duckdb.DuckDBPyRelation:
        """All of them in the layout's order."""
        order = ", ".join(f'"{name}"' for name in self.layout.order)
        return self.connection.sql(f"SELECT * FROM staged ORDER BY {order}")  # noqa: S608


def columns_of(layout: Layout, rows: Iterable[Sequence[Any]]) -> tuple[str, dict[str, list[Any]]]:
    """Rows as what is selected from lists of whole columns, and the lists."""
    given = {f"c{n}": list(column) for n, column in enumerate(zip(*rows, strict=True))}
    types = (type for _name, type in layout.columns)
    return ", ".join(f"unnest(CAST($c{n} AS {type}[]))" for n, type in enumerate(types)), given


@contextmanager
def stage(layout: Layout) -> Iterator[Stage]:
    """A stage in memory that is gone afterwards; what does not fit is put on disk."""
    with _root().cursor() as connection:
        yield Stage(connection, layout)


@cache
def _root() -> duckdb.DuckDBPyConnection:
    """One database a process: opening it takes longer than carrying over an acceptance."""
    return duckdb.connect(config={"memory_limit": "1GB", "threads": 2})
