"""Many rows into one table as fast as the database takes them: COPY on PostgreSQL, executemany on SQLite.

Ids are reserved first, so that rows that belong to one another can be written table by table. Everything happens within
the caller's transaction, and every constraint holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from jiedui.kernel.batches import batched

BATCH = 5000


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """So many ids that no other row has or will get. On SQLite the transaction must hold the write lock already."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return range(last + 1, last + 1 + count)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of database values (text, numbers, None, ISO days and instants) into these columns."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Parts of the statement are names of our own tables and columns.
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for some in batched(rows, BATCH):
                    copy.write("".join(map(_line, some)))
            return
        marks = ", ".join(["?"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        connection.connection.executemany(statement, rows)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _line(row: Sequence[Any]) -> str:
    """One line of COPY's text format."""
    return "\t".join(["\\N" if value is None else str(value).translate(_ESCAPES) for value in row]) + "\n"


def instant(value: Any) -> Any:
    """A point in time as the database takes it."""
    return (
        connection.ops.adapt_datetimefield_value(value)
        if connection.vendor == "sqlite"
        else value.isoformat()
    )
