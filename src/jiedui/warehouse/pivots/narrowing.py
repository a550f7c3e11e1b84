"""From a row or a column to what is in it: the filter that a click on its head sets, and the finer axis then."""

from __future__ import annotations

from jiedui.organisations.enums import UnitKind
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.pivots.axes import About, Axis, Key, day_of, last_of
from jiedui.warehouse.pivots.pivot import Pivot

FINER = {
    Grain.YEAR: Grain.QUARTER,
    Grain.HALF: Grain.MONTH,
    Grain.QUARTER: Grain.MONTH,
    Grain.MONTH: Grain.DAY,
    Grain.TEN_DAYS: Grain.DAY,
}
Choices = dict[str, str]


def into(pivot: Pivot, axis: Axis, key: Key) -> Choices:
    """The choices to make in the place of those of now; empty where it goes no further."""
    if key is None:
        return {}
    name = "rows" if axis == pivot.rows else "columns"
    if axis.about is About.PERIOD:
        return _into_period(pivot, axis, key, name)
    if axis.about is About.INDICATOR:
        return {"of": str(key), name: str(_instead(pivot))}
    if axis.by == SELF:
        return {str(axis.about): str(key)}
    return {str(axis.about): str(key), name: str(Axis(axis.about, SELF))}


def _into_period(pivot: Pivot, axis: Axis, key: int, name: str) -> Choices:
    finer = FINER.get(axis.grain)
    if finer is None:
        return {}
    first, last = day_of(key), last_of(day_of(key), axis.grain)
    return {
        "from": max(first, pivot.ask.first).isoformat(),
        "to": min(last, pivot.ask.last).isoformat(),
        name: str(Axis(About.PERIOD, finer)),
    }


def _instead(pivot: Pivot) -> Axis:
    """What one indicator is told apart by where the indicators lay."""
    taken = {axis.about for axis in pivot.axes}
    offered = (Axis(About.GIVER, UnitKind.COUNTY), Axis(About.PERIOD, Grain.MONTH))
    return next(axis for axis in offered if axis.about not in taken)
