"""Background work: fetch, delegate."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiedui.returns.services.delivering import deliver
from jiedui.returns.services.recurring import make_round


@task()
def deliver_waiting() -> None:
    """Send the messages that wait."""
    deliver()


@task()
def daily_round(day: str) -> None:
    """Make the returns that are owed, and the reminders of a day (ISO)."""
    make_round(date.fromisoformat(day))
