"""A paper as CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from jiedui.kernel.batches import batched
from jiedui.kernel.canonical import plain
from jiedui.ledger.exports import guard
from jiedui.warehouse.exports.paper import Paper, Value
from jiedui.warehouse.layout import Layout
from jiedui.warehouse.staging import CHUNK, stage

Advance = Callable[[int], object]


def write_csv(paper: Paper, path: Path, advance: Advance) -> None:
    """Heads, rows and totals, exact; the last line says how many rows there are. Spreadsheets open it as it is."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(guard(column.full) for column in paper.columns)
        for number, row in enumerate(paper.rows, 1):
            writer.writerow(map(_text, row))
            advance(number)
        if paper.totals:
            writer.writerow(map(_text, paper.totals))
        writer.writerow([_("Rows"), paper.count])


def write_parquet(paper: Paper, path: Path, advance: Advance) -> None:
    """Typed columns; title, filters and the number of rows are in the file's metadata."""
    layout = Layout("export", tuple((column.name, column.type) for column in paper.columns), order=())
    with stage(layout) as staged:
        count = 0
        for some in batched(paper.rows, CHUNK):
            count += staged.add(some)
            advance(count)
        told = {"title": paper.title, "said": "; ".join(paper.said), "rows": str(paper.count)}
        metadata = ", ".join(f"{name}: {_quoted(value)}" for name, value in told.items())
        staged.connection.execute(
            f"COPY staged TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})"
        )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else guard(str(value))


def lines(paper: Paper) -> Iterator[str]:
    """Heads and rows alone, as lines of CSV, for programs that fetch it again and again."""

    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(column.name for column in paper.columns)
    for row in paper.rows:
        yield writer.writerow(map(_text, row))
