"""Where exported files lie, for a week."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jiedui.warehouse.models import Export

KEPT = timedelta(days=7)


def folder() -> Path:
    """Beside the tables, which every web server and worker reaches."""
    return Path(settings.WAREHOUSE_FOLDER) / "exports"


def path_of(export: Export) -> Path:
    """Where the file of an export lies."""
    return folder() / export.file


@contextmanager
def writing(ending: str) -> Iterator[Path]:
    """A path to write to under a name nobody guesses; it is gone again if that fails."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{secrets.token_hex(16)}.{ending}"
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sweep() -> int:
    """Remove what was asked for more than a week ago, with its file; how many."""
    old = Export.objects.filter(asked_at__lt=timezone.now() - KEPT)
    for export in old:
        if export.file:
            path_of(export).unlink(missing_ok=True)
    return old.delete()[0]
