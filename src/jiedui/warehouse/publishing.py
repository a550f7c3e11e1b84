"""Answers for the public: figures of few people are left out, with what would give them away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiedui.plans.models import Indicator
from jiedui.safeguards.small_cells import hidden
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.cells import UnitCell
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain, Side
from jiedui.warehouse.queries import View

PEOPLE = ("人", "人次", "名", "户", "户次")
"""Units of indicators that count people or households."""


class PublicCell(NamedTuple):
    """What may be told of a cell; ``value`` is None where it may not, and the number of entries is never told."""

    indicator: int
    unit: int | None
    period: date | None
    value: Decimal | None


def public_by_unit(
    view: View, ask: Ask, *, side: Side = Side.RECEIVER, level: str = SELF, grain: Grain = Grain.YEAR
) -> list[PublicCell]:
    """What each unit gave or received in each period, as far as it may be told beside totals of both; one query more.

    Each indicator is a table of units by periods. A total is to be told only where
    :func:`jiedui.safeguards.small_cells.hidden_totals` does not name it.
    """
    cells = view.by_unit(ask, side=side, level=level, grain=grain)
    people = set(Indicator.objects.filter(unit__in=PEOPLE).values_list("pk", flat=True))
    kept_back = {key for indicator in people for key in _hidden(cells, indicator)}
    return [
        PublicCell(*cell[:3], None if (cell.indicator, cell.unit, cell.period) in kept_back else cell.value)
        for cell in cells
    ]


def _hidden(cells: list[UnitCell], indicator: int) -> set[tuple[int, int | None, date | None]]:
    table = {(cell.unit, cell.period): cell.value for cell in cells if cell.indicator == indicator}
    return {(indicator, *place) for place in hidden(table)}
