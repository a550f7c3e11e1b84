"""Evidence: every file behind an accepted entry is there and is what it was."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiedui.kernel import storage
from jiedui.kernel.errors import FileDamaged, NotFound
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import EntryEvidence, EvidenceFile
from jiedui.ledger.verification.differences import Advance, Difference, entry_name
from jiedui.plans.models import Programme


def verify_evidence(programme: Programme | None, advance: Advance, *, since: int = 0) -> Iterator[Difference]:
    """Files that are missing or changed; each entry (from number ``since`` on) that rests on one is named."""
    uses = EntryEvidence.objects.filter(entry__state=EntryState.ACCEPTED, entry__sequence__gte=since)
    if programme is not None:
        uses = uses.filter(entry__programme=programme)
    files = EvidenceFile.objects.filter(pk__in=uses.values("file")).order_by("pk")
    for file in files.iterator(chunk_size=500):
        if message := wrong(file.sha256, file.size):
            for use in uses.filter(file=file).order_by("entry_id"):
                yield Difference(
                    "evidence", entry_name(use.entry_id), message % {"name": use.filename}, "evidence"
                )
        advance(1)


def wrong(sha256: str, size: int | None = None) -> str:
    """What is wrong with a file of the store, in words that lack its ``name``; nothing where it is what it was."""
    try:
        found = sum(len(piece) for piece in storage.stream(sha256))
    except NotFound:
        return _("The file “%(name)s” is missing from the store.")
    except FileDamaged:
        return _("The file “%(name)s” is not the one that was attached.")
    return "" if size in {None, found} else _("The file “%(name)s” is not the one that was attached.")
