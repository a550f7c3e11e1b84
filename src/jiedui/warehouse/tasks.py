"""Background work: fetch, delegate."""

from __future__ import annotations

from django_tasks import task

from jiedui.warehouse import services
from jiedui.warehouse.warehouse import own_warehouse

FILES_BEFORE_TIDYING = 200


@task()
def catch_up() -> None:
    """Bring the copy up to date, and tidy it up when it lies in many small files."""
    warehouse = own_warehouse()
    services.catch_up(warehouse)
    if len(warehouse["posting"].files()) > FILES_BEFORE_TIDYING:
        services.tidy(warehouse)
