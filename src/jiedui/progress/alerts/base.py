"""Something that somebody can and should act on. It closes by itself once it is no longer so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from jiedui.plans.models import Programme

Text = str | Promise
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What is so: of which object, and which unit can do something about it. ``facts`` fill the sentence."""

    unit: int
    subject: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class AlertKind:
    """One reason to alert: when it is so, what is said, and what to do next.

    ``subjects`` are the objects it speaks of, to be called by name in the reader's language; ``says`` makes the
    sentence of an object and the facts, ``next`` is what to do about it.
    """

    key: str
    label: Text
    tone: str
    finds: Callable[[Programme, date], Iterable[Found]] = field(repr=False)
    subjects: Callable[[], QuerySet[Any]] = field(repr=False)
    says: Callable[[Any, Facts], str] = field(repr=False)
    next: Text = ""
