"""What loading a pack did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.functional import Promise

from jiedui.plans.models import Programme

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stands in the database otherwise than in the pack; it was left as it is."""

    where: str
    what: str
    stored: str
    in_pack: str


@dataclass(slots=True)
class PackReport:
    """Counts by kind of object, and what was found to differ and left alone."""

    programme: Programme | None = None
    created: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        """Whether everything was there already."""
        return not self.created
