"""What the database's planner knows of how full tables are."""

from __future__ import annotations

from django.db import connection, models


def count_anew(*tables: type[models.Model]) -> None:
    """Let PostgreSQL look at the tables now; nothing to do on SQLite.

    Its own round looks only at what was committed. Whoever fills tables within one transaction and reads them there is
    given plans for empty ones otherwise, which take the square of the time.
    """
    if connection.vendor == "postgresql":
        quote = connection.ops.quote_name
        names = ", ".join(quote(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")
