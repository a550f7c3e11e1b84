"""A warehouse of the test's own, and what lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.utils import translation

from jiedui.ledger.models import Posting
from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.warehouse import Warehouse

Row = tuple[Any, ...]
COMPARED = "indicator, giver, receiver, day, value, subject, entry"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty folder, opened as a warehouse."""
    return Warehouse(tmp_path / "warehouse")


def read(warehouse: Warehouse, sql: str, table: str = POSTING.name) -> list[Row]:
    """Rows of a table; ``{table}`` in the statement stands for it."""
    files = list(warehouse[table].files())
    with duckdb.connect() as connection:
        source = f"read_parquet({files!r}, hive_partitioning=true)"
        return connection.execute(sql.format(table=source)).fetchall()


def copied(warehouse: Warehouse) -> list[Row]:
    """The postings in the copy, in order; without files there are none."""
    if not warehouse[POSTING.name].files():
        return []
    return read(warehouse, f"SELECT {COMPARED} FROM {{table}} ORDER BY entry, indicator")


def stored() -> list[Row]:
    """The postings in the database, in the same order."""
    names = ("indicator_id", "giver_id", "receiver_id", "day", "value", "subject", "entry_id")
    return list(Posting.objects.order_by("entry_id", "indicator_id").values_list(*names))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words are compared in the language of the source."""
    with translation.override("en"):
        yield
