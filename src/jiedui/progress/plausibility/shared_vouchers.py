"""One paper under two kinds of help or two units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from jiedui.progress.plausibility.acts import Act
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

SHORTEST = 5
"""Shorter numbers are anybody's: 1, 12, 2019."""


def shared_vouchers(acts: Sequence[Act]) -> Iterator[Doubt]:
    """The same number under entries of two kinds, or of two units with the same amount; each unit is asked."""
    by_paper: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if len(act.paper) >= SHORTEST:
            by_paper[act.paper].append(act)
    for paper, some in by_paper.items():
        if not _in_two_figures(some):
            continue
        entries = tuple(act.entry for act in some)
        for unit in sorted({act.giver for act in some}):
            yield Doubt(unit, paper[:100], {"paper": paper, "entries": str(len(some))}, entries)


def _in_two_figures(acts: list[Act]) -> bool:
    if len({act.kind for act in acts}) > 1:
        return True
    amounts = defaultdict(set)
    for act in acts:
        amounts[act.amount].add(act.giver)
    return any(amount is not None and len(givers) > 1 for amount, givers in amounts.items())


CHECK = PlausibilityCheck(
    "shared_vouchers",
    _("One voucher in two figures"),
    _(
        "%(entries)s entries of different kinds or units stand on the paper %(paper)s. Is the same money counted twice?"
    ),
    _("One act of help is one entry."),
    shared_vouchers,
)
