"""Taking back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed, WrongState
from jiedui.ledger import services
from jiedui.ledger.errors import AlreadyReversed
from jiedui.ledger.models import Entry, Posting
from tests.conftest import World
from tests.ledger import acts


def test_a_reversal_is_a_new_link_with_the_opposite_postings(world: World) -> None:
    acts.indicator(world)
    entry = acts.accepted(world, assists=[world.commerce])
    before = acts.snapshot(entry)

    reversal = services.reverse_entry(actor=world.office, entry=entry, reason="发票作废")

    reversal.refresh_from_db()
    assert acts.snapshot(entry) == before
    assert (reversal.reverses, reversal.sequence, reversal.previous_hash) == (entry, 2, entry.hash)
    assert (reversal.reversal_reason, reversal.occurred_on) == ("发票作废", entry.occurred_on)
    assert [assist.unit for assist in reversal.assists.all()] == [world.commerce]
    values = Posting.objects.order_by("id").values_list("value", flat=True)
    assert list(values) == [Decimal("12000.5"), Decimal("-12000.5")]


@pytest.mark.parametrize("who", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_reverses(world: World, who: str) -> None:
    entry = acts.accepted(world)

    with pytest.raises(NotAllowed):
        services.reverse_entry(actor=getattr(world, who), entry=entry, reason="x")

    assert Entry.objects.count() == 1


def test_a_reversal_needs_a_reason(world: World) -> None:
    entry = acts.accepted(world)

    with pytest.raises(Invalid):
        services.reverse_entry(actor=world.office, entry=entry, reason=" ")

    assert Entry.objects.count() == 1


def test_only_a_standing_accepted_entry_is_reversed_once(world: World) -> None:
    with pytest.raises(WrongState):
        services.reverse_entry(actor=world.office, entry=acts.submitted(world), reason="x")
    entry = acts.accepted(world)
    reversal = services.reverse_entry(actor=world.office, entry=entry, reason="x")

    for one in (entry, reversal):
        with pytest.raises(AlreadyReversed):
            services.reverse_entry(actor=world.office, entry=one, reason="x")
    assert Entry.objects.filter(state="accepted").count() == 2
