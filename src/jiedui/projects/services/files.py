"""Opening the photographs and documents of projects."""

from __future__ import annotations

from typing import Any

from jiedui.kernel import storage
from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import FileDamaged
from jiedui.projects.queries import get_document, get_picture


def open_picture(user: Any, pk: int) -> tuple[bytes, str, str]:
    """Bytes, media type and name of a photograph, if the person may see its project. Raises NotFound, FileDamaged."""
    picture = get_picture(user, pk)
    return _read(picture.sha256), picture.media_type, picture.filename


def open_document(user: Any, pk: int) -> tuple[bytes, str, str]:
    """The same of the document behind a step. Raises NotFound, FileDamaged."""
    change = get_document(user, pk)
    return _read(change.sha256), change.media_type, change.filename


def _read(sha256: str) -> bytes:
    content = storage.get(sha256)
    if sha256_hex(content) != sha256:
        raise FileDamaged
    return content
