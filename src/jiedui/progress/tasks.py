"""Background work: fetch, delegate."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiedui.plans.models import Programme
from jiedui.progress.services import ask


@task()
def ask_everywhere(day: str) -> None:
    """Look at the figures of every programme as of a day (ISO), or of its own clock's."""
    for programme in Programme.objects.all():
        ask(programme, on=programme.reference_date or date.fromisoformat(day))
