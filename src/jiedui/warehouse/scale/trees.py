"""The dimensions of a generated warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jiedui.organisations.enums import UnitKind
from jiedui.plans.enums import Rollup
from jiedui.warehouse.dimensions import Unit, rolls_up
from jiedui.warehouse.scale.sizes import Size

PROGRAMME = 1
WORKSTREAMS = 10
PREFECTURES = 7
"""A province's."""


def units(size: Size) -> list[Unit]:
    """Givers first, from id 1 on: provinces, districts; then receiving provinces, prefectures, counties, villages."""
    made = [Unit(n, UnitKind.PROVINCE, (n,)) for n in range(1, size.giver_roots + 1)]
    roots = [unit.id for unit in made]
    made += [
        Unit(n, UnitKind.COUNTY, (roots[n % len(roots)], n))
        for n in range(size.giver_roots + 1, size.givers + 1)
    ]
    return [*made, *_receivers(size, size.givers + 1)]


def _receivers(size: Size, first: int) -> Iterator[Unit]:
    tiers = (
        (UnitKind.PROVINCE, size.provinces),
        (UnitKind.PREFECTURE, size.provinces * PREFECTURES),
        (UnitKind.COUNTY, size.counties),
        (UnitKind.VILLAGE, size.villages),
    )
    above: list[tuple[int, ...]] = [()]
    for kind, count in tiers:
        tier = [(*above[n % len(above)], first + n) for n in range(count)]
        yield from (Unit(path[-1], kind, path) for path in tier)
        above, first = tier, first + count


def first_village(size: Size) -> int:
    """The id of the first village; the others follow it, counties come before it."""
    return size.givers + size.provinces * (1 + PREFECTURES) + size.counties + 1


def indicators(size: Size) -> Iterator[tuple[Any, ...]]:
    """Four fifths add up; of the others some count subjects, some stand as last said, some are shares."""
    ways = {5: Rollup.DISTINCT, 10: Rollup.LATEST, 15: Rollup.RATIO}
    for n in range(1, size.indicators + 1):
        way = ways.get(n % 20, Rollup.SUM)
        yield n, PROGRAMME, n % WORKSTREAMS + 1, str(way), str(way), rolls_up(way, way), False
