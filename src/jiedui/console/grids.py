"""Tables of units (rows) by indicators, receivers or periods (columns)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.kernel.periods import Period
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Target
from jiedui.progress.standings import Standing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator, a receiver or a period, with the one scale of its figures."""

    key: object
    scale: Scale


@dataclass(frozen=True, slots=True)
class GridRow(Generic[T]):
    """A unit and, column by column, what stands there (several where targets name receivers)."""

    unit: OrgUnit
    cells: list[tuple[Column, list[T]]]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grid(Generic[T]):
    """Columns and rows; rows of the highest units come first and are marked ``whole``."""

    columns: list[Column] = field(default_factory=list)
    rows: list[GridRow[T]] = field(default_factory=list)

    @property
    def compared(self) -> Grid[T]:
        """The columns in which more than one unit has something, and the units that stand in them."""
        kept = [n for n in range(len(self.columns)) if sum(bool(row.cells[n][1]) for row in self.rows) > 1]
        rows = [GridRow(row.unit, [row.cells[n] for n in kept], row.whole) for row in self.rows]
        return Grid(
            [self.columns[n] for n in kept], [row for row in rows if any(found for _c, found in row.cells)]
        )


def tree_order(unit: OrgUnit) -> tuple[int, ...]:
    """Sort key: the order of the tree, by number (as text, unit 10 would stand before unit 2)."""
    return tuple(int(part) for part in unit.path.split("/") if part)


def standings_grid(rows: Iterable[Standing]) -> Grid[Standing]:
    """Units by indicators, each cell a standing."""
    return _grid(list(rows), lambda s: s.target, lambda s: s.indicator, _values)


def targets_grid(targets: Iterable[Target]) -> Grid[Target]:
    """Units by indicators, each cell a target."""
    return _grid(list(targets), lambda t: t, lambda t: t.indicator, lambda t: [t.value])


def parts_grid(targets: Iterable[Target]) -> Grid[Target]:
    """Units by what one indicator's targets are split over: receivers, or periods of time."""
    return _grid(list(targets), lambda t: t, _part_key, lambda t: [t.value])


def _part_key(target: Target) -> OrgUnit | Period:
    return target.receiver or Period(target.starts_on, target.ends_on)


def _values(standing: Standing) -> list[Decimal | None]:
    return [standing.value, standing.target_value]


def _grid(
    items: list[T],
    target_of: Callable[[T], Target],
    key_of: Callable[[T], Hashable],
    values_of: Callable[[T], Iterable[Decimal | None]],
) -> Grid[T]:
    by_key: defaultdict[object, list[T]] = defaultdict(list)
    by_unit: dict[int, defaultdict[object, list[T]]] = {}
    units: dict[int, OrgUnit] = {}
    for item in items:
        unit, key = target_of(item).unit, key_of(item)
        units.setdefault(unit.pk, unit)
        by_key[key].append(item)
        by_unit.setdefault(unit.pk, defaultdict(list))[key].append(item)
    columns = [Column(key, _scale(group, target_of, values_of)) for key, group in by_key.items()]
    depth = min((unit.path.count("/") for unit in units.values()), default=0)
    ordered = sorted(units.values(), key=lambda u: (u.path.count("/") > depth, tree_order(u)))
    rows = [
        GridRow(u, [(c, by_unit[u.pk][c.key]) for c in columns], u.path.count("/") == depth) for u in ordered
    ]
    return Grid(columns, rows)


def _scale(
    group: list[T],
    target_of: Callable[[T], Target],
    values_of: Callable[[T], Iterable[Decimal | None]],
) -> Scale:
    indicator = target_of(group[0]).indicator
    values = [value for item in group for value in values_of(item)]
    return figures.scale_of(values, indicator.unit, indicator.decimals)
