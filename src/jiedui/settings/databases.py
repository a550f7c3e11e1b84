"""The two databases: SQLite embedded by default, PostgreSQL through ``DATABASE_URL``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

# WAL lets readers go on while one writer commits; IMMEDIATE takes the write lock at the start of a
# transaction, so two writers wait for each other instead of failing half-way with "database is locked". A page cache
# of 16 MiB, not 2, keeps the indexes at hand while many rows are written: a fifth less time.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-16000;",
}


def default_database(folder: Path) -> dict[str, Any]:
    """The ``default`` entry of Django's DATABASES, with persistent connections."""
    if url := os.environ.get("DATABASE_URL"):
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    else:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "jiedui.sqlite3"}
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    return {**config, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
