"""What a maker makes, and what it is given."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jiedui.organisations.models import OrgUnit


@dataclass(frozen=True, slots=True)
class Made:
    """Title, detail and the role of the evidence of one entry.

    ``kind`` where it is another than the indicator's (one of a family); ``figures`` beside those that were asked for.
    """

    title: str
    detail: dict[str, Any]
    purpose: str
    kind: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[random.Random, OrgUnit, OrgUnit, dict[str, Any], int], Made]
