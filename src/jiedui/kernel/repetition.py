"""Acts that may be asked for twice: under one idempotency key an act is done once, and answered alike each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiedui.kernel.errors import KeyReused
from jiedui.kernel.models import KeptAnswer

KEY_LENGTH = 60
KEPT = timedelta(days=30)
"""How long an answer is kept; after that its key is as good as new."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    body: str
    location: str = ""


@transaction.atomic
def once(*, actor: Any, key: str, digest: str, act: Callable[[], Answer]) -> Answer:
    """Act, or answer as before where the actor's key came with the same ``digest``.

    The act and its answer are stored in one transaction, so what is refused may be asked for again. Whoever sends the
    key a second time while the first is still at work waits for it. Raises KeyReused, and what ``act`` raises.
    """
    KeptAnswer.objects.filter(actor=actor, at__lt=timezone.now() - KEPT).delete()
    kept, fresh = KeptAnswer.objects.get_or_create(actor=actor, key=key, defaults={"digest": digest})
    if not fresh:
        return _again(kept, digest)
    answer = act()
    kept.status, kept.body, kept.location = answer.status, answer.body, answer.location
    kept.save(update_fields=["status", "body", "location"])
    return answer


def _again(kept: KeptAnswer, digest: str) -> Answer:
    if kept.digest != digest:
        raise KeyReused
    return Answer(kept.status, kept.body, kept.location)
