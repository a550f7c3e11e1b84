"""The tables of the warehouse: what their columns are, how they are divided and sorted, and what a commit says.

``posting`` has one row a posting. Two things differ from the database. ``value`` has 18 digits, a machine
integer; a value that does not fit is divided over several rows. ``entries`` is how many entries the row stands for:
1, -1 for a reversal, 0 for the further parts of a divided value. ``year`` divides the table into folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

LAYOUT = 2
"""Counted up when a table's columns change; a table of another layout is made anew."""

ROW_GROUP = 122_880
"""Rows a group of the Parquet files; small enough that a query of one indicator skips most groups."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: its columns with DuckDB's types, the column that divides it, the order of its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    divided_by: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(name for name, _type in self.columns)


POSTING = Layout(
    "posting",
    (
        ("programme", "INTEGER"),
        ("workstream", "INTEGER"),
        ("indicator", "INTEGER"),
        ("giver", "INTEGER"),
        ("receiver", "INTEGER"),
        ("day", "DATE"),
        ("value", "DECIMAL(18,4)"),
        ("entries", "INTEGER"),
        ("subject", "VARCHAR"),
        ("entry", "BIGINT"),
        ("reverses", "BIGINT"),
        ("sequence", "BIGINT"),
        ("evidenced", "BOOLEAN"),
        ("year", "SMALLINT"),
    ),
    order=("year", "indicator", "giver", "day", "entry"),
    divided_by="year",
)
"""``workstream`` and ``programme`` are the entry's, ``sequence`` is its number in the chain. ``evidenced``: a file
proves the entry, or the one that it takes back; no file comes or goes once an entry is accepted."""

SEQUENCE = POSTING.names.index("sequence")
"""Where in a row it stands."""

SAID = Layout(
    "said",
    (("entry", "BIGINT"), ("agreed", "BOOLEAN"), ("number", "BIGINT")),
    order=("entry", "number"),
)
"""What receivers said of entries; the word with the greatest number counts. A row may stand there twice."""

UNIT = Layout(
    "unit",
    (("id", "INTEGER"), ("parent", "INTEGER"), ("depth", "SMALLINT"), ("kind", "VARCHAR")),
    order=("id",),
)
ANCESTRY = Layout(
    "ancestry",
    (("unit", "INTEGER"), ("level", "VARCHAR"), ("ancestor", "INTEGER")),
    order=("level", "unit"),
)
"""For each level that a unit lies at or under, the unit of that level: itself, or one above it."""

INDICATOR = Layout(
    "indicator",
    (
        ("id", "INTEGER"),
        ("programme", "INTEGER"),
        ("workstream", "INTEGER"),
        ("over_time", "VARCHAR"),
        ("over_units", "VARCHAR"),
        ("rolls_up", "VARCHAR"),
        ("as_stated", "BOOLEAN"),
    ),
    order=("id",),
)
"""``rolls_up``: which of the queries answers for it: ``sum``, ``distinct``, ``latest`` or ``ratio``."""

CALENDAR = Layout(
    "calendar",
    (
        ("day", "DATE"),
        ("ten_days", "DATE"),
        ("month", "DATE"),
        ("quarter", "DATE"),
        ("half", "DATE"),
        ("year", "DATE"),
        ("working", "BOOLEAN"),
    ),
    order=("day",),
)
"""Every day with the first day of the periods it lies in."""

SUMMED = Layout(
    "summed",
    (
        ("programme", "INTEGER"),
        ("workstream", "INTEGER"),
        ("indicator", "INTEGER"),
        ("giver", "INTEGER"),
        ("day", "DATE"),
        ("value", "DECIMAL(18,4)"),
        ("entries", "INTEGER"),
        ("year", "SMALLINT"),
    ),
    order=("year", "indicator", "giver", "day"),
)
"""What a file of postings adds up to by month, in a file of the same name beside the table; ``day`` is the month's
first. No table of its own: it follows from the file alone, and where it is missing the file itself is read."""

UNSUMMED = replace(POSTING, name="unsummed")
"""The postings in files whose sums are not kept."""

DIMENSIONS = (UNIT, ANCESTRY, INDICATOR, CALENDAR)
TABLES = (POSTING, SAID, *DIMENSIONS)
NAMED = (*TABLES, SUMMED, UNSUMMED)
"""What an engine has names for; the last two make up ``by_month``."""

MONTH = "CAST(date_trunc('month', day) AS DATE)"
BY_MONTH = (
    "SELECT programme, workstream, indicator, giver, day, value, entries, year FROM summed UNION ALL"  # noqa: S608
    f" SELECT programme, workstream, indicator, giver, {MONTH} AS day, value, entries, year FROM unsummed"
)
"""All postings by month, givers told apart, receivers not."""

WIDEST = Decimal(10) ** 14 - Decimal("0.0001")
"""The greatest value that one row holds."""


def parts(value: Decimal) -> Iterator[Decimal]:
    """The value, in as many parts as it takes to fit each into a row."""
    sign = -1 if value < 0 else 1
    rest = abs(value)
    while rest > WIDEST:
        yield sign * WIDEST
        rest -= WIDEST
    yield sign * rest
