"""Names of indicators that are much like one another."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from jiedui.documents.proposals.context import same
from jiedui.plans.models import Indicator

ALIKE = 0.75
"""Names that share less than this part of their characters are not taken for one another."""


def most_alike(name: str, rows: Sequence[Indicator]) -> Indicator | None:
    """The one indicator whose name is most like this one; None where none is, or several are as much."""
    alike = all_most_alike(name, rows)
    return alike[0] if len(alike) == 1 else None


def all_most_alike(name: str, rows: Sequence[Indicator]) -> list[Indicator]:
    """The indicators whose names are most like this one, where they are alike at all."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(same(name))
    scored: dict[int, float] = {}
    for row in rows:
        matcher.set_seq1(same(row.name))
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            scored[row.pk] = matcher.ratio()
    best = max(scored.values(), default=0)
    return [row for row in rows if best >= ALIKE and scored.get(row.pk) == best]
