"""Differences between the two sides: opened by a dispute, ended by agreement with a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.ledger import services
from jiedui.ledger.errors import (
    CorrectionPending,
    DifferenceAgreed,
    DifferenceClosed,
    NothingChanged,
    NothingProposed,
    OwnProposal,
)
from jiedui.ledger.models import Confirmation, CorrectionRequest, Difference, Entry
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.services.test_correcting import verified

FIGURE = Decimal(11000)


@pytest.fixture
def disputed(world: World) -> Difference:
    """A purchase of 12,000.50 yuan of which the county says it was 11,000."""
    acts.indicator(world, code="amount")
    entry = acts.accepted(world)
    services.confirm_entry(
        actor=world.receiver, entry=entry, verdict="disputed", figure=FIGURE, note="少收一车"
    )
    return Difference.objects.get()


def propose(actor: User, difference: Difference, outcome: str, **options: Any) -> Difference:
    """Propose with a reason."""
    return services.propose_outcome(
        actor=actor, difference=difference, outcome=outcome, reason="核对送货单", **options
    )


def told(difference: Difference) -> list[tuple[str, str]]:
    """What was said and done, and by which side."""
    return list(difference.words.values_list("act", "side"))


def test_a_dispute_opens_one_difference_however_often_it_is_said(world: World, disputed: Difference) -> None:
    services.confirm_entry(actor=world.receiver, entry=disputed.entry, verdict="disputed", note="仍不符")

    assert Difference.objects.count() == 1
    assert told(disputed) == [("disputed", "receiver"), ("disputed", "receiver")]


def test_agreement_of_the_receiver_closes_it(world: World, disputed: Difference) -> None:
    services.confirm_entry(actor=world.receiver, entry=disputed.entry, verdict="agreed", note="已补送")

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "stands")
    assert disputed.closed_at is not None


def test_confirming_many_closes_theirs(world: World, disputed: Difference) -> None:
    services.confirm_entries(actor=world.receiver, entries=[disputed.entry])

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "stands")


@pytest.mark.parametrize(
    ("who", "side"), [("giver", "giver"), ("receiver", "receiver"), ("lead", "lead"), ("office", "office")]
)
def test_everyone_concerned_replies(world: World, disputed: Difference, who: str, side: str) -> None:
    services.reply(actor=getattr(world, who), difference=disputed, text="请看第二张送货单")

    assert told(disputed)[-1] == ("said", side)


@pytest.mark.parametrize("who", ["other_giver", "auditor", "nobody"])
def test_nobody_else_replies(world: World, disputed: Difference, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.reply(actor=getattr(world, who), difference=disputed, text="x")

    assert len(told(disputed)) == 1


def test_the_givers_figure_stands_once_the_receiver_agrees(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "stands")
    services.agree_outcome(actor=world.receiver, difference=disputed, note="第二车已到")

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "stands")
    word = Confirmation.objects.order_by("id").last()
    assert word is not None
    assert (word.verdict, word.by, word.note) == ("agreed", world.receiver, "第二车已到")
    assert not CorrectionRequest.objects.exists()


def test_the_receiver_may_propose_that_the_givers_figure_stands(world: World, disputed: Difference) -> None:
    propose(world.receiver, disputed, "stands")
    services.agree_outcome(actor=world.giver, difference=disputed)

    word = Confirmation.objects.order_by("id").last()
    assert word is not None
    assert (word.verdict, word.by, word.note) == ("agreed", world.receiver, "核对送货单")


def test_the_receivers_figure_is_right_and_the_office_corrects(world: World, disputed: Difference) -> None:
    propose(world.receiver, disputed, "corrected")
    services.agree_outcome(actor=world.giver, difference=disputed)

    disputed.refresh_from_db()
    assert (disputed.state, disputed.figure) == ("agreed", FIGURE)
    request = CorrectionRequest.objects.get()
    assert (request.asked_by, request.difference) == (world.giver, disputed)
    assert request.content is not None
    assert Decimal(request.content["amount"]) == FIGURE
    new = services.carry_out(actor=world.office, request=request)

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "corrected")
    assert (new.amount, new.corrects) == (FIGURE, disputed.entry)
    assert told(disputed)[-1] == ("closed", "office")
    assert verified()


def test_another_figure_may_be_settled_on(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "corrected", figure=Decimal("11500.25"))
    services.agree_outcome(actor=world.receiver, difference=disputed)

    new = services.carry_out(actor=world.office, request=CorrectionRequest.objects.get())
    assert new.amount == Decimal("11500.25")


def test_heads_are_settled_in_whole_numbers(world: World) -> None:
    entry = acts.accepted(world, "secondment")
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", figure=Decimal(2))
    difference = Difference.objects.get()
    with pytest.raises(Invalid):
        propose(world.receiver, difference, "corrected", figure=Decimal("2.5"))

    propose(world.receiver, difference, "corrected")
    services.agree_outcome(actor=world.giver, difference=difference)

    assert services.carry_out(actor=world.office, request=CorrectionRequest.objects.get()).persons == 2


def test_the_entry_may_be_taken_back(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "withdrawn")
    services.agree_outcome(actor=world.receiver, difference=disputed)
    services.carry_out(actor=world.office, request=CorrectionRequest.objects.get())

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "withdrawn")
    assert Entry.objects.filter(reverses=disputed.entry).exists()


def test_a_request_that_is_declined_opens_it_again(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "withdrawn")
    services.agree_outcome(actor=world.receiver, difference=disputed)
    request = CorrectionRequest.objects.get()
    services.decline_request(actor=world.office, request=request, answer="先补送货单")

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome, disputed.proposed_side) == ("open", "", "")
    assert told(disputed)[-1] == ("declined", "office")


def test_the_office_may_take_it_back_by_itself(world: World, disputed: Difference) -> None:
    services.reverse_entry(actor=world.office, entry=disputed.entry, reason="重复")

    disputed.refresh_from_db()
    assert (disputed.state, disputed.outcome) == ("closed", "withdrawn")


def test_nobody_agrees_to_their_own_proposal(world: World, disputed: Difference) -> None:
    with pytest.raises(NothingProposed):
        services.agree_outcome(actor=world.receiver, difference=disputed)
    propose(world.giver, disputed, "stands")

    with pytest.raises(OwnProposal):
        services.agree_outcome(actor=world.giver, difference=disputed)

    disputed.refresh_from_db()
    assert disputed.state == "open"


@pytest.mark.parametrize("who", ["office", "lead", "auditor", "other_giver"])
def test_only_the_two_sides_propose_and_agree(world: World, disputed: Difference, who: str) -> None:
    with pytest.raises(NotAllowed):
        propose(getattr(world, who), disputed, "stands")
    propose(world.giver, disputed, "stands")

    with pytest.raises(NotAllowed):
        services.agree_outcome(actor=getattr(world, who), difference=disputed)

    assert Confirmation.objects.count() == 1


def test_a_new_dispute_takes_the_proposal_back(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "stands")
    services.confirm_entry(actor=world.receiver, entry=disputed.entry, verdict="disputed", note="又少一车")

    disputed.refresh_from_db()
    assert (disputed.outcome, disputed.proposed_side) == ("", "")


@pytest.mark.parametrize(
    ("outcome", "figure", "error"),
    [
        ("other", None, Invalid),
        ("corrected", Decimal(-1), Invalid),
        ("corrected", Decimal("12000.50"), NothingChanged),
    ],
)
def test_a_proposal_says_something(
    world: World, disputed: Difference, outcome: str, figure: Decimal | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        propose(world.giver, disputed, outcome, figure=figure)
    with pytest.raises(Invalid):
        services.propose_outcome(actor=world.giver, difference=disputed, outcome="stands", reason=" ")

    assert len(told(disputed)) == 1


def test_without_a_figure_of_the_receiver_one_must_be_given(world: World) -> None:
    entry = acts.accepted(world)
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", note="数目不对")

    with pytest.raises(Invalid):
        propose(world.giver, Difference.objects.get(), "corrected")


def test_what_is_agreed_waits_for_the_office_alone(world: World, disputed: Difference) -> None:
    propose(world.giver, disputed, "withdrawn")
    services.agree_outcome(actor=world.receiver, difference=disputed)

    for act in (
        lambda: propose(world.giver, disputed, "stands"),
        lambda: services.agree_outcome(actor=world.receiver, difference=disputed),
        lambda: services.confirm_entry(actor=world.receiver, entry=disputed.entry, verdict="agreed"),
    ):
        with pytest.raises(DifferenceAgreed):
            act()
    services.reply(actor=world.giver, difference=disputed, text="请尽快办理")


def test_a_closed_difference_is_left_alone(world: World, disputed: Difference) -> None:
    services.confirm_entry(actor=world.receiver, entry=disputed.entry, verdict="agreed")

    with pytest.raises(DifferenceClosed):
        services.reply(actor=world.giver, difference=disputed, text="谢谢")
    with pytest.raises(DifferenceClosed):
        propose(world.giver, disputed, "stands")


def test_a_pending_request_keeps_both_sides_from_agreeing_on_another(
    world: World, disputed: Difference
) -> None:
    services.ask_correction(actor=world.giver, entry=disputed.entry, data=None, reason="重复")
    propose(world.receiver, disputed, "corrected")

    with pytest.raises(CorrectionPending):
        services.agree_outcome(actor=world.giver, difference=disputed)

    disputed.refresh_from_db()
    assert disputed.state == "open"
