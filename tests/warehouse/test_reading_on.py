"""What was accepted a moment ago is in the answer, whether a commit holds it or not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jiedui.ledger import services as ledger
from jiedui.ledger.models import Posting, PostingChange
from jiedui.plans.models import Indicator
from jiedui.warehouse import services
from jiedui.warehouse.asking import EVERYTHING, Ask
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.queries import View
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.services import mirroring, reading_on
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts
from tests.warehouse.conftest import copied, stored
from tests.warehouse.scene import FIRST, LAST


@pytest.fixture
def purchases(world: World) -> Indicator:
    return acts.indicator(world, code="purchases")


@pytest.fixture
def engine(purchases: Indicator, warehouse: Warehouse) -> DuckEngine:
    """Over a copy that holds nothing yet."""
    services.catch_up(warehouse)
    return DuckEngine(warehouse)


def entries(engine: DuckEngine, recent: Recent) -> int:
    """How many entries an answer counts."""
    cells = View(engine, EVERYTHING, recent).over_time(Ask(FIRST, LAST))
    return sum(cell.entries for cell in cells)


def test_an_answer_needs_no_commit(world: World, warehouse: Warehouse, engine: DuckEngine) -> None:
    before = warehouse[POSTING.name].version()
    for n in range(3):
        acts.accepted(world, title=f"第{n}次")
        recent = services.come_abreast(warehouse)
        assert (len(recent.rows), entries(engine, recent)) == (n + 1, n + 1)

    assert warehouse[POSTING.name].version() == before
    assert recent.origin is warehouse.recent.origin


def test_a_commit_takes_over_what_was_read(world: World, warehouse: Warehouse, engine: DuckEngine) -> None:
    acts.accepted(world, title="一")
    first = services.come_abreast(warehouse)
    assert entries(engine, first) == 1
    services.catch_up(warehouse)
    # A view from before the commit and one from after count the entry once.
    assert entries(engine, first) == 1
    acts.accepted(world, title="二")
    second = services.come_abreast(warehouse)
    assert (len(second.rows), entries(engine, second)) == (1, 2)
    assert entries(engine, first) == 2
    services.catch_up(warehouse)
    last = services.come_abreast(warehouse)
    assert (last.rows, entries(engine, last)) == ((), 2)
    assert copied(warehouse) == stored()


def test_what_is_known_is_read_on_after_a_commit_of_a_part(
    world: World, warehouse: Warehouse, engine: DuckEngine
) -> None:
    acts.accepted(world, title="一")
    until = PostingChange.objects.latest("pk").pk
    acts.accepted(world, title="二")
    known = services.come_abreast(warehouse)
    with warehouse[POSTING.name].writing() as writer:
        change = PostingChange.objects.get(pk=until)
        mirroring._carry(writer, [change])

    acts.accepted(world, title="三")
    recent = services.come_abreast(warehouse)
    assert recent.origin is known.origin
    assert (len(recent.rows), entries(engine, recent)) == (2, 3)


def test_postings_written_anew_take_a_commit(world: World, warehouse: Warehouse, engine: DuckEngine) -> None:
    acts.accepted(world)
    services.come_abreast(warehouse)
    ledger.rebuild_postings(programme=world.programme)
    recent = services.come_abreast(warehouse)

    assert (recent.rows, entries(engine, recent)) == ((), 1)
    assert copied(warehouse) == stored()


def test_many_take_a_commit(
    world: World, warehouse: Warehouse, engine: DuckEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_on, "MOST", 2)
    for n in range(2):
        acts.accepted(world, title=f"第{n}次")
    assert len(services.come_abreast(warehouse).rows) == 2
    acts.accepted(world, title="其三")
    recent = services.come_abreast(warehouse)

    assert (recent.rows, entries(engine, recent)) == ((), 3)
    assert copied(warehouse) == stored()


def test_another_past_is_not_read_on(world: World, warehouse: Warehouse, engine: DuckEngine) -> None:
    acts.accepted(world)
    gone = services.come_abreast(warehouse)
    assert entries(engine, gone) == 1
    # As where a database came back from a backup that was made before the acceptance.
    Posting.objects.all().delete()
    PostingChange.objects.filter(pk=gone.change).delete()

    recent = services.come_abreast(warehouse)
    assert (recent.rows, entries(engine, recent)) == ((), 0)


def test_who_read_earlier_takes_nothing_from_who_read_later(
    world: World, warehouse: Warehouse, engine: DuckEngine
) -> None:
    acts.accepted(world, title="一")
    early = services.come_abreast(warehouse)
    acts.accepted(world, title="二")
    late = services.come_abreast(warehouse)

    assert entries(engine, late) == 2
    assert entries(engine, early) == 2
    apart = replace(early, origin=object())  # by another thread, which knew nothing
    assert entries(engine, apart) == 2
    assert entries(engine, replace(apart, when=late.when + 1)) == 1
    assert entries(engine, late) == 2


def test_reversals_are_read_on(
    world: World, purchases: Indicator, warehouse: Warehouse, engine: DuckEngine
) -> None:
    entry = acts.accepted(world)
    recent = services.come_abreast(warehouse)
    [cell] = View(engine, EVERYTHING, recent).over_time(Ask(FIRST, LAST))
    assert (cell.value, cell.entries) == (Posting.objects.get().value, 1)

    ledger.reverse_entry(actor=world.office, entry=entry, reason="重复录入")
    recent = services.come_abreast(warehouse)
    [cell] = View(engine, EVERYTHING, recent).over_time(Ask(FIRST, LAST))
    assert (cell.value, cell.entries) == (Decimal(0), 0)


def test_without_an_answer_nothing_is_held(warehouse: Warehouse, engine: DuckEngine) -> None:
    recent = services.come_abreast(warehouse)
    assert (recent.rows, recent.said) == ((), ())
    assert entries(engine, NOTHING) == 0
