"""Bringing the alerts in step with what is so: new ones stand, old ones close by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiedui.plans.models import Programme
from jiedui.progress.alerts import KINDS
from jiedui.progress.models import Alert


@dataclass(frozen=True, slots=True)
class Raised:
    """How many alerts a round raised, and how many it closed."""

    new: int
    closed: int


Identity = tuple[str, int, int]
"""Kind, unit and subject of an alert."""


def raise_alerts(programme: Programme, *, on: date) -> Raised:
    """Hold the alerts of a programme against a day. What closed and comes back is a new alert."""
    found = {
        (kind.key, one.unit, one.subject): dict(one.facts)
        for kind in KINDS.values()
        for one in kind.finds(programme, on)
    }
    return _written(programme, found, on)


@transaction.atomic
def _written(programme: Programme, found: dict[Identity, dict[str, str]], on: date) -> Raised:
    """Only this is locked: on SQLite a transaction keeps every other writer waiting."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    standing = {
        (alert.kind, alert.unit_id, alert.subject): alert
        for alert in Alert.objects.filter(programme=programme, closed_on__isnull=True)
    }
    new = [
        Alert(programme=programme, kind=kind, unit_id=unit, subject=subject, facts=facts, raised_on=on)
        for (kind, unit, subject), facts in found.items()
        if (kind, unit, subject) not in standing
    ]
    Alert.objects.bulk_create(new)
    changed = [alert for key, alert in standing.items() if key in found and alert.facts != found[key]]
    for alert in changed:
        alert.facts = found[alert.kind, alert.unit_id, alert.subject]
    Alert.objects.bulk_update(changed, ["facts"], batch_size=500)
    gone = [alert.pk for key, alert in standing.items() if key not in found]
    return Raised(len(new), Alert.objects.filter(pk__in=gone).update(closed_on=on))
