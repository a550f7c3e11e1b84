"""Stores that keep rows: PostgreSQL with the right indexes, with a monthly summary, and SQLite."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stores.questions import BY_MONTH, SQL

TEXTS = {"posting": "subject", "ancestry": "level"}
Asked = dict[str, Callable[[], list[Any]]]
COLUMNS = ("indicator", "giver", "receiver", "day", "value", "entries", "subject", "entry")
INDEXES = (
    "CREATE INDEX by_giver ON {table} (indicator, giver, day, value, entries)",
    "CREATE INDEX by_day ON {table} (day, indicator)",
    "CREATE INDEX by_receiver ON {table} (receiver, indicator, day)",
)


def _rows(folder: Path, table: str, columns: tuple[str, ...]) -> str:
    """The statement that reads a table as a ledger is filled: day after day."""
    from deltalake import DeltaTable

    files = DeltaTable(str(folder / table)).file_uris()
    order = " ORDER BY year, day, entry" if "entry" in columns else ""
    return f"SELECT {', '.join(columns)} FROM read_parquet({files!r}, hive_partitioning = true){order}"


def _pieces(folder: Path, table: str, columns: tuple[str, ...]) -> Iterator[list[tuple[Any, ...]]]:
    import duckdb

    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        cursor = connection.execute(_rows(folder, table, columns))
        while piece := cursor.fetchmany(50_000):
            yield piece


@contextmanager
def _as_csv(sql: str) -> Iterator[Iterator[bytes]]:
    """The rows of a statement as text, through a pipe: ten times faster than row by row in Python."""
    import duckdb

    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config={"memory_limit": "2GB"}) as connection,
    ):
        pipe = Path(folder) / "rows.csv"
        os.mkfifo(pipe)
        written = f"COPY ({sql}) TO '{pipe}' (FORMAT csv, HEADER false, USE_TMP_FILE false)"
        writer = threading.Thread(target=connection.execute, args=(written,))
        writer.start()
        with pipe.open("rb") as stream:
            yield iter(lambda: stream.read(1 << 20), b"")
        writer.join()


def fill_postgres(folder: Path, url: str) -> None:
    """Copy the rows day after day, then make the indexes and the summary."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('monthly_by_day')").fetchone() != (None,):
            return
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET work_mem = '1GB'")
        connection.execute("DROP TABLE IF EXISTS posting, ancestry CASCADE")
        connection.execute(
            "CREATE TABLE posting (indicator int, giver int, receiver int, day date, value numeric(20,4),"
            " entries int, subject text NOT NULL, entry bigint)"
        )
        connection.execute("CREATE TABLE ancestry (unit int, level text, ancestor int)")
        for table, columns in (("posting", COLUMNS), ("ancestry", ("unit", "level", "ancestor"))):
            command = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({TEXTS[table]}))"
            with connection.cursor().copy(command) as copy, _as_csv(_rows(folder, table, columns)) as pieces:
                for piece in pieces:
                    copy.write(piece)
        connection.execute("ALTER TABLE posting ADD PRIMARY KEY (entry)")
        for index in INDEXES:
            connection.execute(index.format(table="posting"))
        connection.execute("CREATE INDEX ON ancestry (level, unit)")
        connection.execute("VACUUM ANALYZE")
        connection.execute(
            "CREATE MATERIALIZED VIEW monthly AS SELECT indicator, giver, date_trunc('month', day)::date AS day,"
            " sum(value) AS value, sum(entries) AS entries FROM posting GROUP BY 1, 2, 3"
        )
        connection.execute(INDEXES[0].replace("by_giver", "monthly_by_giver").format(table="monthly"))
        connection.execute(INDEXES[1].replace("by_day", "monthly_by_day").format(table="monthly"))
        connection.execute("VACUUM ANALYZE monthly")


def postgres(url: str, *, monthly: bool) -> tuple[Asked, Callable[[], int]]:
    """The questions, and how many KB the server's process has used at most."""
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET max_parallel_workers_per_gather = 2")
    connection.execute("SET work_mem = '256MB'")
    (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    words = {
        "rows": "monthly" if monthly else "posting",
        "day": "day",
        "month": "date_trunc('month', day)",
        "quarter": "date_trunc('quarter', day)",
        "year": "extract(year FROM day)",
    }

    def ask(name: str) -> Callable[[], list[Any]]:
        sql = SQL[name].format(**words)
        return lambda: connection.execute(sql).fetchall()

    return {name: ask(name) for name in (BY_MONTH if monthly else SQL)}, lambda: peak_of(pid)


def peak_of(pid: int) -> int:
    """The most memory a process has used, in KB."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def sqlite(folder: Path, file: Path) -> Asked:
    """Filled when the file is not there yet."""
    fresh = not file.exists()
    connection = sqlite3.connect(file)
    if fresh:
        _fill_sqlite(connection, folder)
    connection.execute("PRAGMA cache_size = -500000")
    words = {
        "rows": "posting",
        "day": "day",
        "month": "substr(day, 1, 7)",
        "quarter": "(substr(day, 6, 2) + 2) / 3",
        "year": "substr(day, 1, 4)",
    }

    def ask(name: str) -> Callable[[], list[Any]]:
        sql = SQL[name].format(**words)
        return lambda: connection.execute(sql).fetchall()

    return {name: ask(name) for name in SQL}


def _fill_sqlite(connection: sqlite3.Connection, folder: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE posting (indicator int, giver int, receiver int, day text, value real, entries int,"
        " subject text, entry integer PRIMARY KEY)"
    )
    connection.execute("CREATE TABLE ancestry (unit int, level text, ancestor int)")
    for piece in _pieces(folder, "posting", COLUMNS):
        rows = [(*row[:3], row[3].isoformat(), float(row[4]), *row[5:]) for row in piece]
        connection.executemany("INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for piece in _pieces(folder, "ancestry", ("unit", "level", "ancestor")):
        connection.executemany("INSERT INTO ancestry VALUES (?, ?, ?)", piece)
    for index in INDEXES:
        connection.execute(index.format(table="posting"))
    connection.execute("CREATE INDEX of_level ON ancestry (level, unit)")
    connection.execute("ANALYZE")
    connection.commit()
