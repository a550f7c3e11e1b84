"""What an accepted return is sealed with, so that a change after acceptance shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch

from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.returns.models import Return, ReturnPicture

FORMAT = 1
FIELDS = (
    "id", "schedule_id", "unit_id", "starts_on", "ends_on", "due_on", "version", "replaces_id", "reopen_reason",
    "filed_on", "submitted_by_id", "submitted_at", "accepted_by_id", "accepted_at", "sequence", "chain_hash",
    "entries", "entries_digest",
)  # fmt: skip
LINE_FIELDS = (
    "number", "indicator_id", "definition", "name", "name_en", "measured_in", "decimals", "value", "cumulative",
    "since", "target", "evidenced", "confirmed", "entries", "adjusted", "reason", "taken_by_id",
)  # fmt: skip
"""Never shorten for FORMAT 1; a new field means a new format."""

SEALED = (
    "lines",
    "texts",
    Prefetch("pictures", ReturnPicture.objects.select_related("file")),
)
"""What to prefetch before a return is sealed."""


def content(one: Return) -> dict[str, Any]:
    """Everything that was accepted."""
    return {
        "format": FORMAT,
        **{name: _canonical(getattr(one, name)) for name in FIELDS},
        "lines": [
            {name: _canonical(getattr(line, name)) for name in LINE_FIELDS} for line in one.lines.all()
        ],
        "texts": [[text.number, text.name, text.name_en, text.text] for text in one.texts.all()],
        "pictures": sorted(
            [picture.text_id, picture.file.sha256, picture.filename, picture.caption]
            for picture in one.pictures.all()
        ),
    }


def _canonical(value: Any) -> Any:
    # Databases hand back the same instant in different zones.
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def seal_of(one: Return) -> str:
    """The hash of an accepted return."""
    return sha256_hex(canonical_json(content(one)))
