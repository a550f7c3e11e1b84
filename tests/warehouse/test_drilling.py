"""The postings behind a cell add up to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.errors import NotFound
from jiedui.kernel.periods import month_end
from jiedui.warehouse import services
from jiedui.warehouse.asking import Ask, access_of
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.drilling import drill
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.queries import View
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.warehouse.scene import FIRST, LAST, draw


@pytest.mark.parametrize(
    ("giver_level", "receiver_level"), [(SELF, SELF), ("1", "county"), ("hospital", "0")]
)
def test_the_postings_behind_each_cell_add_up_to_it(
    world: World, warehouse: Warehouse, giver_level: str, receiver_level: str
) -> None:
    draw(world)
    services.make_anew(warehouse)
    ask = Ask(FIRST, LAST, workstream=world.consumption.pk)

    for user in (world.office, world.giver, world.receiver):
        view = View(DuckEngine(warehouse), access_of(user))
        cells = view.by_pair(ask, giver_level=giver_level, receiver_level=receiver_level, grain=Grain.QUARTER)
        assert cells
        for cell in cells[:40]:
            assert cell.period is not None
            end = month_end(cell.period.replace(month=cell.period.month + 2))
            behind = drill(
                user,
                replace(ask.over(cell.period, end), indicators=(cell.indicator,)),
                giver=cell.giver,
                giver_level=giver_level,
                receiver=cell.receiver,
                receiver_level=receiver_level,
            )
            assert sum((posting.value for posting in behind), start=Decimal(0)) == cell.value
            assert sum(-1 if posting.entry.reverses_id else 1 for posting in behind) == cell.entries


def test_a_drill_is_one_query_however_many_rows(world: World) -> None:
    drawn = draw(world)
    ask = Ask(date(2018, 1, 1), date(2019, 12, 31), indicators=drawn.ids("sum-1"), giver=world.city.pk)
    list(drill(world.office, ask))
    with CaptureQueriesContext(connection) as queries:
        rows = list(drill(world.office, ask))
        assert [posting.entry.title for posting in rows if posting.giver.name]

    assert len(rows) > 10
    assert len(queries) == 2  # the unit, the rows


def test_figures_kept_as_stated_are_not_drilled_into(world: World) -> None:
    drawn = draw(world)
    assert not drill(world.office, Ask(FIRST, LAST, indicators=drawn.ids("as-stated"))).exists()


def test_a_unit_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        drill(world.office, Ask(FIRST, LAST), giver=999_999, giver_level="1")
