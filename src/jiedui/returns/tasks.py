"""Background work: fetch, delegate."""

from __future__ import annotations

from django_tasks import task

from jiedui.returns.services.delivering import deliver


@task()
def deliver_waiting() -> None:
    """Send the messages that wait."""
    deliver()
