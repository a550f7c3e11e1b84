"""DuckDB in this process: the postings are read from their files, the dimensions are held in memory."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from typing import Any

import duckdb

from jiedui.warehouse.engines.base import COUNTED, Rows
from jiedui.warehouse.layout import BY_MONTH, DIMENSIONS, INDICATOR, NAMED, Layout
from jiedui.warehouse.warehouse import Snapshot, Warehouse

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class DuckEngine:
    """One database in memory a process; threads run side by side on cursors of it."""

    def __init__(self, warehouse: Warehouse, *, threads: int | None = None) -> None:
        self._warehouse = warehouse
        self._root = duckdb.connect(config=CONFIG | ({"threads": threads} if threads else {}))
        # Files of a table are never changed, so what is known of them stays true.
        self._root.execute("SET GLOBAL parquet_metadata_cache = true")
        self._lock = threading.Lock()
        self._seen: dict[str, Hashable] = {}
        self._counted: dict[str, tuple[Hashable, frozenset[int]]] = {}

    def rows(self, sql: str, params: Mapping[str, Any]) -> Rows:
        """See :class:`Engine`."""
        with self._root.cursor() as cursor:
            self._look()
            return cursor.execute(sql, dict(params)).fetchall()

    def counted(self, rolls_up: str) -> frozenset[int]:
        """See :class:`Engine`."""
        version = self._warehouse[INDICATOR.name].version()
        known = self._counted.get(rolls_up)
        if known is None or known[0] != version:
            known = version, frozenset(pk for (pk,) in self.rows(COUNTED, {"rolls_up": rolls_up}))
            self._counted[rolls_up] = known
        return known[1]

    def _look(self) -> None:
        """Let the names of the tables stand for the files of now."""
        with self._lock:
            snapshot = self._warehouse.snapshot()
            for layout in NAMED:
                version = snapshot.versions[layout.name]
                if self._seen.get(layout.name) != version:
                    self._name(layout, snapshot)
                    self._seen[layout.name] = version

    def _name(self, layout: Layout, snapshot: Snapshot) -> None:
        files = list(snapshot.files[layout.name])
        kind = "TABLE" if layout in DIMENSIONS else "VIEW"
        self._root.execute(f"CREATE OR REPLACE {kind} {layout.name} AS {_source(layout, files)}")
        if layout is NAMED[-1]:
            self._root.execute(f"CREATE OR REPLACE VIEW by_month AS {BY_MONTH}")


def _source(layout: Layout, files: list[str]) -> str:
    """The rows of the files; without files none. Names of files are ours and quoted."""
    if not files:
        nothing = ", ".join(f'CAST(NULL AS {type}) AS "{name}"' for name, type in layout.columns)
        return f"SELECT {nothing} WHERE false"
    quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    names = ", ".join(f'"{name}"' for name in layout.names)
    # The folder's type is told, not cast to: through a cast no file is left out.
    types = dict(layout.columns)
    divided = ", ".join(f"'{name}': {types[name]}" for name in filter(None, [layout.divided_by]))
    return (
        f"SELECT {names} FROM read_parquet([{quoted}],"  # noqa: S608
        f" hive_partitioning = {bool(divided)}{divided and f', hive_types = {{{divided}}}'})"
    )
