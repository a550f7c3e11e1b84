"""Returns of front offices: what their place received, in all and from each giver."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.ledger import services as ledger
from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import DivisionCode, OrgUnit
from jiedui.organisations.queries import pairings_between
from jiedui.organisations.services import add_pairing, create_unit
from jiedui.returns import services
from jiedui.returns.agreement import agreements
from jiedui.returns.enums import Reporters
from jiedui.returns.models import Return
from jiedui.returns.queries import entries_of
from jiedui.returns.recomputing import recomputed
from jiedui.returns.verification import verify_returns
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene

YEAR = (date(2019, 1, 1), date(2019, 12, 31))


def front_office(world: World, *places: OrgUnit) -> OrgUnit:
    made = create_unit(
        actor=None,
        name="援甘前方指挥部",
        kind=UnitKind.FRONT_OFFICE,
        parent=world.city,
        name_en="Front office",
    )
    for place in places:
        add_pairing(
            actor=None, giver=made, receiver=place, type=PairingType.STATION, valid_from=date(2019, 1, 1)
        )
    return made


def purchase_of_the_west(world: World) -> None:
    data = acts.data(world, giver=world.west.pk, amount=Decimal(300), detail={"voucher_number": "NO.9"})
    entry = ledger.record_entry(actor=world.office, programme=world.programme, kind="purchase", data=data)
    ledger.attach_evidence(
        actor=world.office, entry=entry, filename="v.txt", content=b"west", purpose="voucher"
    )
    ledger.accept_entry(actor=world.lead, entry=ledger.submit_entry(actor=world.office, entry=entry))


def july(world: World, *places: OrgUnit) -> Return:
    scene.pair(world)
    front_office(world, *places)
    acts.indicator(world, code="purchases", name_en="Purchases")
    acts.accepted(world)
    purchase_of_the_west(world)
    scene.schedule(world, reporters=Reporters.FRONT_OFFICES)
    (one,) = scene.produce(world)
    return one


def test_the_lines_are_the_whole_and_each_giver(world: World) -> None:
    one = july(world, world.county)
    lines = list(one.lines.order_by("number"))
    assert [line.value for line in lines] == [Decimal("12300.50"), Decimal("12000.50"), Decimal(300)]
    assert [line.name_en for line in lines] == ["Purchases", "Purchases, Dongcheng", "Purchases, Xicheng"]
    assert [line.name for line in lines] == ["purchases", "purchases · 东城区", "purchases · 西城区"]
    assert [entries_of(world.office, line).count() for line in lines] == [2, 1, 1]


def test_what_is_above_the_county_holds_it_and_another_place_nothing(world: World) -> None:
    assert world.county.parent is not None
    one = july(world, world.county.parent, world.other_county)
    whole, _east, _west, elsewhere = one.lines.order_by("number")
    assert (whole.value, whole.name) == (Decimal("12300.50"), "purchases · 西山省")
    assert (elsewhere.value, elsewhere.name) == (0, "purchases · 石泉县")


def test_a_front_office_without_a_place_has_the_lines_as_they_are_asked(world: World) -> None:
    (line,) = july(world).lines.all()
    assert (line.value, line.name) == (0, "purchases")


def test_frozen_it_is_the_same_by_entries_and_by_postings(world: World) -> None:
    one = services.submit_return(actor=world.office, one=july(world, world.county))
    later = acts.data(world, occurred_on=date(2019, 7, 9), amount=Decimal(7))
    for _level in range(2):
        one = services.approve_return(actor=world.office, one=one)
    late = ledger.record_entry(actor=world.giver, programme=world.programme, kind="purchase", data=later)
    ledger.attach_evidence(
        actor=world.giver, entry=late, filename="w.txt", content=b"late", purpose="voucher"
    )
    ledger.accept_entry(actor=world.lead, entry=ledger.submit_entry(actor=world.giver, entry=late))

    assert recomputed(one) == []
    assert list(verify_returns(world.programme, lambda count: None)) == []
    rows = agreements(world.programme)
    assert [(row.agrees, row.frozen, row.posted, row.later) for row in rows] == [
        (True, Decimal("12300.50"), Decimal("12300.50"), 1),
        (True, Decimal("12000.50"), Decimal("12000.50"), 1),
        (True, Decimal(300), Decimal(300), 0),
    ]


def test_opened_again_it_keeps_its_sides(world: World) -> None:
    one = services.submit_return(actor=world.office, one=july(world, world.county))
    for _level in range(2):
        one = services.approve_return(actor=world.office, one=one)
    again = services.reopen_return(actor=world.office, one=one, reason="补录")
    assert [line.value for line in again.lines.order_by("number")] == [
        Decimal("12300.50"), Decimal("12000.50"), Decimal(300),
    ]  # fmt: skip


def test_a_station_pairs_nobody(world: World) -> None:
    front_office(world, world.county)
    assert not pairings_between(*YEAR).exists()


@pytest.mark.parametrize("reporters", [Reporters.FRONT_OFFICES, Reporters.RECEIVERS])
def test_nothing_is_asked_about_work_in_a_region_on_hold(world: World, reporters: Reporters) -> None:
    DivisionCode.objects.create(unit=world.county, code="653226", name="于田县")
    scene.pair(world)
    front_office(world, world.county)
    fairs = acts.indicator(world, "job_fair", "count", code="fairs")
    purchases = acts.indicator(world, code="purchases")
    lines = [services.LineSpec(fairs), services.LineSpec(purchases)]
    scene.schedule(world, reporters=reporters, lines=lines)
    (one,) = scene.produce(world)
    assert {line.indicator for line in one.lines.all()} == {purchases}


def test_elsewhere_it_is(world: World) -> None:
    scene.pair(world)
    front_office(world, world.county)
    scene.schedule(
        world,
        reporters=Reporters.FRONT_OFFICES,
        lines=[services.LineSpec(acts.indicator(world, "job_fair", "count", code="fairs"))],
    )
    (one,) = scene.produce(world)
    assert one.lines.count() == 3
