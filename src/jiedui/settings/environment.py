"""What an operator may set from outside: where the data lives, which database, which hosts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def data_folder() -> Path:
    """The folder that holds the embedded database, evidence and publications (``JIEDUI_DATA``, ``./data``)."""
    folder = Path(os.environ.get("JIEDUI_DATA", "data")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """``JIEDUI_SECRET_KEY``, else a key made on the first run and kept, readable by the owner only."""
    if key := os.environ.get("JIEDUI_SECRET_KEY"):
        return key
    file = folder / "secret.key"
    if not file.exists():
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process was first; its key counts
            pass
    return file.read_text("ascii")


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """A comma-separated variable."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def text(name: str) -> str:
    """A variable as it is; empty where it is not set."""
    return os.environ.get(name, "").strip()


def folder(name: str, default: Path) -> Path:
    """A variable that names a folder."""
    return Path(os.environ.get(name) or default).resolve()
