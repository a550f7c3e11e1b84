"""The chain: each hash, each link, no gaps, and the head at the end."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils.translation import gettext as _

from jiedui.kernel.batches import batched
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import chain
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import ChainHead, Entry
from jiedui.ledger.verification.differences import Advance, Difference, entry_name
from jiedui.plans.models import Programme

BATCH = 500
UNREADABLE = (ValueError, TypeError, ArithmeticError, ObjectDoesNotExist, DatabaseError)
"""What reading a row raises that was changed from outside into something no column may hold."""

GAP_SHOWN = 20


class Walk:
    """Goes along the chain and remembers where it is."""

    def __init__(self, sequence: int = 0, hash: str = "") -> None:
        self.sequence = sequence
        self.hash = hash
        self.recomputed = hash

    @classmethod
    def after(cls, sequence: int) -> Walk:
        """A walk that goes on behind this number of the chain, whose entry is taken as it stands."""
        before = Entry.objects.filter(sequence=sequence).values_list("hash", flat=True).first()
        return cls(sequence, before or "")

    def step(self, pk: int, sequence: int, entry: Entry | None) -> Iterator[Difference]:
        """The differences of one accepted entry; None where its row cannot be read."""
        gap = range(self.sequence + 1, sequence)
        for missing in gap[:GAP_SHOWN]:
            yield _missing(missing)
        if entry is None:
            yield _difference(pk, _("The row cannot be read: a column holds what it never should."))
            self.sequence, self.hash, self.recomputed = sequence, "", ""
            return
        linked = bool(gap) or not self._known or entry.previous_hash in {self.hash, self.recomputed}
        recomputed = chain.digest(entry, sequence=entry.sequence, previous_hash=entry.previous_hash)
        if recomputed != entry.hash:
            message = _("The entry was changed after it was accepted: its hash is not the one stored.")
            yield _difference(pk, message, _changed(entry, linked=linked))
        elif unsealed := chain.unsealed(entry):
            message = _("The entry holds what was not there when it was accepted.")
            yield _difference(pk, message, ", ".join(unsealed))
        elif not linked:
            yield _difference(pk, _("The entry does not follow the one before it."), "previous_hash")
        self.sequence, self.hash, self.recomputed = sequence, entry.hash, recomputed

    @property
    def _known(self) -> bool:
        """Whether the hash before is known: not behind a row that could not be read."""
        return self.sequence == 0 or bool(self.hash)


def verify_chain(programme: Programme | None, advance: Advance, *, since: int = 0) -> Iterator[Difference]:
    """Differences in the chain, from number ``since`` on.

    It runs through all programmes, so ``programme`` does not narrow it.
    """
    walk = Walk.after(since - 1) if since > 1 else Walk()
    for pk, sequence, entry in _rows(advance, since):
        yield from walk.step(pk, sequence, entry)
    yield from _head(walk)


def _rows(advance: Advance, since: int) -> Iterator[tuple[int, int, Entry | None]]:
    """Accepted entries along the chain, without joins: a row that points nowhere must not drop out."""
    accepted = Entry.objects.filter(state=EntryState.ACCEPTED, sequence__gte=since)
    places = accepted.order_by("sequence").values_list("pk", "sequence")
    for batch in batched(places.iterator(chunk_size=BATCH), BATCH):
        found = _read([pk for pk, _sequence in batch])
        for pk, sequence in batch:
            yield pk, sequence or 0, found.get(pk)
        advance(len(batch))


def _read(pks: list[int]) -> dict[int, Entry]:
    entries = Entry.objects.prefetch_related(*chain.PROOF)
    try:
        found = entries.in_bulk(pks)
        for entry in found.values():
            chain.content(entry)
    except UNREADABLE:
        if len(pks) == 1:
            return {}
        return {pk: entry for one in pks for pk, entry in _read([one]).items()}
    return found


def _head(walk: Walk) -> Iterator[Difference]:
    head = ChainHead.objects.first() or ChainHead()
    for missing in range(walk.sequence + 1, min(head.sequence, walk.sequence + GAP_SHOWN) + 1):
        yield _missing(missing)
    if head.sequence < walk.sequence or (head.sequence == walk.sequence and head.hash != walk.hash):
        message = _("The head of the chain (number %(head)s) is not its last entry (number %(last)s).")
        yield Difference("chain", "ChainHead", message % {"head": head.sequence, "last": walk.sequence})


def _missing(sequence: int) -> Difference:
    """An entry that was accepted once and is not any more; the audit log may still know which."""
    log = AuditRecord.objects.filter(
        subject_type="ledger.entry",
        action__in=chain.ACTIONS,
        detail__sequence=sequence,
    ).first()
    subject = entry_name(log.subject_id if log else "?")
    message = _("Number %(sequence)d of the chain is gone: an accepted entry was removed or changed back.")
    return Difference("chain", subject, message % {"sequence": sequence}, "state")


def _changed(entry: Entry, *, linked: bool) -> str:
    """The fields that differ from what the audit log noted at acceptance; else what is left to have changed."""
    log = AuditRecord.objects.filter(
        subject_type="ledger.entry",
        subject_id=str(entry.pk),
        action__in=chain.ACTIONS,
    ).first()
    if log is None:
        return ""
    noted = log.detail.get("fields", {})
    now = chain.field_digests(chain.content(entry))
    changed = [name for name, digest in now.items() if noted.get(name, digest) != digest]
    if changed:
        return ", ".join(changed)
    if not linked:
        return "previous_hash"
    return "sequence" if log.detail.get("sequence") != entry.sequence else "hash"


def _difference(pk: int, message: str, field: str = "") -> Difference:
    return Difference("chain", entry_name(pk), message, field)
