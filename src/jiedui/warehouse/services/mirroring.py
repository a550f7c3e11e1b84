"""Bringing the copy up to date with the postings.

The table says of itself how far it goes: ``outbox`` (id of the last row of the outbox it knows), ``mark`` (that row's)
and ``sequence`` (the last number of the chain it holds), committed with the rows. So nothing is copied twice and
nothing is left out, whenever a process is killed and however many run at once. A table that speaks of another past (the
database came back from a backup) or has an older layout is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from jiedui.ledger import outbox
from jiedui.ledger.enums import PostingAct, Verdict
from jiedui.ledger.models import Confirmation, EntryEvidence, Posting, PostingChange
from jiedui.warehouse.layout import LAYOUT, POSTING, SAID, parts
from jiedui.warehouse.recent import Row
from jiedui.warehouse.services.dimensions import refresh
from jiedui.warehouse.services.summing import sum_up
from jiedui.warehouse.staging import stage
from jiedui.warehouse.tables import Marks, Overtaken, Table, Writer
from jiedui.warehouse.warehouse import Warehouse

ATTEMPTS = 20
BATCH = 2_000
APPENDING = frozenset({PostingAct.ACCEPTED, PostingAct.BEGUN, PostingAct.SAID})
NAMES = (
    "entry__programme_id",
    "entry__workstream_id",
    "indicator_id",
    "giver_id",
    "receiver_id",
    "day",
    "value",
    "subject",
    "entry_id",
    "entry__reverses_id",
    "entry__sequence",
    "evidenced",
)
Advance = Callable[[int], object]


def catch_up(warehouse: Warehouse) -> int:
    """Bring the copy up to date; how many changes of the outbox that took. Raises Overtaken when never let in.

    What is written meanwhile is left to the next: whoever asks waits for what was there when they asked.
    """
    refresh(warehouse)
    if _is_abreast(warehouse[POSTING.name]):
        return 0
    last = PostingChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for _attempt in range(ATTEMPTS):
        with suppress(Overtaken), warehouse[POSTING.name].writing() as writer:
            return _follow(warehouse, writer, last)
    raise Overtaken


def make_anew(warehouse: Warehouse, advance: Advance = lambda count: None) -> int:
    """Write the whole copy again from the postings; how many rows it has. Raises Overtaken."""
    refresh(warehouse, always=True)
    with warehouse[POSTING.name].writing() as writer:
        count = _make(warehouse, writer, advance)
    sum_up(warehouse)
    return count


def _is_abreast(table: Table) -> bool:
    """Whether there is nothing to do; one query, and no writer has to wait for its turn."""
    ahead = PostingChange.objects.filter(pk__gte=table.mark("outbox") or 0).values_list("pk", "mark")[:2]
    return table.mark("layout") == LAYOUT and list(ahead) == [(table.mark("outbox"), table.mark("mark"))]


def _follow(warehouse: Warehouse, writer: Writer, last: int) -> int:
    done = 0
    while True:
        known = _known(writer)
        if known is None:
            _make(warehouse, writer)
            done += 1
            continue
        if known.pk >= last:
            return done
        changes = list(PostingChange.objects.filter(pk__gt=known.pk)[:BATCH])
        if not changes:
            return done
        _carry_words(warehouse, changes)
        for run in _runs(changes):
            _carry(writer, run)
        done += len(changes)


def _known(writer: Writer) -> PostingChange | None:
    """The row of the outbox that the table goes up to, if it is a copy of this database's postings."""
    if writer.mark("layout") != LAYOUT:
        return None
    return PostingChange.objects.filter(pk=writer.mark("outbox") or 0, mark=writer.mark("mark") or 0).first()


def _make(warehouse: Warehouse, writer: Writer, advance: Advance = lambda count: None) -> int:
    with transaction.atomic():
        change = outbox.note_begun()
    _write_words(warehouse, Confirmation.objects.all(), anew=True)
    # What is accepted from here on has a higher number and is appended later; what is posted anew is posted again.
    with stage(POSTING) as staged:
        standing = postings().filter(entry__sequence__lte=change.last)
        count = staged.add(read(standing, advance))
        writer.make(staged.rows(), _marks(change, change.last))
    return count


def _runs(changes: list[PostingChange]) -> Iterator[list[PostingChange]]:
    """Changes that one commit carries over: acceptances that follow one another, anything else alone."""
    for appends, group in groupby(changes, key=lambda change: change.act in APPENDING):
        run = list(group)
        yield from [run] if appends else ([change] for change in run)


def _carry_words(warehouse: Warehouse, changes: list[PostingChange]) -> None:
    """Add what receivers said, before the commit that says how far the copy goes: a word may come twice, never not."""
    said = [pk for change in changes if change.act == PostingAct.SAID for pk in change.entries]
    if said:
        _write_words(warehouse, Confirmation.objects.filter(pk__in=said))


def _write_words(warehouse: Warehouse, words: QuerySet[Confirmation], *, anew: bool = False) -> None:
    rows = words.order_by("pk").values_list("entry_id", "verdict", "pk").iterator(chunk_size=BATCH)
    with stage(SAID) as staged, warehouse[SAID.name].writing() as writer:
        staged.add((entry, verdict == Verdict.AGREED, pk) for entry, verdict, pk in rows)
        (writer.make if anew or writer.mark("layout") != LAYOUT else writer.append)(
            staged.rows(), {"layout": LAYOUT}
        )


def _carry(writer: Writer, changes: list[PostingChange]) -> None:
    held = writer.mark("sequence") or 0
    last = changes[-1]
    with stage(POSTING) as staged:
        if last.act in APPENDING:
            end = max(held, *(change.last for change in changes))
            staged.add(read(postings().filter(entry__sequence__gt=held, entry__sequence__lte=end)))
            writer.append(staged.rows(), _marks(last, end))
        else:
            found, where = _anew(last)
            staged.add(read(found.filter(entry__sequence__lte=held)))
            writer.replace(staged.rows(), _marks(last, held), where)


def _anew(change: PostingChange) -> tuple[QuerySet[Any, Any], str]:
    """The postings that were written anew, and the condition on the rows they replace."""
    if change.act == PostingAct.REBUILT:
        programme = int(change.programme_id or 0)
        return postings().filter(entry__programme=programme), f"programme = {programme}"
    entries = [int(pk) for pk in change.entries]
    return postings().filter(entry__in=entries), f"entry IN ({', '.join(map(str, entries))})"


def _marks(change: PostingChange, sequence: int) -> Marks:
    return {"layout": LAYOUT, "outbox": change.pk, "mark": change.mark, "sequence": sequence}


def postings() -> QuerySet[Any, Any]:
    proof = EntryEvidence.objects.filter(entry=OuterRef("original"))
    found = Posting.objects.order_by("pk").annotate(original=Coalesce("entry__reverses_id", "entry_id"))
    return found.annotate(evidenced=Exists(proof)).values_list(*NAMES)


def read(found: QuerySet[Any, Any], advance: Advance = lambda count: None) -> Iterator[Row]:
    """Each posting as the table has it, however many there are."""
    for posting in found.iterator(chunk_size=BATCH):
        yield from as_rows(posting)
        advance(1)


def as_rows(posting: Row) -> Iterator[Row]:
    """A posting as the table has it: a row, or several where its value is divided."""
    *told, day, value, subject, entry, reverses, sequence, evidenced = posting
    for number, part in enumerate(parts(Decimal(value))):
        entries = 0 if number else -1 if reverses else 1
        yield (*told, day, part, entries, subject, entry, reverses, sequence, evidenced, day.year)
