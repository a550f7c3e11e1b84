"""Content-addressed files: a file is kept under its SHA-256, written once, never changed, and verified when read.

Where they lie is said by ``EVIDENCE_URL``: a folder, or a bucket of an S3-compatible store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import puremagic
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import Invalid
from jiedui.kernel.storage.stores import Store, store_at, verified

__all__ = ["Store", "StoredFile", "get", "path_of", "put", "sniff", "store", "store_at", "stream", "verified"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a stored file: its hash, size in bytes and sniffed media type."""

    sha256: str
    size: int
    media_type: str


def store() -> Store:
    """Where files are kept now."""
    return store_at(settings.EVIDENCE_URL or str(settings.EVIDENCE_FOLDER))


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies, if files are kept in the data folder."""
    return Path(settings.EVIDENCE_FOLDER) / sha256[:2] / sha256[2:4] / sha256


def sniff(data: bytes, filename: str) -> str:
    """The media type from the content; the name only helps to tell apart what the bytes leave open."""
    try:
        found = puremagic.from_string(data, mime=True, filename=filename)
    except (puremagic.PureError, ValueError):
        found = ""
    if found and not found.startswith("text/"):
        return str(found)
    return "text/plain" if b"\0" not in data[:4096] else "application/octet-stream"


def put(data: bytes, *, filename: str, max_bytes: int) -> StoredFile:
    """Keep ``data``; the same bytes are kept once.

    Raises Invalid where the file is empty or over ``max_bytes``, StoreUnreachable.
    """
    if not data:
        raise Invalid(_("The file is empty."), address=filename)
    if len(data) > max_bytes:
        raise Invalid(_("The file is over the limit of %(mib)d MiB."), address=filename, mib=max_bytes >> 20)
    stored = StoredFile(sha256_hex(data), len(data), sniff(data, filename))
    there = store()
    if there.size(stored.sha256) is None:
        there.write(stored.sha256, [data], len(data))
    return stored


def get(sha256: str) -> bytes:
    """The bytes of a stored file. Raises NotFound if it is gone, FileDamaged, StoreUnreachable."""
    return b"".join(stream(sha256))


def stream(sha256: str) -> Iterator[bytes]:
    """The bytes of a stored file in pieces.

    The last piece is held back until the whole was found to be what was stored: whoever reads a damaged file never
    gets all of it. Raises NotFound at once, FileDamaged at the latest instead of the last piece.
    """
    pieces = verified(sha256, store().pieces(sha256))
    return chain([next(pieces)], pieces)
