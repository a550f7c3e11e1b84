"""Every query gives the cells that the postings in the database give, to everybody what is theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiedui.warehouse import services
from jiedui.warehouse.asking import access_of
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.queries import SQL, View
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.warehouse import suite
from tests.warehouse.scene import Drawn, draw, draw_more


def _equal_for_every_role(drawn: Drawn, engine: DuckEngine, seed: int, recent: Recent = NOTHING) -> None:
    filled = {path.stem: 0 for path in SQL.glob("*.sql")}
    number = seed
    for user in drawn.people:
        view = View(engine, access_of(user), recent)
        for ask in suite.asks(drawn):
            number += 1
            for name, (cells, expected) in suite.checks(view, user, ask, number):
                assert cells == expected, (name, user.username, ask, suite.levels(number))
                filled[name] += len(cells)
    assert all(filled.values()), filled


@pytest.mark.parametrize("seed", [1, 2])
def test_every_query_equals_the_postings_for_every_role(
    world: World, warehouse: Warehouse, seed: int
) -> None:
    drawn = draw(world, seed=seed)
    services.make_anew(warehouse)
    # The second time every file has its sums by month, and what can be answered from these is.
    assert services.sum_up(warehouse, worth=0) > 0 if seed == 2 else True
    _equal_for_every_role(drawn, DuckEngine(warehouse), seed)


@pytest.mark.parametrize("summed", [False, True])
def test_what_no_commit_holds_yet_is_part_of_every_answer(
    world: World, warehouse: Warehouse, summed: bool
) -> None:
    drawn = draw(world, seed=3, count=60)
    services.make_anew(warehouse)
    assert services.sum_up(warehouse, worth=0) > 0 if summed else True
    version = warehouse[POSTING.name].version()
    draw_more(drawn, seed=4, count=60)

    recent = services.come_abreast(warehouse)
    assert len(recent.rows) > 60
    _equal_for_every_role(drawn, DuckEngine(warehouse), 3, recent)
    assert warehouse[POSTING.name].version() == version


def test_nobody_sees_nothing(world: World, warehouse: Warehouse) -> None:
    drawn = draw(world, count=30)
    services.make_anew(warehouse)
    view = View(DuckEngine(warehouse), access_of(world.nobody))

    for ask in suite.asks(drawn):
        assert all(not cells for _name, (cells, _expected) in suite.checks(view, world.nobody, ask, 1))


@pytest.mark.parametrize("path", sorted(SQL.glob("*.sql")), ids=lambda path: path.stem)
def test_a_query_reads_figures_only_where_scope_was_applied(path: Path) -> None:
    text = path.read_text("utf-8")
    own = set(re.findall(r"(?:WITH|\),)\s+(\w+) AS \(", text))
    read = set(re.findall(r"(?:FROM|JOIN)\s+(\w+)", text))

    assert "visible" in read
    assert read <= {"visible", "indicator", "calendar"} | own
