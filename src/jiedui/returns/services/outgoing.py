"""Putting messages for webhooks on their way, in the transaction of what they tell; whoever has something to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from jiedui.plans.models import Programme
from jiedui.returns.enums import DeliveryChannel
from jiedui.returns.models import Delivery

DAILY = "returns.owed"
"""The event that an address hears of once a day; the others as often as there is something to tell."""


def tell_hooks(*, programme: Programme, event: str, on: date, facts: Mapping[str, Any]) -> int:
    """A message for each address that is told; how many. It is signed, and tried again where it is not taken.

    Call within the transaction of what it tells, so that nothing is told that did not happen, and nothing forgotten.
    """
    content = {"event": event, "programme": programme.code, "on": on.isoformat(), **facts}
    hooks = programme.webhooks.filter(active=True)
    if event == DAILY:
        had = Delivery.objects.filter(programme=programme, event=event, on=on, webhook__isnull=False)
        hooks = hooks.exclude(pk__in=had.values("webhook"))
    now = timezone.now()
    made = Delivery.objects.bulk_create(
        Delivery(
            channel=DeliveryChannel.WEBHOOK,
            programme=programme,
            webhook=hook,
            event=event,
            on=on,
            content=content,
            next_try_at=now,
        )
        for hook in hooks
    )
    return len(made)
