"""Triggers that let a table only grow, so that no program changes a row of it unseen.

Whoever owns the database can drop a trigger; the point is that nothing does it by accident.
"""

from __future__ import annotations

from typing import Any

REFUSAL = "rows of %s are never changed or removed"


def protect(connection: Any, table: str) -> None:
    """Put the triggers on a table, in the dialect of the database; what is there already is replaced."""
    with connection.cursor() as cursor:
        for statement in (_postgresql if connection.vendor == "postgresql" else _sqlite)(table):
            cursor.execute(statement)


def unprotect(connection: Any, table: str) -> None:
    """Take the triggers off again, for a migration that has to write the table anew."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _sqlite(table: str) -> list[str]:
    statements = []
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL % table}'); END",
        ]
    return statements


def _postgresql(table: str) -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION jiedui_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}', TG_TABLE_NAME; END $$"
    ]
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION jiedui_append_only()",
        ]
    return statements
