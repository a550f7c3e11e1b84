"""DuckDB in this process: the postings are read from their files, what is newer and the dimensions lie in memory."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from typing import Any

import duckdb

from jiedui.warehouse.engines.base import COUNTED, Rows
from jiedui.warehouse.engines.beside import SOURCES, Beside
from jiedui.warehouse.layout import BY_MONTH, DIMENSIONS, INDICATOR, NAMED, POSTING, Layout
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.warehouse import Snapshot, Warehouse

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class DuckEngine:
    """One database in memory a process; threads run side by side on cursors of it."""

    reads_on = True

    def __init__(self, warehouse: Warehouse, *, threads: int | None = None) -> None:
        self._warehouse = warehouse
        self._root = duckdb.connect(config=CONFIG | ({"threads": threads} if threads else {}))
        # Files of a table are never changed, so what is known of them stays true.
        self._root.execute("SET GLOBAL parquet_metadata_cache = true")
        self._beside = Beside(self._root)
        self._lock = threading.Lock()
        self._seen: dict[str, Hashable] = {}
        self._counted: dict[str, tuple[Hashable, frozenset[int]]] = {}

    def rows(self, sql: str, params: Mapping[str, Any], recent: Recent = NOTHING) -> Rows:
        """See :class:`Engine`."""
        with self._root.cursor() as cursor:
            self._look(recent)
            return cursor.execute(sql, dict(params)).fetchall()

    def counted(self, rolls_up: str) -> frozenset[int]:
        """See :class:`Engine`."""
        version = self._warehouse[INDICATOR.name].version()
        known = self._counted.get(rolls_up)
        if known is None or known[0] != version:
            known = version, frozenset(pk for (pk,) in self.rows(COUNTED, {"rolls_up": rolls_up}))
            self._counted[rolls_up] = known
        return known[1]

    def _look(self, recent: Recent) -> None:
        """Let the names of the tables stand for the files of now and what is newer, both at once."""
        with self._lock:
            snapshot = self._warehouse.snapshot()
            changed = [one for one in NAMED if self._seen.get(one.name) != snapshot.versions[one.name]]
            if not changed and not self._beside.lacks(recent):
                return
            self._root.execute("BEGIN")
            try:
                for layout in changed:
                    self._name(layout, snapshot)
                self._beside.take(recent)
            except BaseException:
                self._root.execute("ROLLBACK")
                raise
            self._root.execute("COMMIT")
            self._seen |= {one.name: snapshot.versions[one.name] for one in changed}

    def _name(self, layout: Layout, snapshot: Snapshot) -> None:
        files = list(snapshot.files[layout.name])
        kind = "TABLE" if layout in DIMENSIONS else "VIEW"
        self._root.execute(f"CREATE OR REPLACE {kind} {layout.name} AS {_source(layout, files)}")
        if layout is POSTING:
            self._beside.hold(snapshot.sequence)
        if layout is NAMED[-1]:
            self._root.execute(f"CREATE OR REPLACE VIEW by_month AS {BY_MONTH}")


def _source(layout: Layout, files: list[str]) -> str:
    """The rows of the files, and what is newer."""
    names = ", ".join(f'"{name}"' for name in layout.names)
    newer = f" UNION ALL SELECT {names} FROM {SOURCES[layout]}" if layout in SOURCES else ""  # noqa: S608
    return f"SELECT {names} FROM {_read(layout, files)}{newer}"  # noqa: S608


def _read(layout: Layout, files: list[str]) -> str:
    """The files as a table; without files an empty one. Names of files are ours and quoted."""
    if not files:
        nothing = ", ".join(f'CAST(NULL AS {type}) AS "{name}"' for name, type in layout.columns)
        return f"(SELECT {nothing} WHERE false)"
    quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    # The folder's type is told, not cast to: through a cast no file is left out.
    types = dict(layout.columns)
    divided = ", ".join(f"'{name}': {types[name]}" for name in filter(None, [layout.divided_by]))
    return f"read_parquet([{quoted}], hive_partitioning = {bool(divided)}{divided and f', hive_types = {{{divided}}}'})"
