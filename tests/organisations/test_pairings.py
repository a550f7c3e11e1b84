"""Pairings do not overlap with themselves."""

from __future__ import annotations

from datetime import date

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.organisations.errors import OverlappingPairing, PairingEnded
from jiedui.organisations.models import Pairing
from jiedui.organisations.queries import pairings_between, pairings_on
from jiedui.organisations.services import add_pairing, end_pairing
from tests.conftest import World

NEW_YEAR, SUMMER, AUTUMN = date(2019, 1, 1), date(2019, 6, 30), date(2019, 10, 1)


def pair(world: World, start: date, end: date | None = None, type: str = "territorial") -> Pairing:
    return add_pairing(
        actor=world.office, giver=world.east, receiver=world.county, valid_from=start, valid_to=end, type=type
    )


def test_two_units_are_bound(world: World) -> None:
    pairing = pair(world, NEW_YEAR)
    assert list(pairings_on(SUMMER)) == [pairing]
    assert list(pairings_on(date(2018, 12, 31))) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [(NEW_YEAR, None), (date(2018, 1, 1), NEW_YEAR), (SUMMER, SUMMER), (date(2018, 1, 1), None)],
)
def test_an_overlapping_duplicate_is_refused(world: World, start: date, end: date | None) -> None:
    pair(world, NEW_YEAR, SUMMER)
    with pytest.raises(OverlappingPairing, match="2019-01-01"):
        pair(world, start, end)
    assert Pairing.objects.count() == 1


def test_pairings_may_follow_one_another_and_differ_in_type(world: World) -> None:
    pair(world, NEW_YEAR, SUMMER)
    pair(world, AUTUMN)
    pair(world, NEW_YEAR, type="school")
    assert Pairing.objects.count() == 3
    assert pairings_between(date(2019, 7, 1), date(2019, 12, 31)).count() == 2


def test_a_pairing_ends_once(world: World) -> None:
    pairing = pair(world, NEW_YEAR)
    assert end_pairing(actor=world.office, pairing=pairing, on=SUMMER).valid_to == SUMMER
    with pytest.raises(PairingEnded):
        end_pairing(actor=world.office, pairing=pairing, on=AUTUMN)
    with pytest.raises(Invalid):
        end_pairing(actor=world.office, pairing=pairing, on=date(2018, 1, 1))


def test_a_unit_is_not_paired_with_itself_nor_backwards_in_time(world: World) -> None:
    with pytest.raises(Invalid):
        add_pairing(actor=None, giver=world.east, receiver=world.east, valid_from=NEW_YEAR)
    with pytest.raises(Invalid):
        pair(world, SUMMER, NEW_YEAR)
    assert not Pairing.objects.exists()


def test_only_the_office_binds(world: World) -> None:
    with pytest.raises(NotAllowed):
        add_pairing(actor=world.lead, giver=world.east, receiver=world.county, valid_from=NEW_YEAR)
    assert not Pairing.objects.exists()
