"""Recording many acts of help at once, and attaching a file of its own to each, in one transaction.

Each passes the same rules as it would alone, and what is written is the same. What is saved are the queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.batches import batched
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger import kinds
from jiedui.ledger.models import Entry, EntryAssist, EntryEvidence, EvidenceFile
from jiedui.ledger.services.access import require_state
from jiedui.ledger.services.evidence import ATTACHABLE, StoredEvidence, no_room, require_purpose
from jiedui.ledger.services.recording import Content, Known, read_content
from jiedui.plans.models import Programme

BATCH = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """An act to be recorded: its kind, and its content as :func:`record_entry` takes it."""

    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file in its role for an entry."""

    entry: Entry
    stored: StoredEvidence
    purpose: str


@transaction.atomic
def record_entries(
    *, actor: User, programme: Programme, drafts: Iterable[Draft], synthetic: bool = False
) -> list[Entry]:
    """:func:`record_entry` for many, in the order given: all of them or, where one cannot be, none.

    Raises NotAllowed, UnknownKind, or InvalidMany addressed like ``entries.2.amount``, counted from 0.
    """
    contents = _contents(actor, programme, list(drafts))
    for content in contents:
        require(actor, Action.RECORD_ENTRY, unit=content[1].giver)
    entries = [
        Entry(programme=programme, kind=kind, recorded_by=actor, synthetic=synthetic, **content.values)
        for kind, content in contents
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    pairs = list(zip(entries, (content for _kind, content in contents), strict=True))
    EntryAssist.objects.bulk_create(
        (EntryAssist(entry=entry, unit=unit) for entry, content in pairs for unit in content.assists),
        batch_size=BATCH,
    )
    audit.record_many(
        audit.draft(actor=actor, action="entry.record", subject=entry, fingerprint=content.fingerprint)
        for entry, content in pairs
    )
    return entries


def _contents(actor: User, programme: Programme, drafts: Sequence[Draft]) -> list[tuple[str, Content]]:
    known = Known(actor, programme)
    found: list[tuple[str, Content]] = []
    problems: list[Invalid] = []
    for number, draft in enumerate(drafts):
        try:
            content = read_content(actor, kinds.get(draft.kind), programme, draft.data, known)
        except InvalidMany as error:
            problems += [_of(number, problem) for problem in error.errors]
        else:
            found.append((draft.kind, content))
    if problems:
        raise InvalidMany(problems)
    return found


def _of(number: int, problem: Invalid) -> Invalid:
    address = f"entries.{number}.{problem.address}"
    return type(problem)(problem.template, address=address, **problem.params)


@transaction.atomic
def attach_many(*, actor: User, attachments: Iterable[Attachment]) -> int:
    """Attach to each entry the file meant for it; how many are new. The same file in the same role is kept once.

    All of them or, where one cannot be attached, none. Raises as :func:`attach_evidence`.
    """
    return sum(_attach(actor, batch) for batch in batched(attachments, BATCH))


def _attach(actor: User, attachments: list[Attachment]) -> int:
    entries = _locked({attachment.entry.pk for attachment in attachments})
    for entry in entries.values():
        require(actor, Action.RECORD_ENTRY, unit=entry.giver)
        require_state(entry, *ATTACHABLE)
    files = _files(attachment.stored for attachment in attachments)
    rows = list(_missing(actor, attachments, entries, files))
    EntryEvidence.objects.bulk_create(rows, batch_size=BATCH)
    audit.record_many(
        audit.draft(
            actor=actor, action="entry.attach", subject=row.entry, purpose=row.purpose, sha256=row.file.sha256
        )
        for row in rows
    )
    return len(rows)


def _locked(pks: Iterable[int]) -> dict[int, Entry]:
    rows = Entry.objects.select_for_update(of=("self",)).select_related("giver")
    return {entry.pk: entry for entry in rows.filter(pk__in=pks).order_by("pk")}


def _files(stored: Iterable[StoredEvidence]) -> dict[str, EvidenceFile]:
    """A row for each of the files, by its hash; those that are missing are written."""
    wanted = {one.sha256: one for one in stored}
    rows = (
        EvidenceFile(sha256=one.sha256, size=one.size, media_type=one.media_type) for one in wanted.values()
    )
    # Somebody may store the same file at this moment; then theirs is taken.
    EvidenceFile.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return {file.sha256: file for file in EvidenceFile.objects.filter(sha256__in=wanted)}


def _missing(
    actor: User,
    attachments: Sequence[Attachment],
    entries: Mapping[int, Entry],
    files: Mapping[str, EvidenceFile],
) -> Iterator[EntryEvidence]:
    """What is not attached yet. Raises Invalid where the role is unknown or an entry would be too full."""
    there: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    for found in EntryEvidence.objects.filter(entry__in=entries).values_list(
        "entry_id", "file_id", "purpose"
    ):
        there[found[0]].add(found[1:])
    for attachment in attachments:
        entry, file = entries[attachment.entry.pk], files[attachment.stored.sha256]
        require_purpose(kinds.get(entry.kind), attachment.purpose)
        if (file.pk, attachment.purpose) in there[entry.pk]:
            continue
        if len(there[entry.pk]) >= settings.EVIDENCE_MAX_FILES:
            raise no_room()
        there[entry.pk].add((file.pk, attachment.purpose))
        yield EntryEvidence(
            entry=entry,
            file=file,
            filename=attachment.stored.filename,
            purpose=attachment.purpose,
            added_by=actor,
        )
