"""Both sides by indicator: every posting in exactly one part, totals over all pairings, own figures only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.ledger import services
from jiedui.ledger.enums import Verdict
from jiedui.ledger.reconciliation import lines, reconcile
from jiedui.organisations.models import Pairing
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator
from jiedui.progress.comparing.sides import SideRow, Sides, sides
from tests.conftest import World
from tests.ledger import acts
from tests.progress.conftest import Scene

SPAN = {"start": date(2019, 1, 1), "end": date(2019, 12, 31)}


def held(world: World, **changes: Any) -> Sides:
    who = changes.pop("user", world.office)
    return sides(who, world.programme, **{**SPAN, **changes})


def parts(row: SideRow) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return row.claimed, row.confirmed, row.disputed, row.silent


@pytest.fixture
def four(world: World) -> Indicator:
    """East to the county: confirmed 100, disputed 200 (they say 150), disputed without a figure 400, silent 800."""
    found = acts.indicator(world)
    entries = [
        acts.accepted(world, amount=Decimal(amount), detail={"voucher_number": f"NO.{n}"})
        for n, amount in enumerate((100, 200, 400, 800))
    ]
    services.confirm_entry(actor=world.receiver, entry=entries[0], verdict="agreed")
    services.confirm_entry(actor=world.receiver, entry=entries[1], verdict="disputed", figure=Decimal(150))
    services.confirm_entry(actor=world.receiver, entry=entries[2], verdict="disputed", note="未收到")
    return found


def test_it_says_what_the_reconciliation_of_the_pairing_says(world: World, four: Indicator) -> None:
    (row,) = held(world).rows
    assert parts(row) == (1500, 100, 600, 800)
    assert (row.theirs, row.gap) == (150, 450)
    found = reconcile(
        world.office, programme=world.programme, giver=world.east, receiver=world.county, **SPAN
    )
    money = next(line for line in lines(found.groups) if line.measure.key == "amount")
    assert parts(row) == (money.claimed, money.confirmed, money.disputed, money.silent)
    assert (row.theirs, row.gap) == (money.theirs, money.gap)


def test_what_was_taken_back_is_in_no_part(world: World, four: Indicator) -> None:
    for entry in world.programme.entries.all():
        services.reverse_entry(actor=world.office, entry=entry, reason="重复")
    (row,) = held(world).rows
    assert (*parts(row), row.theirs) == (0, 0, 0, 0, None)


def test_each_pairing_has_a_row_and_they_add_up(scene: Scene) -> None:
    world = scene.world
    Pairing.objects.create(giver=world.east, receiver=world.province, valid_from=date(2018, 1, 1))
    Pairing.objects.create(giver=world.east, receiver=world.county, valid_from=date(2018, 1, 1))
    scene.entry("10", "2019-02-01", verdicts=(Verdict.AGREED,))
    scene.entry("20", "2019-02-01", receiver=world.other_county, verdicts=(Verdict.AGREED, Verdict.DISPUTED))
    scene.entry("40", "2019-02-01", giver=world.west)
    scene.entry("80", "2020-01-01", giver=world.west)
    found = held(world, indicator=scene.purchases)
    assert [(row.giver, row.receiver, *parts(row)) for row in found.rows] == [
        (world.east, world.province, 30, 10, 20, 0),
        (world.west, world.county, 40, 0, 0, 40),
    ]
    assert found.total and parts(found.total) == (70, 10, 20, 40)
    assert found.total.agreed == Decimal(10) / 70


def test_subjects_are_counted_once_in_the_whole_and_in_each_part(scene: Scene) -> None:
    heads = scene.indicator("shops", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT)
    for subject, verdicts in (
        ("a", (Verdict.AGREED,)),
        ("a", (Verdict.AGREED,)),
        ("b", ()),
        ("c", (Verdict.DISPUTED,)),
    ):
        scene.entry("1", "2019-02-01", indicator=heads, subject=subject, verdicts=verdicts)
    (row,) = held(scene.world).rows
    assert parts(row) == (3, 1, 1, 1)


def test_each_person_sees_what_is_theirs(scene: Scene) -> None:
    world = scene.world
    scene.entry("10", "2019-02-01")
    scene.entry("20", "2019-02-01", giver=world.west, receiver=world.other_county)
    seen = {
        who: (sum(row.claimed for row in found.rows), found.own_only)
        for who in ("office", "auditor", "lead", "giver", "other_giver", "receiver", "nobody")
        for found in [held(world, user=getattr(world, who))]
    }
    assert seen == {
        "office": (30, False), "auditor": (30, False), "lead": (30, True), "giver": (10, True),
        "other_giver": (20, True), "receiver": (10, True), "nobody": (0, True),
    }  # fmt: skip


def test_headcounts_as_stated_are_in_no_row(scene: Scene) -> None:
    stated = scene.indicator("placed", unit="人", kind="placement", measure="persons", as_stated=True)
    scene.entry("5", "2019-02-01", indicator=stated)
    assert held(scene.world).rows == []
    assert held(scene.world, indicator=stated).total is None


def test_it_takes_the_same_queries_however_many_pairings(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for giver in (scene.world.east, scene.world.west):
        for receiver in (scene.world.county, scene.world.other_county):
            scene.entry("1", "2019-02-01", giver=giver, receiver=receiver, verdicts=(Verdict.DISPUTED,))
    scene.world.office.refresh_from_db()
    held(scene.world)
    with django_assert_num_queries(5):
        held(scene.world)
    with django_assert_num_queries(7):
        assert len(held(scene.world, indicator=scene.purchases).rows) == 4
