"""What an accepted agreement brings about."""

from __future__ import annotations

from datetime import date

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import services
from jiedui.ledger.models import Entry
from jiedui.organisations.models import Pairing
from tests.conftest import World
from tests.ledger import acts


def test_an_accepted_agreement_pairs_the_two_sides(world: World) -> None:
    entry = acts.accepted(world, "agreement", detail={"valid_to": "2021-12-31"})

    pairing = Pairing.objects.get()
    assert (pairing.giver, pairing.receiver, pairing.type) == (world.east, world.county, "hospital")
    assert (pairing.valid_from, pairing.valid_to) == (date(2019, 7, 3), date(2021, 12, 31))
    assert (pairing.agreement, pairing.basis) == (entry.title, f"Entry #{entry.pk}")


def test_two_agreements_pair_once(world: World) -> None:
    acts.accepted(world, "agreement")
    acts.accepted(world, "agreement", occurred_on=date(2019, 8, 1))

    assert Pairing.objects.count() == 1


@pytest.mark.parametrize("detail", [{"pairing_type": None}])
def test_an_agreement_without_a_pairing_type_pairs_nobody(world: World, detail: dict[str, object]) -> None:
    acts.accepted(world, "agreement", detail=detail)

    assert not Pairing.objects.exists()


def test_a_synthetic_agreement_pairs_nobody(world: World) -> None:
    entry = acts.proven(world, "agreement")
    Entry.objects.filter(pk=entry.pk).update(synthetic=True)
    services.submit_entry(actor=world.giver, entry=entry)
    services.accept_entry(actor=world.lead, entry=entry)

    assert not Pairing.objects.exists()


def test_a_reversal_ends_the_pairing_the_agreement_made(world: World) -> None:
    entry = acts.accepted(world, "agreement")
    Pairing.objects.create(giver=world.east, receiver=world.county, valid_from=date(2019, 1, 1))

    services.reverse_entry(actor=world.office, entry=entry, reason="协议作废")

    assert Pairing.objects.get(type="hospital").valid_to == world.programme.today
    assert Pairing.objects.get(type="territorial").valid_to is None


def test_an_agreement_that_ends_before_it_was_signed_is_not_submitted(world: World) -> None:
    entry = acts.proven(world, "agreement", detail={"valid_to": "2019-07-02"})

    with pytest.raises(InvalidMany):
        services.submit_entry(actor=world.giver, entry=entry)

    assert Entry.objects.get(pk=entry.pk).state == "draft"
