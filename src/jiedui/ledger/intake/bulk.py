"""Many rows into one table as fast as the database takes them: COPY on PostgreSQL, executemany on SQLite.

Rows come as columns, so that a whole column is made ready at once. Ids are reserved first, so that rows that belong to
one another can be written table by table. Everything happens within the caller's transaction, and every constraint
holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.db import connection, models

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Same:
    """The one value of a column that has the same in every row."""

    value: Any


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


def insert(model: type[models.Model], columns: Mapping[str, Sequence[Any] | Same]) -> None:
    """Write rows of database values (text, numbers, None, ISO days and instants), column by column.

    At least one column is not the same in every row.
    """
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Parts of the statement are names of our own tables and columns.
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for some in _parts(columns.values()):
                    copy.write("\n".join(map("\t".join, _rows(map(_copied, some)))) + "\n")
            return
        marks = ", ".join(["?"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        connection.connection.executemany(statement, _rows(columns.values()))


def _parts(columns: Collection[Sequence[Any] | Same]) -> Iterator[list[Sequence[Any] | Same]]:
    """The same columns for some rows at a time, so that not all of them are made text at once."""
    count = min(len(column) for column in columns if not isinstance(column, Same))
    for start in range(0, count, BATCH):
        yield [column if isinstance(column, Same) else column[start : start + BATCH] for column in columns]


def _rows(columns: Iterable[Sequence[Any] | Same]) -> Iterable[Any]:
    """Rows as long as the columns that differ."""
    return zip(
        *(repeat(column.value) if isinstance(column, Same) else column for column in columns), strict=False
    )


_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = str.maketrans(_ESCAPES)
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")


def _copied(column: Sequence[Any] | Same) -> Sequence[str] | Same:
    """A column in COPY's text format. Whether anything is to be escaped is asked of the whole column at once."""
    if isinstance(column, Same):
        return Same(_copied([column.value])[0])  # type: ignore[index]
    kinds = set(map(type, column))
    texts: Sequence[str] = column if kinds == {str} else list(map(str, column))
    if not kinds <= {int, bool, type(None)} and _SPECIAL.search("\0".join(texts)):
        texts = [text.translate(_ESCAPED) for text in texts]
    if type(None) in kinds:
        return ["\\N" if value is None else text for value, text in zip(column, texts, strict=True)]
    return texts


def instant(value: Any) -> Any:
    """A point in time as the database takes it."""
    return (
        connection.ops.adapt_datetimefield_value(value)
        if connection.vendor == "sqlite"
        else value.isoformat()
    )
