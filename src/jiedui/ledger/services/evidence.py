"""Attaching files to entries, and opening them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit, storage
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.kernel.uploads import clean_name, keep
from jiedui.ledger import kinds, queries
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AttachedAlready
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import Entry, EntryEvidence, EvidenceFile
from jiedui.ledger.services.access import locked, require_state

ATTACHABLE = (*EntryState.editable(), EntryState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """A file as it may be sent: always as a download, under the media type that was found in it."""

    evidence: EntryEvidence
    content: bytes

    @property
    def media_type(self) -> str:
        """What the bytes are."""
        return self.evidence.file.media_type


def attach_evidence(
    *, actor: User, entry: Entry, filename: str, content: bytes, purpose: str
) -> EntryEvidence:
    """Attach a file in a role the entry's kind knows.

    The same file in the same role is kept once: who attaches it again is given what there is, another person is told
    so. Possible until the entry is accepted. Raises NotAllowed, AcceptedForEver, AttachedAlready, FileRefused, Invalid
    where the file is too large, the role unknown or the entry full.
    """
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *ATTACHABLE)
    require_purpose(kinds.get(entry.kind), purpose)
    # Looking at the file takes time; nobody should wait for the lock meanwhile.
    (evidence,) = attach_stored(
        actor=actor,
        entries=[entry],
        stored=store_evidence(filename=filename, content=content),
        purpose=purpose,
    )
    if evidence.added_by_id != actor.pk:
        raise AttachedAlready
    return evidence


def require_purpose(kind: AnyKind, purpose: str) -> None:
    """Raise Invalid where the kind knows no evidence in this role."""
    known = dict.fromkeys(rule.purpose for rule in kind.purposes)
    if purpose not in known:
        message = _("“%(purpose)s” is no evidence of this kind of help. It takes: %(known)s.")
        raise Invalid(message, address="purpose", purpose=purpose, known=", ".join(known))


def no_room() -> Invalid:
    """What is said where an entry has all the files it may have."""
    message = _("An entry takes %(count)d files at most. Put several pages into one file.")
    return Invalid(message, address="file", count=settings.EVIDENCE_MAX_FILES)


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A file that was found fit and lies in the store, not yet attached to anything."""

    sha256: str
    size: int
    media_type: str
    filename: str


def store_evidence(*, filename: str, content: bytes) -> StoredEvidence:
    """Look at a file and put it into the store. Raises FileRefused, Invalid where it is empty or too large."""
    name = clean_name(filename)
    kept, media_type = keep(content, name)
    return StoredEvidence(kept.sha256, kept.size, media_type, name)


def stored_again(user: User, entry_evidence_id: int) -> StoredEvidence:
    """A file that is attached to an entry the person may see, to be attached to another. Raises NotFound."""
    evidence = _seen(user, entry_evidence_id)
    file = evidence.file
    return StoredEvidence(file.sha256, file.size, file.media_type, evidence.filename)


def file_of(stored: StoredEvidence) -> EvidenceFile:
    """The row of a stored file; one for all its uses."""
    known = {"size": stored.size, "media_type": stored.media_type}
    return EvidenceFile.objects.get_or_create(sha256=stored.sha256, defaults=known)[0]


@transaction.atomic
def attach_stored(
    *, actor: User, entries: Iterable[Entry], stored: StoredEvidence, purpose: str
) -> list[EntryEvidence]:
    """Attach one stored file to every entry: one voucher proves many lines. Raises as :func:`attach_evidence`."""
    file = file_of(stored)
    return [_attach(actor, entry, file, stored.filename, purpose) for entry in entries]


def _attach(actor: User, entry: Entry, file: EvidenceFile, name: str, purpose: str) -> EntryEvidence:
    entry = locked(entry, "giver")
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *ATTACHABLE)
    there = list(EntryEvidence.objects.filter(entry=entry))
    for item in there:
        if item.file_id == file.pk and item.purpose == purpose:
            return item
    if len(there) >= settings.EVIDENCE_MAX_FILES:
        raise no_room()
    evidence = EntryEvidence.objects.create(
        entry=entry, file=file, filename=name, purpose=purpose, added_by=actor
    )
    audit.record(actor=actor, action="entry.attach", subject=entry, purpose=purpose, sha256=file.sha256)
    return evidence


@transaction.atomic
def remove_evidence(*, actor: User, evidence: EntryEvidence) -> None:
    """Take a file off a draft or returned entry. Raises NotAllowed, WrongState, AcceptedForEver."""
    entry = locked(evidence.entry, "giver")
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *EntryState.editable())
    sha256, purpose = evidence.file.sha256, evidence.purpose
    evidence.delete()
    audit.record(actor=actor, action="entry.detach", subject=entry, purpose=purpose, sha256=sha256)


def open_evidence(user: User, entry_evidence_id: int) -> OpenedEvidence:
    """The file, if the person may see its entry. Raises NotFound, FileDamaged where the bytes have changed."""
    evidence = _seen(user, entry_evidence_id)
    return OpenedEvidence(evidence, storage.get(evidence.file.sha256))


def _seen(user: User, entry_evidence_id: int) -> EntryEvidence:
    rows = EntryEvidence.objects.select_related("file", "entry__programme")
    found = rows.filter(pk=entry_evidence_id, entry__in=queries.entries_for(user)).first()
    if found is None:
        raise NotFound
    return found
