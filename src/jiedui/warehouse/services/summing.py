"""Keeping, beside each large file of postings, what it adds up to by month.

A file is never changed, so neither are its sums; they need no place in a commit. Where sums are missing the file itself
is read: nothing rests on them but how long an answer takes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from jiedui.warehouse.layout import MONTH, POSTING, ROW_GROUP, SUMMED
from jiedui.warehouse.warehouse import Warehouse

WORTH = 1024 * 1024
"""Bytes from which on a file is worth it."""

KEYS = "programme, workstream, indicator, giver"
SUMS = (
    f"SELECT {KEYS}, {MONTH} AS day, CAST(sum(value) AS DECIMAL(18,4)) AS value,"  # noqa: S608
    " CAST(sum(entries) AS INTEGER) AS entries, year FROM read_parquet($file, hive_partitioning = true,"
    f" hive_types = {{'year': SMALLINT}}) GROUP BY {KEYS}, {MONTH}, year ORDER BY {', '.join(SUMMED.order)}"
)


KEPT = f"SELECT {', '.join(SUMMED.names)} FROM read_parquet($kept)"  # noqa: S608
WRONG = f"(({SUMS}) EXCEPT ALL ({KEPT})) UNION ALL (({KEPT}) EXCEPT ALL ({SUMS})) LIMIT 1"


def sum_up(warehouse: Warehouse, *, worth: int = WORTH) -> int:
    """Write the sums that are missing, remove those of files that are gone; how many were written."""
    files = [file for file in warehouse[POSTING.name].files() if not warehouse.sums_of(file).exists()]
    written = sum(
        _write(file, warehouse.sums_of(file)) for file in files if Path(file).stat().st_size >= worth
    )
    if warehouse.sums.exists():
        _sweep(warehouse)
    return written


def wrong_sums(warehouse: Warehouse) -> Iterator[str]:
    """The names of files whose sums are not what their postings add up to."""
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        for file in warehouse[POSTING.name].files():
            kept = warehouse.sums_of(file)
            if kept.exists() and connection.execute(WRONG, {"file": file, "kept": str(kept)}).fetchall():
                yield kept.name


def _write(file: str, target: Path) -> bool:
    """Write a file's sums; not where one has more digits than a row holds."""
    target.parent.mkdir(exist_ok=True)
    passing = target.with_name(f"{uuid.uuid4()}.passing")
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection, suppress(duckdb.ConversionException):
        connection.execute(
            f"COPY ({SUMS}) TO '{_quoted(passing)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
            {"file": file},
        )
        passing.replace(target)
        return True
    passing.unlink(missing_ok=True)
    return False


def _sweep(warehouse: Warehouse) -> None:
    there = {path.name for path in Path(warehouse[POSTING.name].uri).glob("*/*.parquet")}
    for path in warehouse.sums.glob("*.parquet"):
        if path.name not in there:
            path.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
