"""A file between its upload and the answer which column is which, and how such a file was read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

from jiedui.kernel import storage
from jiedui.kernel.errors import NotFound
from jiedui.ledger import kinds
from jiedui.ledger.intake import guard
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.mapping import Mapping
from jiedui.ledger.intake.queries import profile_for
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.services.layouts import save_mapping
from jiedui.plans.models import Programme

SALT = "console.imports"


@dataclass(frozen=True, slots=True)
class Held:
    """The file as it was handed in."""

    token: str
    filename: str
    kind: AnyKind
    content: bytes


def hold(content: bytes, filename: str, kind: AnyKind) -> str:
    """Keep the bytes and give a token for them; nothing else is stored yet."""
    stored = storage.put(content, filename=filename, max_bytes=guard.MAX_BYTES)
    return token_of(stored.sha256, filename, kind.key)


def token_of(sha256: str, filename: str, kind: str) -> str:
    """The token of a stored file."""
    return signing.dumps([sha256, filename, kind], salt=SALT)


def taken_up(token: str) -> Held:
    """The file of a token. Raises NotFound for one that was made up."""
    try:
        sha256, filename, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotFound from None
    return Held(token, filename, kinds.get(kind), storage.get(sha256))


def remembered(user: Any, kind: AnyKind, table: Table) -> Mapping | None:
    """How one of the person's units read a file with these headings before."""
    profile = profile_for(user, kind.key, table.header)
    return Mapping.from_record(profile.mapping) if profile else None


def remember(user: Any, programme: Programme, file: Held, table: Table, mapping: Mapping) -> None:
    """Keep the answer for the next file of this layout, for the first unit the person records for."""
    unit = next(iter(Choices(programme, user).givers), None)
    if unit is not None:
        save_mapping(
            actor=user,
            unit=unit,
            kind=file.kind.key,
            name=file.filename,
            header=table.header,
            mapping=mapping,
        )
