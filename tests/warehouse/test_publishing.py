"""What the public is told of few people: nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.ledger.models import Posting
from jiedui.plans.models import Indicator
from jiedui.warehouse import services
from jiedui.warehouse.asking import EVERYTHING, Ask
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.publishing import public_by_unit
from jiedui.warehouse.queries import View
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts

YEAR = Ask(date(2019, 1, 1), date(2019, 12, 31))


def told(warehouse: Warehouse, world: World, *values: int) -> list[Decimal | None]:
    """Of entries with these values, for two receivers in turn over two quarters, what is told."""
    for number, value in enumerate(values):
        day = date(2019, 2 if number < 2 else 5, 1)
        receiver = (world.county, world.other_county)[number % 2]
        entry = acts.accepted(world, receiver=receiver.pk, occurred_on=day, title=f"第{number}次")
        Posting.objects.filter(entry=entry).update(value=Decimal(value))
    services.make_anew(warehouse)
    view = View(DuckEngine(warehouse), EVERYTHING)
    cells = public_by_unit(view, YEAR, grain=Grain.QUARTER)
    return [cell.value for cell in sorted(cells, key=lambda cell: (cell.period or date.min, cell.unit or 0))]


def test_few_people_are_hidden_with_what_gives_them_away(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="people")
    Indicator.objects.update(unit="人")

    assert told(warehouse, world, 3, 40, 50, 60) == [None, None, None, None]


def test_many_people_are_told(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="people")
    Indicator.objects.update(unit="人")

    assert told(warehouse, world, 30, 40, 50, 60) == [30, 40, 50, 60]


def test_small_sums_of_money_are_told(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, code="money")

    assert told(warehouse, world, 3, 40, 50, 60) == [3, 40, 50, 60]
