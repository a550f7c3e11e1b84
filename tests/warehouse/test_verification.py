"""Every row of the copy that is not its posting is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jiedui.ledger import services as ledger
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Confirmation, Posting
from jiedui.plans.models import Indicator
from jiedui.warehouse import services
from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.verification import posting_count, verify_warehouse
from jiedui.warehouse.warehouse import Warehouse
from tests.conftest import World
from tests.ledger import acts


@pytest.fixture
def purchases(world: World) -> Indicator:
    return acts.indicator(world, code="purchases")


def found(world: World, warehouse: Warehouse, since: int = 0) -> list[tuple[str, str]]:
    programme = world.programme
    differences = verify_warehouse(programme, lambda count: None, since=since, warehouse=warehouse)
    return [(one.subject, one.message) for one in differences]


def test_a_sound_copy_has_no_difference(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    assert found(world, warehouse) == []
    acts.accepted(world)

    assert found(world, warehouse) == []
    assert posting_count(world.programme, 0) == posting_count(None, 0) == 1


def test_a_changed_value_is_named(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    entry = acts.accepted(world)
    acts.accepted(world, title="第二次")
    services.catch_up(warehouse)
    Posting.objects.filter(entry=entry).update(value=Decimal("1"))

    words = "In the warehouse “purchases” has 12000.5, but should have 1."
    assert found(world, warehouse) == [(f"Entry #{entry.pk}", words)]
    assert found(world, warehouse, since=2) == []


def test_missing_and_surplus_rows_are_named(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    entry = acts.accepted(world)
    services.catch_up(warehouse)
    Posting.objects.filter(entry=entry).update(giver=world.west)

    assert sorted(message for _subject, message in found(world, warehouse)) == [
        "In the warehouse “purchases” has 12000.5, but should have nothing.",
        "In the warehouse “purchases” has nothing, but should have 12000.5.",
    ]


def test_a_file_that_is_gone_is_said(world: World, purchases: Indicator, warehouse: Warehouse) -> None:
    acts.accepted(world)
    services.catch_up(warehouse)
    for file in warehouse[POSTING.name].files():
        Path(file).unlink()

    ((subject, message),) = found(world, warehouse)
    assert subject == "Warehouse"
    assert message.startswith("The files of the warehouse cannot be read")


def test_another_last_word_of_the_receiver_is_named(
    world: World, purchases: Indicator, warehouse: Warehouse
) -> None:
    entry = acts.accepted(world)
    ledger.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed")
    assert found(world, warehouse) == []
    Confirmation.objects.filter(entry=entry).update(verdict=Verdict.DISPUTED)

    words = "In the warehouse the receiver's last word is another than was said."
    assert found(world, warehouse) == [(f"Entry #{entry.pk}", words)]
    services.make_anew(warehouse)
    assert found(world, warehouse) == []
