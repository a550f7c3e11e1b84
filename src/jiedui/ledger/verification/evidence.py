"""Evidence: every file behind an accepted entry is there and is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from jiedui.kernel import storage
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
        if message := _wrong(file):
            for use in uses.filter(file=file).order_by("entry_id"):
                yield Difference(
                    "evidence", entry_name(use.entry_id), message % {"name": use.filename}, "evidence"
                )
        advance(1)


def _wrong(file: EvidenceFile) -> str:
    path = storage.path_of(file.sha256)
    if not path.is_file():
        return _("The file “%(name)s” is missing from the store.")
    if path.stat().st_size != file.size or _sha256(path) != file.sha256:
        return _("The file “%(name)s” is not the one that was attached.")
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
