"""Reviewers pass on, accept and send back; what is accepted is sealed; refusals change nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.returns import errors, queries, sealing, services
from jiedui.returns.enums import NoticeKind, ReturnState, Reviewer, Verdict
from jiedui.returns.models import Notice, Return
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def test_the_lead_passes_on_and_the_office_accepts(world: World) -> None:
    one = scene.submitted(world)

    one = services.approve_return(actor=world.lead, one=one)
    assert (one.state, one.level) == (ReturnState.IN_REVIEW, 2)
    one = services.approve_return(actor=world.office, one=one)

    one.refresh_from_db()
    assert (one.state, one.level, one.accepted_by) == (ReturnState.ACCEPTED, 0, world.office)
    assert one.hash == sealing.seal_of(Return.objects.get(pk=one.pk))
    assert [(d.level, d.verdict, d.by) for d in one.decisions.all()] == [
        (1, Verdict.PASSED, world.lead), (2, Verdict.ACCEPTED, world.office),
    ]  # fmt: skip
    assert Notice.objects.get(kind=NoticeKind.ACCEPTED).user == world.giver
    assert AuditRecord.objects.get(action="return.accept").detail["hash"] == one.hash


def test_each_level_waits_for_its_reviewer(world: World) -> None:
    one = scene.submitted(world)

    assert list(queries.waiting_for(world.lead).to_review) == [one]
    assert list(queries.waiting_for(world.office).to_review) == []
    services.approve_return(actor=world.lead, one=one)
    assert list(queries.waiting_for(world.lead).to_review) == []
    assert list(queries.waiting_for(world.office).to_review) == [one]
    before = scene.snapshot(one)
    with pytest.raises(errors.NotYourLevel):
        services.approve_return(actor=world.lead, one=one)
    assert scene.snapshot(one) == before


@pytest.mark.parametrize("who", ["giver", "other_giver", "receiver", "auditor", "nobody"])
def test_who_is_not_asked_cannot_decide(world: World, who: str) -> None:
    one = scene.submitted(world)
    before = scene.snapshot(one)
    actor = getattr(world, who)
    attempts: list[Callable[[], object]] = [
        lambda: services.take_up_return(actor=actor, one=one),
        lambda: services.approve_return(actor=actor, one=one),
        lambda: services.send_back_return(actor=actor, one=one, reason="重报"),
        lambda: services.remark_on(actor=actor, one=one, spec=services.RemarkSpec("重报")),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert scene.snapshot(one) == before


def test_nobody_decides_on_what_they_handed_in(world: World) -> None:
    one = scene.july(world)
    services.submit_return(actor=world.office, one=one)
    world.programme.separate_duties = True
    world.programme.save()

    with pytest.raises(errors.OwnReturn):
        services.approve_return(actor=world.office, one=one)
    world.programme.separate_duties = False
    world.programme.save()
    assert services.approve_return(actor=world.office, one=one).level == 2


def test_an_adjusted_figure_is_decided_on_first(world: World) -> None:
    one = scene.july(world)
    line = services.adjust_line(
        actor=world.giver, line=one.lines.get(), value=Decimal(13000), reason="发票在途"
    )
    services.submit_return(actor=world.giver, one=one)

    with pytest.raises(InvalidMany) as refusal:
        services.approve_return(actor=world.lead, one=one)
    assert [type(error) for error in refusal.value.errors] == [errors.QuestionOpen]
    services.take_adjustment(actor=world.lead, line=line)
    assert services.approve_return(actor=world.lead, one=one).level == 2


def test_a_return_is_sent_back_line_by_line_answered_and_handed_in_again(world: World) -> None:
    one = scene.submitted(world)
    line = one.lines.get()

    services.remark_on(actor=world.lead, one=one, spec=services.RemarkSpec("与发票不符", line=line))
    assert list(queries.remarks_for(one, reviewing=False)) == []
    one = services.send_back_return(actor=world.lead, one=one, remarks=[services.RemarkSpec("请写明原因")])

    assert (one.state, one.level) == (ReturnState.SENT_BACK, 0)
    remarks = list(queries.remarks_for(one, reviewing=False))
    assert [(remark.line, remark.text) for remark in remarks] == [(line, "与发票不符"), (None, "请写明原因")]
    assert list(queries.waiting_for(world.giver).sent_back) == [one]
    with pytest.raises(InvalidMany) as refusal:
        services.submit_return(actor=world.giver, one=one)
    assert [type(error) for error in refusal.value.errors] == [errors.RemarkUnanswered] * 2
    for remark in remarks:
        services.answer_remark(actor=world.giver, remark=remark, answer="已更正")
    acts.accepted(world, detail={"voucher_number": "NO.2"})
    one = services.submit_return(actor=world.giver, one=one)
    assert (one.state, one.level, one.lines.get().value) == (
        ReturnState.SUBMITTED, 1, scene.money("24001"),
    )  # fmt: skip


def test_sending_back_says_what_to_mend(world: World) -> None:
    one = scene.submitted(world)
    before = scene.snapshot(one)

    with pytest.raises(Invalid):
        services.send_back_return(actor=world.lead, one=one, reason="  ")
    assert scene.snapshot(one) == before


def test_two_decisions_on_one_return_are_told_apart(world: World) -> None:
    one = scene.submitted(world)
    seen = one.stamp
    services.approve_return(actor=world.lead, one=one, stamp=seen)

    with pytest.raises(errors.ChangedMeanwhile):
        services.approve_return(actor=world.office, one=one, stamp=seen)
    services.approve_return(actor=world.office, one=one)
    with pytest.raises(errors.AlreadyAccepted):
        services.approve_return(actor=world.office, one=one)
    with pytest.raises(errors.Frozen):
        services.send_back_return(actor=world.office, one=one, reason="晚了")


def test_the_review_climbs_the_tree_or_goes_to_a_named_unit(world: World) -> None:
    levels = [services.LevelSpec(Reviewer.NAMED, world.west), services.LevelSpec(Reviewer.PARENT)]
    one = scene.submitted(world, levels=levels)

    assert list(queries.waiting_for(world.other_giver).to_review) == [one]
    with pytest.raises(errors.NotYourLevel):
        services.approve_return(actor=world.lead, one=one)
    services.approve_return(actor=world.other_giver, one=one)
    assert list(queries.waiting_for(world.other_giver).to_review) == []
    assert services.approve_return(actor=world.office, one=one).state == ReturnState.ACCEPTED


def test_many_are_handed_in_and_accepted_together_or_not_at_all(world: World) -> None:
    scene.july(world)
    both = list(Return.objects.order_by("pk"))
    services.submit_returns(actor=world.office, returns=both)
    services.send_back_return(actor=world.office, one=both[1], reason="重报")
    before = [scene.snapshot(one) for one in both]

    with pytest.raises(errors.AlreadySentBack):
        services.approve_returns(actor=world.office, returns=both)

    assert [scene.snapshot(one) for one in both] == before
