"""Reading what no commit to the copy holds yet, so that a question need not wait for one.

A commit takes its turn, writes a file and makes every process open it; a few rows of the database take milliseconds.
Where there is more than a few, or postings were written anew, whoever asks brings the copy up to date as before.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter

from jiedui.ledger.enums import PostingAct, Verdict
from jiedui.ledger.models import Confirmation, PostingChange
from jiedui.warehouse.layout import LAYOUT, POSTING, SEQUENCE
from jiedui.warehouse.recent import NOTHING, Recent, Row
from jiedui.warehouse.services.dimensions import refresh
from jiedui.warehouse.services.mirroring import APPENDING, as_rows, catch_up, postings
from jiedui.warehouse.tables import Table
from jiedui.warehouse.warehouse import Warehouse

MOST = 1_000
"""So many entries, or changes, are read beside the files; where there are more they are carried over first."""


def come_abreast(warehouse: Warehouse) -> Recent:
    """What was posted since the last commit; nothing where it took a commit. Raises Overtaken."""
    refresh(warehouse)
    found = _read_on(warehouse[POSTING.name], warehouse.recent)
    if found is None:
        catch_up(warehouse)
        found = replace(NOTHING, when=time.monotonic())
    warehouse.recent = found
    return found


def _read_on(table: Table, known: Recent) -> Recent | None:
    """None where the rows do not simply follow those of the files."""
    when = time.monotonic()
    if table.mark("layout") != LAYOUT:
        return None
    for base in (_base(table, known), _base(table, NOTHING)):  # what is known may be of another past
        if (changes := _since(base)) is not None:
            return _extended(replace(base, when=when), changes)
    return None


def _since(base: Recent) -> list[PostingChange] | None:
    """What the outbox tells after the row that the base goes up to; None where that is not there."""
    ahead = list(PostingChange.objects.filter(pk__gte=base.change)[: MOST + 2])
    return ahead[1:] if ahead and (ahead[0].pk, ahead[0].mark) == (base.change, base.mark) else None


def _base(table: Table, known: Recent) -> Recent:
    """What is known of the rows after the last commit."""
    held, change = table.mark("sequence") or 0, table.mark("outbox") or 0
    if known.origin is None or known.until < held or known.change < change:
        return Recent(0.0, object(), change, table.mark("mark") or 0, held, held)
    if known.after == held:
        return known
    return replace(known, after=held, rows=tuple(row for row in known.rows if row[SEQUENCE] > held))


def _extended(base: Recent, changes: Sequence[PostingChange]) -> Recent | None:
    until = max([base.until, *(change.last for change in changes)])
    told = max(len(changes), len(base.said), until - base.after)
    if told > MOST or any(change.act not in APPENDING for change in changes):
        return None
    if not changes:
        return base
    last = changes[-1]
    found = (*base.rows, *_posted(base.until, until)) if until > base.until else base.rows
    said = (*base.said, *_said(changes))
    return replace(base, change=last.pk, mark=last.mark, until=until, rows=found, said=said)


def _posted(after: int, until: int) -> list[Row]:
    found = postings().filter(entry__sequence__gt=after, entry__sequence__lte=until)
    return sorted(chain.from_iterable(map(as_rows, found)), key=itemgetter(SEQUENCE))


def _said(changes: Sequence[PostingChange]) -> list[Row]:
    told = [pk for change in changes if change.act == PostingAct.SAID for pk in change.entries]
    if not told:
        return []
    words = Confirmation.objects.filter(pk__in=told).values_list("entry_id", "verdict", "pk")
    return [(entry, verdict == Verdict.AGREED, pk) for entry, verdict, pk in words]
