"""Files in a folder of a disk."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from jiedui.kernel.errors import NotFound
from jiedui.kernel.storage.stores import PIECE

NAME = re.compile(r"[0-9a-f]{64}")


class FolderStore:
    """Two levels of folders keep each small."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def size(self, sha256: str) -> int | None:
        """The size of the file in bytes; None where there is none."""
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def write(self, sha256: str, pieces: Iterable[bytes], size: int) -> None:
        """Write beside and rename, so that a reader never sees half a file."""
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie there, in pieces. Raises NotFound before the first."""
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound from None
        with file:
            yield from iter(lambda: file.read(PIECE), b"")

    def names(self) -> Iterator[str]:
        """The hash of every file that is kept; what a broken write left beside them is none."""
        return (path.name for path in self.folder.glob("??/??/*") if NAME.fullmatch(path.name))
