"""Writing what was checked: entries, who assisted, evidence, where each row came from, suspicions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import repeat
from typing import Any

from django.utils import timezone

from jiedui.kernel.batches import batched
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake import bulk
from jiedui.ledger.intake.comparing import Fate, Outcome
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.models import (
    Entry,
    EntryAssist,
    EntryEvidence,
    EvidenceFile,
    ImportBatch,
    ImportedRow,
    SuspectedDuplicate,
)

FIGURES = ("amount", "persons", "quantity", "quantity_unit")
CONSTANT: dict[str, Any] = {
    "currency": "CNY",
    "return_reason": "",
    "reversal_reason": "",
    "previous_hash": "",
    "hash": "",
}


def write_new(
    outcome: Outcome, batch: ImportBatch, *, actor: Any, rows: Sequence[int], submit: bool
) -> dict[int, int]:
    """Write the entries of these rows; their ids by row. Suspected rows stay drafts until somebody has decided."""
    made = outcome.made
    ids = bulk.reserve_ids(Entry, len(rows))
    suspected = {twin.key for twin in outcome.twins}
    submitted = [submit and made.keys[row] not in suspected for row in rows]
    written = _entry_columns(made, rows, ids, submitted, actor, timezone.now())
    bulk.insert(Entry, tuple(written), zip(*written.values(), strict=True))
    assists = [
        (pk, unit) for row, pk in zip(rows, ids, strict=True) for unit in made.columns["assists"][row] or ()
    ]
    if assists:
        bulk.insert(EntryAssist, ("entry_id", "unit_id"), assists)
    keys = [made.keys[row] for row in rows]
    prints, numbers = [made.fingerprints[row] for row in rows], [made.table.numbers[row] for row in rows]
    bulk.insert(
        ImportedRow,
        ("source_id", "batch_id", "key", "digest", "entry_id", "number"),
        zip(repeat(batch.source_id), repeat(batch.pk), keys, prints, ids, numbers),
    )
    return dict(zip(rows, ids, strict=True))


def _entry_columns(
    made: Prepared, rows: Sequence[int], ids: Sequence[int], submitted: list[bool], actor: Any, now: datetime
) -> dict[str, Any]:
    """Every column of the table of entries, as database values."""
    count = len(rows)
    whole = count == made.rows

    def of(name: str) -> Any:
        values = made.columns.get(name)
        if values is None:
            return ["" if name == "quantity_unit" else None] * count
        return values if whole else [values[row] for row in rows]

    said = bulk.instant(now)
    states = [EntryState.SUBMITTED.value if done else EntryState.DRAFT.value for done in submitted]
    columns: dict[str, Any] = {
        "id": ids,
        "programme_id": [made.choices.programme.pk] * count,
        "kind": [made.kind.key] * count,
        "workstream_id": of("workstream"),
        "giver_id": of("giver"),
        "receiver_id": of("receiver"),
        "project_id": of("project"),
        "occurred_on": [day.isoformat() for day in of("occurred_on")],
        "title": of("title"),
        "amount": _numbers(of("amount")),
        "persons": of("persons"),
        "quantity": _numbers(of("quantity")),
        "quantity_unit": [unit or "" for unit in of("quantity_unit")],
        "detail": made.details if whole else [made.details[row] for row in rows],
        "synthetic": [made.choices.programme.synthetic] * count,
        "state": states,
        "recorded_by_id": [actor.pk] * count,
        "recorded_at": [said] * count,
        "submitted_at": [said if done else None for done in submitted],
    }
    return columns | {name: [value] * count for name, value in CONSTANT.items()}


def _numbers(values: list[Decimal | None]) -> list[str | None]:
    return [None if value is None else format(value, "f") for value in values]


def attach_to_all(batch: ImportBatch, *, actor: Any, ids: Sequence[int]) -> None:
    """One voucher for many lines: the stored file at every entry."""
    said = batch.voucher
    known = {"size": said["size"], "media_type": said["media_type"]}
    file, _created = EvidenceFile.objects.get_or_create(sha256=said["sha256"], defaults=known)
    now = bulk.instant(timezone.now())
    columns = ("entry_id", "file_id", "filename", "purpose", "added_by_id", "added_at")
    same = (file.pk, said["filename"], said["purpose"], actor.pk, now)
    bulk.insert(EntryEvidence, columns, ((pk, *same) for pk in ids))


def remember_changed(outcome: Outcome, batch: ImportBatch) -> None:
    """Note what the altered rows say now, so that they are not altered a second time."""
    made = outcome.made
    rows = [row for row, fate in enumerate(outcome.fates) if fate is Fate.CHANGED]
    for some in batched(rows, 500):
        by_key = {made.keys[row]: row for row in some}
        stored = list(ImportedRow.objects.filter(source=batch.source_id, key__in=by_key))
        for item in stored:
            row = by_key[item.key]
            item.digest, item.batch, item.number = made.fingerprints[row], batch, made.table.numbers[row]
        ImportedRow.objects.bulk_update(stored, ["digest", "batch", "number"])


def remember_withdrawn(made: Prepared, batch: ImportBatch, rows: Sequence[int]) -> None:
    """Note rows that a person found to be duplicates, so that they do not come back."""
    ImportedRow.objects.bulk_create(
        ImportedRow(
            source_id=batch.source_id,
            batch=batch,
            key=made.keys[row],
            digest=made.fingerprints[row],
            number=made.table.numbers[row],
        )
        for row in rows
    )


def write_twins(outcome: Outcome, batch: ImportBatch, ids: dict[str, int]) -> None:
    """Put the suspicions to people; ``ids`` are the entries written, by the keys of their rows.

    A suspicion that stands already keeps its number; an open one that is none any more goes.
    """
    found = {
        (item.key, item.other_entry_id, item.other_number): item for item in _suspicions(outcome, batch, ids)
    }
    for item in SuspectedDuplicate.objects.filter(batch=batch):
        there = found.pop((item.key, item.other_entry_id, item.other_number), None)
        if there is None and item.state == DuplicateState.OPEN:
            item.delete()
        elif item.entry_id != ids.get(item.key):
            item.entry_id = ids.get(item.key)
            item.save(update_fields=["entry"])
    SuspectedDuplicate.objects.bulk_create(found.values(), batch_size=500)


def _suspicions(outcome: Outcome, batch: ImportBatch, ids: dict[str, int]) -> Iterator[SuspectedDuplicate]:
    for twin in outcome.twins:
        yield SuspectedDuplicate(
            programme_id=batch.programme_id,
            kind=batch.kind,
            batch=batch,
            key=twin.key,
            number=twin.row,
            says=twin.says,
            entry_id=ids.get(twin.key),
            giver_id=twin.giver,
            other_entry_id=twin.other_entry,
            other_number=twin.other_row,
            why=twin.why,
        )
