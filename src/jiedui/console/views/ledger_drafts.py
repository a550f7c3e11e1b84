"""What somebody typed into a new entry and has not saved: kept in the session until it can be a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from jiedui.plans.models import Programme

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "idempotency_key", "entry", "then"})
LARGEST = 60_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Typed text that waits to be taken up again, and when it was kept."""

    data: QueryDict
    when: datetime


def keep(request: HttpRequest, programme: Programme, kind: str) -> bool:
    """Keep what stands in the form; an overlong one is left alone and the answer is no."""
    data = request.POST.copy()
    for name in LEFT_OUT & set(data):
        del data[name]
    text = data.urlencode()
    if len(text) > LARGEST:
        return False
    request.session[_key(programme, kind)] = {"text": text, "at": timezone.now().isoformat()}
    return True


def kept(request: HttpRequest, programme: Programme, kind: str) -> Kept | None:
    """What was kept for this kind, if anything."""
    found: dict[str, Any] | None = request.session.get(_key(programme, kind))
    return Kept(QueryDict(found["text"]), datetime.fromisoformat(found["at"])) if found else None


def forget(request: HttpRequest, programme: Programme, kind: str) -> None:
    """Drop what was kept: it has become an entry, or is not wanted."""
    request.session.pop(_key(programme, kind), None)


def _key(programme: Programme, kind: str) -> str:
    return f"draft:{programme.code}:{kind}"
