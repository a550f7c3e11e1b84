"""The copy against the postings, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from jiedui.kernel.canonical import plain
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Confirmation, Posting
from jiedui.ledger.verification import Advance, Check, Difference
from jiedui.ledger.verification.differences import entry_name
from jiedui.plans.models import Indicator, Programme
from jiedui.warehouse.layout import POSTING, SAID
from jiedui.warehouse.services import catch_up
from jiedui.warehouse.services.mirroring import postings, read
from jiedui.warehouse.services.summing import wrong_sums
from jiedui.warehouse.staging import Stage, stage
from jiedui.warehouse.warehouse import Warehouse, own_warehouse

SAME = tuple(name for name in POSTING.names if name not in {"value", "entries"})
"""Parts of a divided value are one row again, so these two are added up."""


def verify_warehouse(
    programme: Programme | None, advance: Advance, *, since: int = 0, warehouse: Warehouse | None = None
) -> Iterator[Difference]:
    """Rows of the copy that are missing, too many or different; only the first 100 are named.

    The copy is brought up to date before. ``since`` is a number of the chain.
    """
    kept = warehouse or own_warehouse()
    catch_up(kept)
    held = kept[POSTING.name].mark("sequence") or 0
    found = postings().filter(entry__sequence__gte=since, entry__sequence__lte=held)
    if programme is not None:
        found = found.filter(entry__programme=programme)
    with stage(POSTING) as staged:
        staged.add(read(found, advance))
        try:
            yield from _differences(staged, kept, programme, since)
            yield from _words(kept, programme, since)
            yield from _sums(kept)
        except duckdb.IOException as error:
            message = _(
                "The files of the warehouse cannot be read (%(why)s). Run jiedui rebuild --warehouse."
            )
            yield Difference("warehouse", "Warehouse", message % {"why": str(error).splitlines()[0]})


def posting_count(programme: Programme | None, since: int) -> int:
    """How many postings are compared."""
    found = Posting.objects.filter(entry__sequence__gte=since)
    return (found if programme is None else found.filter(entry__programme=programme)).count()


def _differences(
    staged: Stage, warehouse: Warehouse, programme: Programme | None, since: int
) -> Iterator[Difference]:
    files = list(warehouse[POSTING.name].files())
    connection = staged.connection
    names = ", ".join(POSTING.names)
    connection.execute(f"CREATE TEMP TABLE copied AS SELECT {names} FROM staged LIMIT 0")  # noqa: S608
    if files:
        connection.execute(
            f"INSERT INTO copied SELECT {names} FROM read_parquet($files, hive_partitioning = true)"  # noqa: S608
            " WHERE sequence >= $since AND ($programme IS NULL OR programme = $programme)",
            {"files": files, "since": since, "programme": programme.pk if programme else None},
        )
    known = dict(Indicator.objects.values_list("pk", "name"))
    for entry, indicator, there, should in connection.execute(_comparison()).fetchall():
        yield _difference(entry, known.get(indicator, f"#{indicator}"), there, should)


def _words(warehouse: Warehouse, programme: Programme | None, since: int) -> Iterator[Difference]:
    """Entries on which the copy has another last word of the receiver than was said, or none."""
    said = Confirmation.objects.filter(entry__sequence__gte=since)
    if programme is not None:
        said = said.filter(entry__programme=programme)
    words = said.order_by("pk").values_list("entry_id", "verdict", "pk")
    with stage(SAID) as staged:
        staged.add(
            (entry, verdict == Verdict.AGREED, pk) for entry, verdict, pk in words.iterator(chunk_size=2000)
        )
        files = list(warehouse[SAID.name].files())
        copied = "read_parquet($files)" if files else "(SELECT * FROM staged LIMIT 0)"
        found = staged.connection.execute(WORDS.format(copied=copied), {"files": files} if files else {})
        for (entry,) in found.fetchall():
            message = _("In the warehouse the receiver's last word is another than was said.")
            yield Difference("warehouse", entry_name(entry), message, "said")


def _sums(warehouse: Warehouse) -> Iterator[Difference]:
    """Files of postings that do not add up, month by month, to the sums kept beside them."""
    for file in wrong_sums(warehouse):
        message = _("Its sums by month are not those of its postings. Run jiedui rebuild --warehouse.")
        yield Difference("warehouse", file, message, "sums")


WORDS = """WITH a AS (SELECT entry, arg_max(agreed, number) AS agreed FROM {copied} GROUP BY entry),
b AS (SELECT entry, arg_max(agreed, number) AS agreed FROM staged GROUP BY entry)
SELECT b.entry FROM b LEFT JOIN a ON a.entry = b.entry WHERE a.agreed IS DISTINCT FROM b.agreed ORDER BY 1 LIMIT 100"""
"""Of the entries somebody spoke on, those whose last word the copy does not have."""


def _comparison() -> str:
    same = ", ".join(SAME)
    both = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in SAME)
    sides = (
        f"{side} AS (SELECT {same}, sum(value) AS value, sum(entries) AS entries"  # noqa: S608
        f" FROM {table} GROUP BY {same})"
        for side, table in (("a", "copied"), ("b", "staged"))
    )
    return (
        f"WITH {', '.join(sides)} SELECT coalesce(a.entry, b.entry), coalesce(a.indicator, b.indicator),"  # noqa: S608
        f" a.value, b.value FROM a FULL JOIN b ON {both} WHERE a.value IS DISTINCT FROM b.value"
        " OR a.entries IS DISTINCT FROM b.entries ORDER BY 1, 2 LIMIT 100"
    )


def _difference(entry: int, indicator: str, there: Any, should: Any) -> Difference:
    message = _("In the warehouse “%(name)s” has %(there)s, but should have %(should)s.")
    words = {"name": indicator, "there": _value(there), "should": _value(should)}
    return Difference("warehouse", entry_name(entry), message % words, "posting")


def _value(value: Any) -> str:
    return _("nothing") if value is None else plain(value)


CHECK = Check("warehouse", verify_warehouse, narrows=True)
