"""What a store of files does, and which one an address names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import FileDamaged, Invalid

PIECE = 1 << 20
"""Bytes read at a time."""


class Store(Protocol):
    """Keeps files by their SHA-256."""

    def size(self, sha256: str) -> int | None:
        """The size of the file in bytes; None where there is none."""

    def write(self, sha256: str, pieces: Iterable[bytes], size: int) -> None:
        """Keep a file of this hash, whole or not at all; a file that is there stays as it is."""

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie there, in pieces. Raises NotFound before the first."""

    def names(self) -> Iterator[str]:
        """The hash of every file that is kept, in no order."""


@lru_cache
def store_at(address: str) -> Store:
    """The store a folder or an address such as ``s3://bucket/prefix?endpoint=https://…&region=…`` names.

    Raises Invalid where it names none.
    """
    from jiedui.kernel.storage.buckets import BucketStore
    from jiedui.kernel.storage.folders import FolderStore

    scheme = urlsplit(address).scheme
    if scheme == "s3":
        return BucketStore(address)
    if scheme == "file":
        return FolderStore(Path(urlsplit(address).path))
    if "://" not in address:
        return FolderStore(Path(address))
    raise Invalid(_("Name a folder, file:///folder or s3://bucket/prefix."), address=address)


def verified(sha256: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, the last one only if together they are what was stored. Raises FileDamaged instead of it."""
    digest, held = hashlib.sha256(), b""
    for piece in pieces:
        if held:
            yield held
        digest.update(piece)
        held = piece
    if digest.hexdigest() != sha256:
        raise FileDamaged
    yield held
