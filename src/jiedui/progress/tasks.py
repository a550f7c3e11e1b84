"""Background work: fetch, delegate."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiedui.plans.models import Programme
from jiedui.progress.services import ask, raise_alerts, tell_of_alerts


@task()
def ask_everywhere(day: str) -> None:
    """Look at the figures of every programme as of a day (ISO), or of its own clock's."""
    for programme in Programme.objects.all():
        ask(programme, on=programme.reference_date or date.fromisoformat(day))


@task()
def alert_everywhere(day: str) -> None:
    """Bring the alerts of every programme in step with a day (ISO), or with its own clock's, and tell of new ones."""
    for programme in Programme.objects.all():
        on = programme.reference_date or date.fromisoformat(day)
        raise_alerts(programme, on=on)
        tell_of_alerts(programme, on=on)
