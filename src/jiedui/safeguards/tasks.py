"""Background work: fetch, delegate."""

from __future__ import annotations

from django_tasks import task

from jiedui.safeguards.models import Grievance
from jiedui.safeguards.services.telling import tell_office


@task()
def tell_of(pk: int) -> None:
    """Tell the office that a grievance waits."""
    tell_office(Grievance.objects.select_related("programme").get(pk=pk))
