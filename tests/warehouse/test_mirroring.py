"""The copy is the postings, whatever happened in between."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiedui.ledger import services as ledger
from jiedui.ledger.models import Posting, PostingChange
from jiedui.plans.models import Indicator
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.warehouse import services, tables
from jiedui.warehouse.layout import LAYOUT, POSTING
from jiedui.warehouse.services import mirroring
from jiedui.warehouse.tables import Overtaken
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts
from tests.warehouse.conftest import copied, read, stored


def versions(warehouse: Warehouse) -> int:
    return warehouse[POSTING.name].version()


@pytest.fixture
def purchases(world: World) -> Indicator:
    return acts.indicator(world, code="purchases")


def test_the_first_look_copies_what_is_there(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    acts.accepted(world)
    services.catch_up(warehouse)

    assert len(stored()) == 1
    assert copied(warehouse) == stored()


def test_acceptances_are_appended_in_one_commit(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    services.catch_up(warehouse)
    before = versions(warehouse)
    for n in range(3):
        acts.accepted(world, title=f"第{n}次")

    assert services.catch_up(warehouse) == 3
    assert copied(warehouse) == stored()
    assert versions(warehouse) == before + 1


def test_nothing_new_writes_nothing(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    acts.accepted(world)
    services.catch_up(warehouse)
    before = versions(warehouse)

    assert services.catch_up(warehouse) == 0
    assert versions(warehouse) == before


def test_reversals_and_corrections_follow(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    first, second = acts.accepted(world), acts.accepted(world, title="第二次")
    services.catch_up(warehouse)
    back = ledger.reverse_entry(actor=world.office, entry=first, reason="重复录入")
    ledger.correct_entry(
        actor=world.office, entry=second, data=acts.data(world, amount=Decimal("7")), reason="金额有误"
    )
    services.catch_up(warehouse)

    assert len(stored()) == 5
    assert copied(warehouse) == stored()
    rows = read(warehouse, "SELECT entry, entries, reverses, sequence FROM {table} ORDER BY sequence")
    assert rows[2] == (back.pk, -1, first.pk, 3)
    assert [row[1] for row in rows] == [1, 1, -1, -1, 1]


def test_a_hold_takes_rows_out_and_lifting_it_puts_them_back(world: World, warehouse: Warehouse) -> None:
    acts.indicator(world, "workshop", "jobs_offered", code="jobs")
    acts.indicator(world, code="purchases")
    acts.accepted(world, "workshop")
    acts.accepted(world)
    services.catch_up(warehouse)
    assert len(copied(warehouse)) == 2

    ledger.raise_hold(
        actor=world.receiver,
        programme=world.programme,
        on=HoldOn.WORKSHOP,
        name="云岭服装车间",
        flag=RedFlag.WAGES,
        reason="连续两个月未发工资",
    )
    acts.accepted(world, title="第二次")
    assert services.catch_up(warehouse) == 2
    assert len(stored()) == 2
    assert copied(warehouse) == stored()


def test_a_rebuilt_programme_is_replaced(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    acts.accepted(world)
    services.catch_up(warehouse)
    acts.indicator(world, measure="count", code="count")
    ledger.rebuild_postings(programme=world.programme)
    acts.accepted(world, title="第二次")
    services.catch_up(warehouse)

    assert len(stored()) == 4
    assert copied(warehouse) == stored()


def test_a_value_too_wide_for_a_row_is_divided(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    acts.accepted(world)
    Posting.objects.update(value=Decimal("3456789012345678.1234"))
    wide = Posting.objects.get().value  # SQLite keeps fifteen digits of it
    services.make_anew(warehouse)

    assert read(warehouse, "SELECT count(*), sum(value), sum(entries) FROM {table}") == [(35, wide, 1)]


def test_a_database_from_a_backup_has_the_copy_made_anew(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    acts.accepted(world)
    acts.accepted(world, title="第二次")
    services.catch_up(warehouse)
    # As if it had come back without the second, and another was accepted since, under the same number.
    last = PostingChange.objects.order_by("-pk").first()
    assert last is not None
    Posting.objects.update(value=Decimal("5"))
    PostingChange.objects.filter(pk=last.pk).update(mark=last.mark + 1)
    services.catch_up(warehouse)

    assert copied(warehouse) == stored()


def test_a_table_of_another_layout_is_made_anew(
    world: World, purchases: Indicator, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts.accepted(world)
    with monkeypatch.context() as patch:
        patch.setattr(mirroring, "LAYOUT", 0)
        services.make_anew(warehouse)
    services.catch_up(warehouse)

    assert warehouse[POSTING.name].mark("layout") == LAYOUT
    assert copied(warehouse) == stored()


def test_a_commit_that_was_lost_is_made_good(
    world: World, purchases: Indicator, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the acceptance and before the append."""
    services.catch_up(warehouse)
    with monkeypatch.context() as patch:
        patch.setattr(mirroring, "_carry", _die)
        acts.accepted(world)
        with pytest.raises(KeyboardInterrupt):
            services.catch_up(warehouse)
    assert copied(warehouse) == []

    services.catch_up(warehouse)
    assert copied(warehouse) == stored()


def _die(*_args: Any) -> None:
    raise KeyboardInterrupt


def test_who_is_overtaken_copies_nothing_twice(
    world: World, purchases: Indicator, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes saw the same table; the second must not commit what the first has."""
    monkeypatch.setattr(tables, "PATIENCE", 0)
    services.catch_up(warehouse)
    acts.accepted(world)
    other = Warehouse(warehouse.folder)
    with warehouse[POSTING.name].writing() as slow:
        services.catch_up(other)
        with pytest.raises(Overtaken):
            mirroring._follow(warehouse, slow, PostingChange.objects.latest("pk").pk)
    assert copied(warehouse) == stored()

    services.catch_up(warehouse)
    assert copied(warehouse) == stored()


def test_tidying_leaves_one_file_a_year_and_the_same_rows(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    for n in range(4):
        acts.accepted(world, title=f"第{n}次")
        services.catch_up(warehouse)
    files = warehouse[POSTING.name].files()
    assert len(files) == 4

    assert services.tidy(warehouse).after == 1
    assert copied(warehouse) == stored()
    assert all(Path(file).exists() for file in files)  # a query that has begun still reads them
    services.tidy(warehouse, kept_hours=0)
    assert not any(Path(file).exists() for file in files)
    acts.accepted(world, title="其后")
    services.catch_up(Warehouse(warehouse.folder))
    assert copied(warehouse) == stored()


def test_a_query_waits_for_what_was_there_and_no_longer(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    services.catch_up(warehouse)
    acts.accepted(world)
    first = PostingChange.objects.latest("pk").pk
    acts.accepted(world, title="later")

    with warehouse[POSTING.name].writing() as writer:
        assert mirroring._follow(warehouse, writer, first) == 2
        assert mirroring._follow(warehouse, writer, first) == 0
    assert copied(warehouse) == stored()
