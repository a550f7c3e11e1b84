"""Many small files become few; what nobody reads any more is removed."""

from __future__ import annotations

from dataclasses import dataclass

from deltalake.exceptions import CommitFailedError

from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.services.summing import sum_up
from jiedui.warehouse.tables import PROPERTIES
from jiedui.warehouse.warehouse import Warehouse

TARGET_SIZE = 256 * 1024 * 1024
KEPT_HOURS = 24
"""How long files stay that the table no longer names, so that no query that has begun misses one."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """Files before and after, and those removed from the disk."""

    before: int
    after: int
    removed: int


def tidy(warehouse: Warehouse, *, kept_hours: int = KEPT_HOURS) -> Tidied:
    """Compact the postings, year by year, and remove old files. Appends go on meanwhile."""
    table = warehouse[POSTING.name]
    delta = table.look()
    if delta is None:
        return Tidied(0, 0, 0)
    before = len(table.files())
    try:
        delta.optimize.compact(target_size=TARGET_SIZE, writer_properties=PROPERTIES)
    except CommitFailedError:  # postings were replaced meanwhile; there is a next time
        return Tidied(before, before, 0)
    removed = 0
    for one in warehouse.tables.values():
        if (found := one.look()) is not None:
            found.create_checkpoint()
            removed += len(
                found.vacuum(retention_hours=kept_hours, dry_run=False, enforce_retention_duration=False)
            )
    sum_up(warehouse)
    return Tidied(before, len(table.files()), removed)
