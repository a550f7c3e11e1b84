"""Which targets are worked towards, and by whom for whom.

Of an indicator's targets one decomposition is taken: the leaves of the largest whole that has parts; else those
for single receivers; else the whole itself. So nothing is worked towards twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiedui.ledger import kinds
from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import Indicator, Programme, Target
from jiedui.plans.queries import current_targets
from jiedui.progress.pace import Point
from jiedui.progress.reckoning import points_of
from jiedui.safeguards.holds import hold_on

Pair = tuple[OrgUnit, OrgUnit]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target to work towards, with who may do it for whom and how often each is chosen."""

    target: Target
    indicator: Indicator
    pairs: tuple[Pair, ...]
    weights: tuple[float, ...]
    milestones: tuple[Point, ...]


def aims_of(programme: Programme) -> list[Aim]:
    """Everything the ledger can count, in the order of the plan."""
    by_indicator: dict[Indicator, list[Target]] = defaultdict(list)
    for target in current_targets(programme):
        if kinds.members(target.indicator.kind) and not target.indicator.as_stated:
            by_indicator[target.indicator].append(target)
    pairings, points = _pairings(programme), points_of(programme)
    aims = []
    for indicator, targets in by_indicator.items():
        milestones = tuple(points[indicator.pk])
        for target in _leaves(targets):
            pairs = open_to(indicator.kind, _pairs(target, pairings, targets))
            if pairs:
                aims.append(Aim(target, indicator, tuple(pairs), _weights(pairs, targets), milestones))
    return aims


def pairs_of(programme: Programme) -> list[Pair]:
    """Who helps whom in the programme."""
    return [(pairing.giver, pairing.receiver) for pairing in _pairings(programme)]


def open_to(kind: str, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that may do such things: nothing that moves workers where a hold stands on the region."""
    if not any(member.labour_transfer for member in kinds.members(kind)):
        return list(pairs)
    return [pair for pair in pairs if not any(hold_on(code.code) for code in pair[1].codes.all())]


def _pairings(programme: Programme) -> list[Pairing]:
    return [
        pairing
        for pairing in pairings_between(programme.starts_on, programme.ends_on)
        if pairing.type == PairingType.TERRITORIAL and pairing.giver.path.startswith(programme.giver.path)
    ]


def _leaves(targets: Sequence[Target]) -> list[Target]:
    wholes = {target.parent_id for target in targets}
    roots = [target for target in targets if target.parent_id is None]
    split = [root for root in roots if root.pk in wholes]
    if split:
        root = max(split, key=lambda target: target.value)
        below, found = [root], []
        while below:
            at = below.pop()
            parts = [target for target in targets if target.parent_id == at.pk]
            below += parts
            found += [] if parts else [at]
        return sorted(found, key=targets.index)
    return [root for root in roots if root.receiver_id] or _lowest(roots)


def _lowest(roots: list[Target]) -> list[Target]:
    """Without the targets of units above others that have one, which the plan does not add up."""
    paths = [root.unit.path for root in roots]
    return [r for r in roots if not any(p != r.unit.path and p.startswith(r.unit.path) for p in paths)]


def _pairs(target: Target, pairings: Sequence[Pairing], targets: Sequence[Target]) -> list[Pair]:
    """Giver and receiver of what is done: as the target says, else the pairings of its unit's subtree.

    Where the indicator has targets for single receivers, only these places receive. Money of the city's own
    budget is the city's gift.
    """
    if target.receiver is not None:
        return [(target.unit, target.receiver)]
    places = [t.receiver.path for t in targets if t.receiver is not None and t.parent_id is None]
    below = [
        p
        for p in pairings
        if p.giver.path.startswith(target.unit.path)
        and (not places or any(p.receiver.path.startswith(place) for place in places))
    ]
    if target.indicator.filter.get("source") == "city":
        return [(target.unit, p.receiver) for p in below]
    return [(p.giver, p.receiver) for p in below]


def _weights(pairs: Sequence[Pair], targets: Sequence[Target]) -> tuple[float, ...]:
    """How often each pair is chosen: by the receivers' own targets where there are any, else alike."""
    places = {t.receiver.path: t.value for t in targets if t.receiver and t.parent_id is None}
    weights = []
    for _giver, receiver in pairs:
        place = next((path for path in places if receiver.path.startswith(path)), "")
        there = sum(1 for _g, other in pairs if place and other.path.startswith(place))
        weights.append(float(places[place] / Decimal(there)) if place else 1.0)
    return tuple(weights)
