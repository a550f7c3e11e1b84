"""Writing every posting anew from the entries, as ``jiedui rebuild`` does."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from jiedui.kernel.batches import batched
from jiedui.ledger import chain, outbox, postings, queries
from jiedui.ledger.models import Posting
from jiedui.plans.models import Programme

BATCH = 500


@transaction.atomic
def rebuild_postings(
    *, programme: Programme, advance: Callable[[int], None] = lambda count: None
) -> tuple[int, int]:
    """Replace the programme's postings by what its accepted entries add now; how many before and after.

    Needed after an indicator was added or its filter changed. ``advance`` is told of each batch of entries. Nothing is
    accepted meanwhile.
    """
    chain.lock()
    before, _per_model = Posting.objects.filter(entry__programme=programme).delete()
    indicators = postings.indicators_for(programme.pk)
    after = 0
    for batch in batched(queries.accepted(programme).iterator(chunk_size=BATCH), BATCH):
        made = [posting for entry in batch for posting in postings.postings_of(entry, indicators)]
        after += len(Posting.objects.bulk_create(made))
        advance(len(batch))
    outbox.note_rebuilt(programme)
    return before, after
