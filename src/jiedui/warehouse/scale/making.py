"""Writing a generated warehouse: the dimensions, then the postings year by year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.warehouse import dimensions
from jiedui.warehouse.layout import ANCESTRY, CALENDAR, INDICATOR, LAYOUT, POSTING, UNIT
from jiedui.warehouse.scale import trees
from jiedui.warehouse.scale.sizes import LAST_YEAR, Size
from jiedui.warehouse.services.dimensions import write
from jiedui.warehouse.services.summing import sum_up
from jiedui.warehouse.warehouse import Warehouse

SQL = (Path(__file__).parent / "postings.sql").read_text("utf-8")
STEPS_BEFORE_POSTINGS = 4
MARK = {"layout": LAYOUT}


def make(
    size: Size, folder: Path, *, seed: int = 1, advance: Callable[[], object] = lambda: None
) -> Warehouse:
    """A warehouse in an empty folder; the same seed gives the same rows.

    ``advance`` is called after each step, of which there are :data:`STEPS_BEFORE_POSTINGS` and one a year. Raises
    Invalid where something is in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Invalid(_("The folder is not empty."), address=str(folder))
    warehouse = Warehouse(folder)
    _dimensions(warehouse, size, advance)
    with duckdb.connect(config={"memory_limit": "4GB"}) as connection:
        for number in range(size.years):
            rows = connection.sql(_sorted(SQL), params=_params(size, number, seed))
            with warehouse[POSTING.name].writing() as writer:
                (writer.append if number else writer.make)(rows, MARK)
            sum_up(warehouse)
            advance()
    return warehouse


def _dimensions(warehouse: Warehouse, size: Size, advance: Callable[[], object]) -> None:
    units = trees.units(size)
    first = LAST_YEAR - size.years
    for layout, rows in (
        (UNIT, (unit.row for unit in units)),
        (ANCESTRY, dimensions.ancestry(units)),
        (INDICATOR, trees.indicators(size)),
        (CALENDAR, dimensions.calendar(first, LAST_YEAR + 1)),
    ):
        write(warehouse, layout, rows, mark=0)
        advance()


def _sorted(sql: str) -> str:
    return f"SELECT * FROM ({sql}) ORDER BY {', '.join(POSTING.order)}"  # noqa: S608


def _params(size: Size, number: int, seed: int) -> dict[str, Any]:
    reversals = size.postings // 102
    counties_and_villages = size.counties + size.villages
    return {
        "seed": seed,
        "base": size.postings - reversals,
        "reversals": reversals,
        "years": size.years,
        "year_number": number,
        "year": LAST_YEAR - size.years + 1 + number,
        "indicators": size.indicators,
        "first_giver": size.giver_roots + 1,
        "givers": size.givers - size.giver_roots,
        "first_receiver": trees.first_village(size) - size.counties,
        "receivers": counties_and_villages,
    }


def span(size: Size) -> tuple[date, date]:
    """The first and the last day there can be postings of."""
    return date(LAST_YEAR - size.years + 1, 1, 1), date(LAST_YEAR, 12, 31)
