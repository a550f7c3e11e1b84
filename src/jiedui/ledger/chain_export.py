"""The chain as a file that anybody can verify without this software: ``docs/verify_chain.py`` does.

JSON lines. The first says what follows::

    {"jiedui_chain":1,"first":1,"last":2,"head":"…hash of the last entry…","before":"…hash before the first…"}

Each other line is one accepted entry, in the order of the chain: the hash, and all that it is the SHA-256 of. The
same entries always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import ObjectDoesNotExist

from jiedui.kernel.batches import batched
from jiedui.kernel.canonical import canonical_json
from jiedui.ledger import chain
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import ChainUnreadable
from jiedui.ledger.models import ChainHead, Entry

FORMAT = 1
BATCH = 500


def lines(*, since: int = 0, advance: Callable[[int], None] = lambda count: None) -> Iterator[bytes]:
    """The lines of the file, from number ``since`` of the chain on. Raises ChainUnreadable.

    What is accepted while it is written is left out: the file ends where the chain ended when it was begun.
    """
    head = ChainHead.objects.first() or ChainHead()
    first = max(since, 1)
    before = Entry.objects.filter(sequence=first - 1).values_list("hash", flat=True).first()
    said = {"jiedui_chain": FORMAT, "first": first, "last": head.sequence, "head": head.hash}
    yield canonical_json({**said, "before": before or ""}) + b"\n"
    entries = Entry.objects.filter(state=EntryState.ACCEPTED, sequence__range=(first, head.sequence))
    rows = entries.order_by("sequence").prefetch_related(*chain.PROOF).iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH):
        for entry in batch:
            yield canonical_json({"hash": entry.hash, "entry": _hashed(entry)}) + b"\n"
        advance(len(batch))


def _hashed(entry: Entry) -> dict[str, object]:
    try:
        return chain.placed(chain.content(entry), entry.sequence, entry.previous_hash)
    except (ValueError, TypeError, ArithmeticError, ObjectDoesNotExist):
        raise ChainUnreadable(number=entry.pk) from None
