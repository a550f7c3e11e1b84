"""Content-addressed files: a file is kept under its SHA-256, written once, never changed."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a stored file: its hash, size in bytes and sniffed media type."""

    sha256: str
    size: int
    media_type: str


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies; two levels of folders keep each small."""
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

    Raises Invalid where the file is empty or over ``max_bytes``.
    """
    if not data:
        raise Invalid(_("The file is empty."), address=filename)
    if len(data) > max_bytes:
        raise Invalid(_("The file is over the limit of %(mib)d MiB."), address=filename, mib=max_bytes >> 20)
    stored = StoredFile(sha256_hex(data), len(data), sniff(data, filename))
    target = path_of(stored.sha256)
    if not target.exists():
        _write_whole(target, data)
    return stored


def _write_whole(target: Path, data: bytes) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)


def get(sha256: str) -> bytes:
    """The bytes of a stored file. Raises NotFound if it is gone."""
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise NotFound from None
