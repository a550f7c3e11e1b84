"""Writing many rows at once: a few columns of old ones, or new ones whose ids nobody asks for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models


def write_columns(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of each object, as ``save(update_fields=fields)`` on every one of them would.

    One prepared statement run for all: Django's ``bulk_update`` builds a CASE of every value instead, which takes
    longer to compile than to run. Call within the transaction that holds the rows.
    """
    if not rows:
        return
    meta = rows[0]._meta
    named = {field.name: field for field in meta.concrete_fields}
    columns = [named[name] for name in fields]
    quote = connection.ops.quote_name
    assert meta.pk is not None
    key, table = quote(str(meta.pk.column)), quote(meta.db_table)
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in columns)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", values)  # noqa: S608  # names of our own columns


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert the objects, as ``bulk_create`` would; they do not learn their ids.

    COPY on PostgreSQL, one prepared statement run for all on SQLite: Django composes a statement of every value
    instead, which takes longer than to run it. For rows that nothing else refers to. Call within a transaction.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    values = (
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(meta.db_table)} ({names}) FROM STDIN") as copy:
                for one in values:
                    copy.write_row(one)
            return
        marks = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # our own names
        cursor.executemany(statement, list(values))
