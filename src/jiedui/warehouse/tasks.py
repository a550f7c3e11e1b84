"""Background work: fetch, delegate."""

from __future__ import annotations

from django_tasks import task

from jiedui.warehouse import services
from jiedui.warehouse.models import Export
from jiedui.warehouse.queueing import is_due, is_queued
from jiedui.warehouse.services.exporting import write_stored
from jiedui.warehouse.warehouse import own_warehouse

FILES_BEFORE_TIDYING = 200


@task()
def catch_up() -> None:
    """Bring the copy up to date, and tidy it up when it lies in many small files.

    People who accept at the same moment each find no task waiting and send for one; the last of those does it for all.
    """
    if is_queued() and is_due(catch_up.module_path):
        return
    warehouse = own_warehouse()
    services.catch_up(warehouse)
    services.sum_up(warehouse)
    if len(warehouse["posting"].files()) > FILES_BEFORE_TIDYING:
        services.tidy(warehouse)


@task()
def write_export(export_id: int) -> None:
    """Write a file that was asked for; one that is gone by now is no error."""
    made = Export.objects.select_related("programme__giver", "programme__office", "owner").filter(
        pk=export_id
    )
    if (found := made.first()) is not None:
        write_stored(found)
