"""From counts of right and wrong facts to the share that is shown for each group.

The share of a group is its own, drawn towards that of the next wider group as if some facts of that one had been
seen here, too (beta-binomial shrinkage). Facts of one group in one paper are right or wrong together, so thirty of them
say less than thirty of thirty papers: they are counted by their kinship (the design effect of a sample in clusters).
Papers by which rules were mended count less than those read but once, for the reader looks better on them than it is.
How strong all three should be is tried on rounds of papers left out: of the strengths that foretell what was right
about equally well, that whose shares lie nearest to what was found.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from jiedui.documents.confidence import Key, Shown
from tests.documents.calibration.reliability import Told, bins, gap

PULLS = (1.0, 2.0, 4.0, 8.0)
"""Facts of the wider group that a group is given beside its own."""
WEIGHTS = (0.0, 0.03, 0.1, 0.25)
"""What a fact from a paper by which rules were mended counts."""
KINSHIPS = (0.1, 0.2, 0.4)
"""How much facts of one group in one paper are right or wrong together: 0 each for itself, 1 all as one."""
ALIKE = 0.01
"""Difference in loss below which two strengths foretell equally well."""
SUREST = 0.96
"""No share is shown as certain: the papers have but one labeller, and groups never wrong have been in a new round."""
LEAST = 0.04
"""Nor is any fact shown as surely wrong, or it would not be shown."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Facts of one group in one paper. ``unseen``: the paper was read before any rule was mended by it.

    Papers of one ``round`` were written together, and read by rules that none of them had mended.
    """

    paper: str
    round: str
    unseen: bool
    key: Key
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Strength:
    """How strongly wider groups pull, how much papers count by which rules were mended, and how kin facts are."""

    pull: float
    weight: float
    kinship: float


def fit(observed: Iterable[Observed], strength: Strength) -> list[Shown]:
    """The groups, wider ones first, each with its share."""
    right: dict[Key, float] = defaultdict(float)
    of: dict[Key, float] = defaultdict(float)
    for one in observed:
        counts = (1.0 if one.unseen else strength.weight) / (
            1 + (one.right + one.wrong - 1) * strength.kinship
        )
        for key in _groups(one.key):
            right[key] += counts * one.right
            of[key] += counts * (one.right + one.wrong)
    shown: dict[Key, Shown] = {}
    for key in sorted(of, key=lambda key: (sum(map(bool, key)), key)):
        wider = shown[_wider(key)].share if any(key) else 0.5
        share = (right[key] + strength.pull * wider) / (of[key] + strength.pull)
        shown[key] = Shown(key, right[key], of[key], min(max(share, LEAST), SUREST))
    return list(shown.values())


def _groups(key: Key) -> Iterator[Key]:
    kind, evidence, _grade = key
    yield from (("", "", ""), (kind, "", ""), (kind, evidence, ""), key)


def _wider(key: Key) -> Key:
    kind, evidence, grade = key
    return (kind, evidence, "") if grade else (kind, "", "") if evidence else ("", "", "")


def left_out(observed: list[Observed], strength: Strength) -> Iterator[Told]:
    """Every group of every unseen paper with the share fitted without the papers of its round."""
    for left in sorted({one.round for one in observed if one.unseen}):
        shares = {shown.key: shown.share for shown in fit((o for o in observed if o.round != left), strength)}
        yield from told((o for o in observed if o.round == left and o.unseen), shares)


def told(observed: Iterable[Observed], shares: dict[Key, float]) -> Iterator[Told]:
    """Groups with the share that a fitted table shows for them."""
    for one in observed:
        share = next(shares[key] for key in reversed(list(_groups(one.key))) if key in shares)
        yield Told(round(share, 2), one.right, one.wrong)


def loss(groups: Iterable[Told]) -> float:
    """How badly shares foretell what was right: mean negative log likelihood, lower is better."""
    listed = list(groups)
    total = sum(one.right * math.log(one.share) + one.wrong * math.log(1 - one.share) for one in listed)
    return -total / sum(one.right + one.wrong for one in listed)


def best(observed: list[Observed]) -> Strength:
    """The strength that holds best on rounds left out."""
    tried = {
        strength: list(left_out(observed, strength))
        for strength in (Strength(*one) for one in product(PULLS, WEIGHTS, KINSHIPS))
    }
    least = min(map(loss, tried.values()))
    alike = [strength for strength in tried if loss(tried[strength]) <= least + ALIKE]
    return min(alike, key=lambda strength: gap(bins(tried[strength])))
