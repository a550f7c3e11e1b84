"""The receiver's word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed, WrongState
from jiedui.ledger import services
from jiedui.ledger.errors import AlreadyReversed
from jiedui.ledger.models import Confirmation
from tests.conftest import World
from tests.ledger import acts


def test_the_receiver_agrees(world: World) -> None:
    entry = acts.accepted(world)

    said = services.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed", figure=Decimal(3))

    assert (said.verdict, said.figure, said.unit, said.by) == ("agreed", None, world.county, world.receiver)


def test_the_receiver_disputes_with_a_figure_and_may_agree_later(world: World) -> None:
    entry = acts.accepted(world)
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", figure=Decimal(9000))
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed")

    assert [(c.verdict, c.figure) for c in entry.confirmations.all()] == [
        ("disputed", Decimal(9000)),
        ("agreed", None),
    ]


@pytest.mark.parametrize(
    ("verdict", "figure", "note"),
    [("maybe", None, ""), ("disputed", None, " "), ("disputed", Decimal(-1), "")],
)
def test_an_unclear_word_is_refused(world: World, verdict: str, figure: Decimal | None, note: str) -> None:
    entry = acts.accepted(world)

    with pytest.raises(Invalid):
        services.confirm_entry(actor=world.receiver, entry=entry, verdict=verdict, figure=figure, note=note)

    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("who", ["office", "lead", "giver", "auditor", "nobody"])
def test_only_the_receiver_confirms(world: World, who: str) -> None:
    entry = acts.accepted(world)

    with pytest.raises(NotAllowed):
        services.confirm_entry(actor=getattr(world, who), entry=entry, verdict="agreed")

    assert not Confirmation.objects.exists()


def test_another_countys_entry_is_not_theirs_to_confirm(world: World) -> None:
    entry = acts.accepted(world, receiver=world.other_county)

    with pytest.raises(NotAllowed):
        services.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed")


def test_what_is_not_accepted_or_taken_back_is_not_confirmed(world: World) -> None:
    with pytest.raises(WrongState):
        services.confirm_entry(actor=world.receiver, entry=acts.submitted(world), verdict="agreed")

    entry = acts.accepted(world)
    reversal = services.reverse_entry(actor=world.office, entry=entry, reason="重复")
    for one in (entry, reversal):
        with pytest.raises(AlreadyReversed):
            services.confirm_entry(actor=world.receiver, entry=one, verdict="agreed")
    assert not Confirmation.objects.exists()
