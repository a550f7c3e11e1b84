"""Rows that DuckDB reads beside the files: postings that no commit holds yet, and words of receivers."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from jiedui.warehouse.layout import POSTING, SAID, SEQUENCE, UNSUMMED, Layout
from jiedui.warehouse.recent import NOTHING, Recent, Row
from jiedui.warehouse.staging import columns_of

LATER = "sequence > (SELECT sequence FROM held)"
"""What the files hold is not read twice: ``held`` is how far they go, and changes in one transaction with them."""

SOURCES = {POSTING: f"recent WHERE {LATER}", UNSUMMED: f"recent WHERE {LATER}", SAID: "recently_said"}


class Beside:
    """Tables in an engine's database; used by one thread at a time, within its transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._recent = NOTHING
        for name, layout in (("recent", POSTING), ("recently_said", SAID)):
            columns = ", ".join(f'"{column}" {type}' for column, type in layout.columns)
            connection.execute(f"CREATE TABLE {name} ({columns})")
        connection.execute("CREATE TABLE held AS SELECT CAST(0 AS BIGINT) AS sequence")

    def lacks(self, recent: Recent) -> bool:
        """Whether it holds less than that."""
        return self._recent.is_behind(recent)

    def hold(self, sequence: int) -> None:
        """Let go what lies in the files by now."""
        self._connection.execute("UPDATE held SET sequence = $sequence", {"sequence": sequence})
        if self._recent.rows:
            # Not DELETE: what it leaves behind would add up in a process that lives for months.
            self._connection.execute(f"CREATE OR REPLACE TABLE recent AS SELECT * FROM recent WHERE {LATER}")  # noqa: S608

    def take(self, recent: Recent) -> None:
        """Hold all of that."""
        held = self._recent
        if recent.origin is not held.origin:
            self._connection.execute("DELETE FROM recent")
            self._connection.execute("DELETE FROM recently_said")
            held = NOTHING
        if recent.change >= held.change:
            self._insert("recent", POSTING, [row for row in recent.rows if row[SEQUENCE] > held.until])
            self._insert("recently_said", SAID, recent.said[len(held.said) :])
            self._recent = recent

    def _insert(self, name: str, layout: Layout, rows: Sequence[Row]) -> None:
        if rows:
            selected, given = columns_of(layout, rows)
            self._connection.execute(f"INSERT INTO {name} SELECT {selected}", given)
