"""Frozen figures, postings and entries: what agrees, what came later, and what is not the same any more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from jiedui.ledger import services as ledger
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.verification import Difference
from jiedui.returns import services
from jiedui.returns.agreement import Agreement, agreements, compared_count
from jiedui.returns.models import Return, ReturnLine
from jiedui.returns.verification import verify_agreement
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def closed(world: World) -> Return:
    """The east's return for July with 12,000.50 of purchases and how many they are, and the west's without any."""
    by_measure = services.LineSpec(kind="purchase", measure="count", name="采购笔数")
    scene.july(world, lines=[services.LineSpec(acts.indicator(world, code="bought")), by_measure])
    services.close_returns(actor=world.office, programme=world.programme, since=scene.JULY, until=scene.JULY)
    return Return.objects.get(unit=world.east)


def rows(world: World) -> list[Agreement]:
    return agreements(world.programme)


def differences(world: World) -> list[Difference]:
    return list(verify_agreement(world.programme, lambda count: None))


def change(table: str, column: str, value: Any, pk: int) -> None:
    """Change a row as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def test_each_figure_is_summed_over_the_units_that_froze_it(world: World) -> None:
    closed(world)

    amount, count = rows(world)

    assert (amount.units, amount.frozen, amount.posted, amount.entries) == (2, *[Decimal("12000.50")] * 3)
    assert (count.units, count.frozen, count.posted, count.entries) == (2, 1, None, 1)
    assert (amount.agrees, amount.later, count.agrees, count.later) == (True, 0, True, 0)
    assert compared_count(world.programme) == 4
    assert differences(world) == []


def test_what_came_later_is_told_and_the_frozen_figure_stands(world: World) -> None:
    closed(world)
    acts.accepted(world, amount="99.99", detail={"voucher_number": "NO.2"})
    ledger.reverse_entry(actor=world.office, entry=Entry.objects.order_by("pk")[0], reason="作废")

    amount, count = rows(world)

    assert (amount.frozen, amount.now, amount.later) == (Decimal("12000.50"), Decimal("99.99"), 2)
    assert (count.frozen, count.now, count.later) == (1, 1, 2)
    assert amount.agrees
    assert count.agrees
    found = differences(world)
    assert [item.noted for item in found] == [True, True]
    assert "12,000.5" in found[0].message
    assert "99.99" in found[0].message


def test_a_posting_an_entry_and_a_line_that_were_changed_are_each_found(world: World) -> None:
    one = closed(world)
    changes = (
        ("ledger_posting", "value", "1", Posting.objects.get(indicator__code="bought").pk),
        ("ledger_entry", "amount", "1.00", Entry.objects.get().pk),
        ("returns_returnline", "value", "1", one.lines.first().pk),  # type: ignore[union-attr]
    )
    for table, column, value, pk in changes:
        with transaction.atomic():
            change(table, column, value, pk)
            assert [row.agrees for row in rows(world)] == [False, True], table
            (found,) = differences(world)
            assert not found.noted
            transaction.set_rollback(True)
        assert differences(world) == []


def test_two_units_that_are_apart_by_the_same_are_not_the_same(world: World) -> None:
    """One too much and one too little make the right sum, and are wrong."""
    closed(world)
    east, west = ReturnLine.objects.filter(number=1).order_by("of__unit__path")
    change("returns_returnline", "value", "12001.50", east.pk)
    change("returns_returnline", "value", "-1", west.pk)

    amount, _count = rows(world)

    assert (amount.frozen, amount.entries, amount.apart, amount.agrees) == (
        Decimal("12000.50"), Decimal("12000.50"), 2, False,
    )  # fmt: skip


def test_a_version_that_was_replaced_is_counted_once_the_new_one_is_accepted(world: World) -> None:
    one = closed(world)
    acts.accepted(world, amount="99.99", detail={"voucher_number": "NO.2"})
    new = services.reopen_return(actor=world.office, one=one, reason="补报")
    assert rows(world)[0].frozen == Decimal("12000.50")

    services.submit_return(actor=world.giver, one=new)
    for _level in range(2):
        services.approve_return(actor=world.office, one=new)

    amount, _count = rows(world)
    assert (amount.units, amount.frozen, amount.now, amount.later) == (2, *[Decimal("12100.49")] * 2, 0)


def test_a_figure_of_the_unit_s_own_is_reported_beside_the_ledger_s(world: World) -> None:
    scene.july(world)
    services.adjust_line(
        actor=world.giver,
        line=ReturnLine.objects.get(of__unit=world.east),
        value=Decimal(13000),
        reason="含未入账",
    )
    one = services.submit_return(actor=world.giver, one=Return.objects.get(unit=world.east))
    services.take_adjustment(actor=world.lead, line=one.lines.get())
    for actor in (world.lead, world.office):
        services.approve_return(actor=actor, one=one)

    (amount,) = rows(world)
    assert (amount.frozen, amount.reported, amount.agrees) == (Decimal("12000.50"), 13000, True)
