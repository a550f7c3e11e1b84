"""The hash chain of accepted entries: what is hashed, and how an entry is appended.

hash = SHA-256 of the canonical JSON of every content field, the evidence, the sequence number and the hash of the
entry before. Anybody with the rows can compute it again without this software's database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch

from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.kernel.columns import write_columns
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import ChainHead, Entry, EntryEvidence

FIRST = (
    "id",
    "programme_id",
    "workstream_id",
    "kind",
    "giver_id",
    "receiver_id",
    "occurred_on",
    "title",
    "amount",
    "currency",
    "persons",
    "quantity",
    "quantity_unit",
    "detail",
    "synthetic",
    "recorded_by_id",
    "recorded_at",
    "submitted_at",
    "decided_by_id",
    "decided_at",
    "return_reason",
    "reverses_id",
    "reversal_reason",
    "idempotency_key",
)
SECOND = (*FIRST, "project_id")
FORMATS: dict[int, tuple[str, ...]] = {1: FIRST, 2: SECOND, 3: (*SECOND, "corrects_id")}
"""The fields of an entry that each format hashes. What stands here is never changed: a new field is a new format."""

FORMAT = max(FORMATS)
"""The format of entries accepted now; each entry keeps the one it was accepted under."""

FIELDS = FORMATS[FORMAT]

PROOF = (Prefetch("evidence", EntryEvidence.objects.select_related("file")), "assists")
"""What to prefetch before an entry is hashed."""

ACTIONS = ("entry.accept", "entry.reverse", "entry.correct")
"""What the audit log calls the acts that append to the chain."""

NOT_HASHED = ("state", "sequence", "previous_hash", "hash", "chain_format")
"""Checked by other means: the state by the sequence it must have, the rest by the chain itself."""


WRITTEN = ("state", "decided_by", "decided_at", "sequence", "previous_hash", "hash", "chain_format")
"""What acceptance writes into the entry's row."""


class UnknownFormat(ValueError):
    """An entry says it was hashed in a way nobody knows."""


def fields(entry: Entry) -> tuple[str, ...]:
    """The fields that were hashed when the entry was accepted. Raises UnknownFormat."""
    try:
        return FORMATS[entry.chain_format or 0]
    except KeyError:
        raise UnknownFormat(entry.chain_format) from None


def unsealed(entry: Entry) -> list[str]:
    """Fields younger than the entry's format that hold something: nothing vouches for them, so they may not."""
    known = fields(entry)
    return [name for name in FIELDS if name not in known and getattr(entry, name) is not None]


def content(entry: Entry) -> dict[str, Any]:
    """What is hashed, apart from the entry's place in the chain. Reads evidence and assists."""
    return {
        **{name: _canonical(getattr(entry, name)) for name in fields(entry)},
        "format": entry.chain_format,
        "evidence": sorted([item.purpose, item.file.sha256, item.filename] for item in entry.evidence.all()),
        "assists": sorted(assist.unit_id for assist in entry.assists.all()),
    }


def _canonical(value: Any) -> Any:
    # Databases hand back the same instant in different zones.
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def digest(entry: Entry, *, sequence: int | None, previous_hash: str) -> str:
    """The entry's hash at a place in the chain."""
    return _sealed(content(entry), sequence, previous_hash)


def _sealed(hashed: dict[str, Any], sequence: int | None, previous_hash: str) -> str:
    return sha256_hex(canonical_json(placed(hashed, sequence, previous_hash)))


def placed(hashed: dict[str, Any], sequence: int | None, previous_hash: str) -> dict[str, Any]:
    """What an entry's hash is the SHA-256 of: its content and its place in the chain."""
    return {**hashed, "sequence": sequence, "previous_hash": previous_hash}


def lock() -> ChainHead:
    """The head of the chain, locked until the transaction ends: meanwhile nothing else is accepted."""
    head, _created = ChainHead.objects.select_for_update().get_or_create(pk=1)
    return head


def field_digests(hashed: dict[str, Any]) -> dict[str, str]:
    """A short digest of each field of :func:`content`, kept in the audit log so that a difference can be named."""
    return {name: sha256_hex(canonical_json(value))[:12] for name, value in hashed.items()}


def append(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Make the entries accepted and, in this order, the last of the chain; the content of each that was hashed.

    Call within the transaction that decides. The head is locked until it ends, so two entries never follow the
    same one. Read the entries with :data:`PROOF`, or each costs two queries.
    """
    head = lock()
    contents = []
    for entry in entries:
        entry.state = EntryState.ACCEPTED
        entry.sequence, entry.previous_hash = head.sequence + 1, head.hash
        entry.chain_format = FORMAT
        contents.append(content(entry))
        entry.hash = _sealed(contents[-1], entry.sequence, entry.previous_hash)
        head.sequence, head.hash = entry.sequence, entry.hash
    write_columns(entries, WRITTEN)
    head.save(update_fields=["sequence", "hash"])
    return contents
