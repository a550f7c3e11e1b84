"""Writing what was checked: entries, who assisted, evidence, where each row came from, suspicions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from jiedui.kernel.batches import batched
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake import bulk
from jiedui.ledger.intake.bulk import Same
from jiedui.ledger.intake.cells import each_once
from jiedui.ledger.intake.comparing import Fate, Outcome
from jiedui.ledger.intake.contents import content
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
from jiedui.ledger.schemas import content_of

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
    bulk.insert(Entry, {"id": ids, **_entry_columns(made, rows, submitted, actor, timezone.now())})
    assists = [
        (pk, unit) for row, pk in zip(rows, ids, strict=True) for unit in made.columns["assists"][row] or ()
    ]
    if assists:
        entries, units = zip(*assists, strict=True)
        bulk.insert(EntryAssist, {"entry_id": entries, "unit_id": units})
    _remember_new(made, batch, rows, ids)
    return dict(zip(rows, ids, strict=True))


def _remember_new(made: Prepared, batch: ImportBatch, rows: Sequence[int], ids: Sequence[int]) -> None:
    """Where each entry came from. In the order of their keys, by which they lie in the index."""
    order = sorted(range(len(rows)), key=lambda at: made.keys[rows[at]])
    bulk.insert(
        ImportedRow,
        {
            "source_id": Same(batch.source_id),
            "batch_id": Same(batch.pk),
            "key": [made.keys[rows[at]] for at in order],
            "digest": [made.fingerprints[rows[at]] for at in order],
            "entry_id": [ids[at] for at in order],
            "number": [made.table.numbers[rows[at]] for at in order],
        },
    )


def _entry_columns(
    made: Prepared, rows: Sequence[int], submitted: list[bool], actor: Any, now: datetime
) -> dict[str, Any]:
    """Every column of the table of entries but the id, as database values."""
    whole = len(rows) == made.rows

    def some(values: Sequence[Any]) -> Sequence[Any]:
        return values if whole else [values[row] for row in rows]

    def of(name: str, absent: Any = None) -> Any:
        values = made.numbers.get(name) or made.columns.get(name)
        return Same(absent) if values is None else some(values)

    said = bulk.instant(now)
    units = of("quantity_unit", "")
    columns: dict[str, Any] = {
        "workstream_id": of("workstream"),
        "giver_id": of("giver"),
        "receiver_id": of("receiver"),
        "project_id": of("project"),
        "occurred_on": each_once(of("occurred_on"), _iso),
        "title": of("title"),
        "amount": of("amount"),
        "persons": of("persons"),
        "quantity": of("quantity"),
        "quantity_unit": units if isinstance(units, Same) else [unit or "" for unit in units],
        "detail": some(made.details),
        "state": [EntryState.SUBMITTED.value if done else EntryState.DRAFT.value for done in submitted],
        "submitted_at": [said if done else None for done in submitted],
    }
    same = {
        "programme_id": made.choices.programme.pk,
        "kind": made.kind.key,
        "synthetic": made.choices.programme.synthetic,
        "recorded_by_id": actor.pk,
        "recorded_at": said,
        **CONSTANT,
    }
    return columns | {name: Same(value) for name, value in same.items()}


def _iso(days: list[Any]) -> list[str]:
    return [day.isoformat() for day in days]


def attach_to_all(batch: ImportBatch, *, actor: Any, ids: Sequence[int]) -> None:
    """One voucher for many lines: the stored file at every entry."""
    said = batch.voucher
    known = {"size": said["size"], "media_type": said["media_type"]}
    file, _created = EvidenceFile.objects.get_or_create(sha256=said["sha256"], defaults=known)
    same = {
        "file_id": file.pk,
        "filename": said["filename"],
        "purpose": said["purpose"],
        "added_by_id": actor.pk,
        "added_at": bulk.instant(timezone.now()),
    }
    bulk.insert(EntryEvidence, {"entry_id": ids, **{name: Same(value) for name, value in same.items()}})


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
    """Note rows that a person found to be duplicates, so that they do not come back; some are noted already."""
    noted = (
        ImportedRow(
            source_id=batch.source_id,
            batch=batch,
            key=made.keys[row],
            digest=made.fingerprints[row],
            number=made.table.numbers[row],
        )
        for row in rows
    )
    ImportedRow.objects.bulk_create(noted, ignore_conflicts=True)


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
        elif there is not None and item.state == DuplicateState.OPEN and _now(item) != _now(there):
            item.says, item.content, item.other_content, item.entry_id = _now(there)
            item.save(update_fields=["says", "content", "other_content", "entry"])
        elif item.entry_id != ids.get(item.key):
            item.entry_id = ids.get(item.key)
            item.save(update_fields=["entry"])
    SuspectedDuplicate.objects.bulk_create(found.values(), batch_size=500)


def _now(item: SuspectedDuplicate) -> tuple[Any, ...]:
    return item.says, item.content, item.other_content, item.entry_id


def _suspicions(outcome: Outcome, batch: ImportBatch, ids: dict[str, int]) -> Iterator[SuspectedDuplicate]:
    made = outcome.made
    rows = {number: row for row, number in enumerate(made.table.numbers)} if outcome.twins else {}
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
            content=content_of(made.kind, content(made, rows[twin.row])),
            other_content=content_of(made.kind, content(made, rows[twin.other_row]))
            if twin.other_row
            else {},
            why=twin.why,
        )
