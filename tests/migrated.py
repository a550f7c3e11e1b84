"""Databases in which every table is there and nothing else, for tests that need one of their own.

Migrating takes longer than most of what such tests do. The embedded one is copied from the database of the test run,
and the server copies one that was migrated once.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

NAME = "jiedui.sqlite3"
_kept: list[Path] = []


def keep(folder: Path) -> None:
    """Remember the database of the test run as it is now, before any test."""
    with closing(sqlite3.connect(folder / NAME)) as copy:
        connection.connection.backup(copy)
    _kept.append(folder / NAME)


def fill(folder: Path) -> None:
    """Put a migrated embedded database into a data folder."""
    shutil.copy(_kept[-1], folder / NAME)


def create(server: str, name: str) -> None:
    """Create a migrated database of that name on the server."""
    run(server, f'CREATE DATABASE "{name}" TEMPLATE "{_template(server)}"')


def drop(server: str, name: str) -> None:
    """Take it away again."""
    run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def named(server: str, name: str) -> str:
    """The address of that database on the server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def run(server: str, statement: str) -> None:
    """Have the server do it, outside any transaction."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as open_server:
        open_server.execute(statement.encode())


@cache
def _template(server: str) -> str:
    name = f"migrated_{os.getpid()}"
    run(server, f'CREATE DATABASE "{name}"')
    atexit.register(drop, server, name)
    settings = {"DJANGO_SETTINGS_MODULE": "jiedui.settings", "DATABASE_URL": named(server, name)}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **settings}, check=True)
    return name
