"""Reading holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from jiedui.plans.models import Programme
from jiedui.safeguards.enums import HoldOn
from jiedui.safeguards.models import LabourHold
from jiedui.safeguards.names import name_of

Subject = tuple[HoldOn, str]


def holds_of(programme: Programme) -> QuerySet[LabourHold]:
    """The programme's holds, the latest first, with who raised and lifted them."""
    return LabourHold.objects.filter(programme=programme).select_related("raised_by", "lifted_by")


def standing_holds(programme_id: int, subjects: Iterable[Subject]) -> QuerySet[LabourHold]:
    """The holds that stand on any of these workshops or recruiters."""
    condition = Q(pk__in=[])
    for on, name in subjects:
        condition |= Q(on=on, key=name_of(name))
    return LabourHold.objects.filter(condition, programme=programme_id, lifted_at__isnull=True)
