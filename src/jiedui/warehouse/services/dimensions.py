"""Writing the dimensions anew where the database has others."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.utils import timezone

from jiedui.plans.models import Programme
from jiedui.warehouse import dimensions
from jiedui.warehouse.layout import ANCESTRY, CALENDAR, INDICATOR, LAYOUT, UNIT, Layout
from jiedui.warehouse.staging import stage
from jiedui.warehouse.tables import Overtaken
from jiedui.warehouse.warehouse import Warehouse


def refresh(warehouse: Warehouse, *, always: bool = False) -> None:
    """Bring units, indicators and the calendar up to date. Whoever is overtaken leaves it to the other."""
    with suppress(Overtaken):
        units = dimensions.units_mark()
        if always or not _stands(warehouse, ANCESTRY, units):
            found = dimensions.units()
            write(warehouse, UNIT, (unit.row for unit in found), units)
            write(warehouse, ANCESTRY, dimensions.ancestry(found), units)
        indicators = dimensions.indicators_mark()
        if always or not _stands(warehouse, CALENDAR, indicators):
            spans = Programme.objects.values_list("starts_on__year", "ends_on__year")
            years = dimensions.years_of(spans, timezone.localdate())
            write(warehouse, INDICATOR, dimensions.indicators(), indicators)
            write(warehouse, CALENDAR, dimensions.calendar(*years), indicators)


def write(warehouse: Warehouse, layout: Layout, rows: Iterable[tuple[Any, ...]], mark: int) -> None:
    """Put rows in the place of a dimension's. Raises Overtaken."""
    with stage(layout) as staged, warehouse[layout.name].writing() as writer:
        staged.add(rows)
        writer.make(staged.rows(), {"layout": LAYOUT, "mark": mark})


def _stands(warehouse: Warehouse, layout: Layout, mark: int) -> bool:
    table = warehouse[layout.name]
    return table.mark("layout") == LAYOUT and table.mark("mark") == mark
