"""Correcting an accepted entry: reversal and replacement in one act, asked for or done at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.errors import (
    AlreadyReversed,
    ApprovedAlready,
    AwaitsAnother,
    CorrectionPending,
    NeedsApprovals,
    NothingChanged,
    OwnEntry,
)
from jiedui.ledger.models import ChainHead, CorrectionRequest, Entry, Posting
from jiedui.ledger.queries import waiting_for
from jiedui.ledger.schemas import said_by
from jiedui.ledger.verification import CHECKS
from jiedui.organisations.models import Pairing
from jiedui.plans.models import ApprovalBand
from jiedui.safeguards.screening import OutOfScope
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.services.test_many import everything

ORDER = "关于更正7月采购数据的函.txt"


def amended(entry: Entry, **changes: Any) -> dict[str, Any]:
    """The entry's content with some of it changed."""
    said = said_by(entry)
    return {**said, **changes, "detail": {**said["detail"], **changes.get("detail", {})}}


def order() -> services.StoredEvidence:
    """A document that orders a correction."""
    return services.store_evidence(filename=ORDER, content=b"order no. 5")


def verified() -> bool:
    """Whether everything agrees."""
    return [item for check in CHECKS for item in check.differences(None, lambda n: None)] == []


@pytest.fixture
def entry(world: World) -> Entry:
    """An accepted purchase of 12,000.50 yuan that an indicator counts."""
    acts.indicator(world, code="amount")
    return acts.accepted(world)


def test_the_right_figure_stands_and_the_wrong_one_is_taken_back(world: World, entry: Entry) -> None:
    before = acts.snapshot(entry)

    new = services.correct_entry(
        actor=world.office,
        entry=entry,
        data=amended(entry, amount="11000"),
        reason="发票金额误录",
        document=order(),
    )

    reversal = Entry.objects.get(reverses=entry)
    assert (new.corrects_id, new.amount, new.state) == (entry.pk, Decimal(11000), "accepted")
    assert [e.sequence for e in (entry, reversal, new)] == [1, 2, 3]
    assert acts.snapshot(entry) == before
    assert sum(posting.value for posting in Posting.objects.all()) == Decimal(11000)
    assert verified()


def test_the_order_and_the_old_files_prove_the_new_entry(world: World, entry: Entry) -> None:
    new = services.correct_entry(
        actor=world.office, entry=entry, data=amended(entry, amount="1"), reason="误录", document=order()
    )

    proofs = [(item.purpose, item.filename, item.added_by) for item in new.evidence.all()]
    assert proofs == [
        ("voucher", "voucher.txt", world.giver),
        ("correction_order", ORDER, world.office),
    ]
    reversal = Entry.objects.get(reverses=entry)
    assert [item.purpose for item in reversal.evidence.all()] == ["correction_order"]


def test_before_and_after_are_noted_with_the_reason(world: World, entry: Entry) -> None:
    new = services.correct_entry(
        actor=world.office,
        entry=entry,
        data=amended(entry, amount="11000", detail={"product": "富士苹果"}),
        reason="误录",
    )

    log = AuditRecord.objects.get(action="entry.correct", subject_id=str(new.pk))
    assert log.changes == {"amount": ["12000.5", "11000"], "detail.product": ["花牛苹果", "富士苹果"]}
    assert (log.detail["reason"], log.detail["corrects"], log.actor) == ("误录", entry.pk, world.office)


def test_a_corrected_entry_may_be_corrected_again_but_not_the_first(world: World, entry: Entry) -> None:
    second = services.correct_entry(
        actor=world.office, entry=entry, data=amended(entry, amount="2"), reason="误录"
    )
    services.correct_entry(actor=world.office, entry=second, data=amended(entry, amount="3"), reason="再误")

    with pytest.raises(AlreadyReversed):
        services.correct_entry(actor=world.office, entry=entry, data=amended(entry, amount="4"), reason="x")
    assert sum(posting.value for posting in Posting.objects.all()) == Decimal(3)
    assert verified()


@pytest.mark.parametrize("who", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_corrects(world: World, entry: Entry, who: str) -> None:
    before = everything()

    with pytest.raises(NotAllowed):
        services.correct_entry(
            actor=getattr(world, who), entry=entry, data=amended(entry, amount="1"), reason="误录"
        )

    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "reason", "error"),
    [
        ({}, "误录", NothingChanged),
        ({"amount": "-1"}, "误录", InvalidMany),
        ({"occurred_on": "2031-01-01"}, "误录", InvalidMany),
        ({"amount": "1"}, "  ", Invalid),
        ({"title": "为派出所采购苹果"}, "误录", InvalidMany),
    ],
)
def test_what_cannot_stand_leaves_everything_as_it_was(
    world: World, entry: Entry, changes: dict[str, Any], reason: str, error: type[Exception]
) -> None:
    before = everything()

    with pytest.raises(error) as refusal:
        services.correct_entry(actor=world.office, entry=entry, data=amended(entry, **changes), reason=reason)

    if "title" in changes:
        assert {type(item) for item in refusal.value.errors} == {OutOfScope}  # type: ignore[attr-defined]
    assert everything() == before


def test_a_draft_is_changed_not_corrected(world: World) -> None:
    draft = acts.proven(world)

    with pytest.raises(WrongState):
        services.correct_entry(
            actor=world.office, entry=draft, data=amended(draft, amount="1"), reason="误录"
        )


def band(world: World, at_least: int, *approvers: str) -> None:
    """Amounts from there on need these approvals."""
    ApprovalBand.objects.create(
        programme=world.programme, kind="", at_least=Decimal(at_least), approvers=list(approvers)
    )


@pytest.mark.parametrize("at_least", [500000, 12000])
def test_an_amount_that_needs_approvals_is_not_corrected_at_once(
    world: World, entry: Entry, at_least: int
) -> None:
    band(world, at_least, "lead", "office")
    before = everything()

    with pytest.raises(NeedsApprovals):
        services.correct_entry(
            actor=world.office,
            entry=entry,
            data=amended(entry, amount="600000" if at_least == 500000 else "1"),
            reason="误录",
        )

    assert everything() == before


def test_a_correction_goes_through_the_approvals_of_its_amount(world: World, entry: Entry) -> None:
    band(world, 500000, "lead", "office")
    request = services.ask_correction(
        actor=world.giver, entry=entry, data=amended(entry, amount="600000"), reason="误录"
    )
    with pytest.raises(AwaitsAnother):
        services.carry_out(actor=world.office, request=request)
    assert list(waiting_for(world.lead, world.programme).to_correct) == [entry]

    assert services.carry_out(actor=world.lead, request=request) is None

    assert (ChainHead.objects.get().sequence, list(waiting_for(world.lead).to_correct)) == (1, [])
    with pytest.raises(ApprovedAlready):
        services.carry_out(actor=world.lead, request=request)
    log = AuditRecord.objects.get(action="entry.approve_correction")
    assert (log.actor, log.detail) == (world.lead, {"role": "lead", "remaining": ["office"]})

    new = services.carry_out(actor=world.office, request=request)

    assert new is not None
    assert (new.amount, new.corrects_id, new.decided_by) == (Decimal(600000), entry.pk, world.office)
    assert [(a.role, a.by) for a in entry.approvals.all()] == [("lead", world.lead), ("office", world.office)]
    assert verified()


def test_the_office_is_always_among_those_who_approve(world: World, entry: Entry) -> None:
    band(world, 10000, "lead")
    request = services.ask_correction(
        actor=world.giver, entry=entry, data=amended(entry, amount="1"), reason="误录"
    )

    assert services.carry_out(actor=world.lead, request=request) is None
    new = services.carry_out(actor=world.office, request=request)

    assert new is not None and new.amount == Decimal(1)


@pytest.mark.parametrize(("who", "error"), [("giver", NotAllowed), ("office", OwnEntry)])
def test_who_asked_for_a_large_correction_does_not_approve_it(
    world: World, entry: Entry, who: str, error: type[Exception]
) -> None:
    band(world, 10000, "office")
    request = services.ask_correction(
        actor=getattr(world, who), entry=entry, data=amended(entry, amount="1"), reason="误录"
    )
    before = everything()

    with pytest.raises(error):
        services.carry_out(actor=getattr(world, who), request=request)

    assert everything() == before


def test_a_new_request_begins_without_approvals(world: World, entry: Entry) -> None:
    band(world, 10000, "lead", "office")
    ask = {"actor": world.giver, "entry": entry, "data": amended(entry, amount="1"), "reason": "误录"}
    first = services.ask_correction(**ask)
    services.carry_out(actor=world.lead, request=first)
    services.decline_request(actor=world.office, request=first, answer="先核实")

    with pytest.raises(AwaitsAnother):
        services.carry_out(actor=world.office, request=services.ask_correction(**ask))


def test_to_take_a_large_entry_back_needs_the_office_only(world: World, entry: Entry) -> None:
    band(world, 10000, "lead", "office")
    request = services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")

    reversal = services.carry_out(actor=world.office, request=request)

    assert reversal is not None and reversal.reverses_id == entry.pk


def test_where_duties_are_separate_somebody_else_asks(world: World, entry: Entry) -> None:
    world.programme.separate_duties = True
    world.programme.save()

    with pytest.raises(OwnEntry):
        services.correct_entry(
            actor=world.office, entry=entry, data=amended(entry, amount="1"), reason="误录"
        )
    request = services.ask_correction(
        actor=world.giver, entry=entry, data=amended(entry, amount="1"), reason="误录"
    )
    assert services.carry_out(actor=world.office, request=request).recorded_by == world.giver


def test_a_corrected_agreement_pairs_the_right_sides(world: World) -> None:
    signed = acts.accepted(world, "agreement")

    services.correct_entry(
        actor=world.office,
        entry=signed,
        data=amended(signed, receiver=world.other_county.pk),
        reason="受援方写错",
    )

    open_pairs = [(p.receiver, p.valid_to is None) for p in Pairing.objects.order_by("id")]
    assert open_pairs == [(world.county, False), (world.other_county, True)]


def test_the_giver_asks_and_the_office_carries_out(world: World, entry: Entry) -> None:
    request = services.ask_correction(
        actor=world.giver,
        entry=entry,
        data=amended(entry, amount="11000"),
        reason="发票金额误录",
        document=order(),
    )
    assert (request.state, ChainHead.objects.get().sequence) == ("asked", 1)

    new = services.carry_out(actor=world.office, request=request)

    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("done", world.office)
    assert (new.recorded_by, new.decided_by, new.amount) == (world.giver, world.office, Decimal(11000))
    assert "correction_order" in {item.purpose for item in new.evidence.all()}
    assert verified()


def test_without_content_the_entry_is_only_taken_back(world: World, entry: Entry) -> None:
    request = services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")

    reversal = services.carry_out(actor=world.office, request=request)

    assert (reversal.reverses_id, Entry.objects.filter(corrects=entry).count()) == (entry.pk, 0)


def test_one_request_at_a_time(world: World, entry: Entry) -> None:
    services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")

    with pytest.raises(CorrectionPending):
        services.ask_correction(actor=world.giver, entry=entry, data=None, reason="还是重复")

    assert CorrectionRequest.objects.count() == 1


def test_a_declined_request_says_why_and_leaves_the_entry(world: World, entry: Entry) -> None:
    request = services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")
    with pytest.raises(Invalid):
        services.decline_request(actor=world.office, request=request, answer=" ")

    services.decline_request(actor=world.office, request=request, answer="两张发票, 并未重复")

    request.refresh_from_db()
    assert (request.state, request.answer) == ("declined", "两张发票, 并未重复")
    with pytest.raises(WrongState):
        services.carry_out(actor=world.office, request=request)
    assert ChainHead.objects.get().sequence == 1


@pytest.mark.parametrize("who", ["other_giver", "receiver", "auditor", "nobody"])
def test_who_has_no_hand_in_it_does_not_ask(world: World, entry: Entry, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.ask_correction(actor=getattr(world, who), entry=entry, data=None, reason="x")

    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("who", ["lead", "giver", "receiver"])
def test_only_the_office_decides_on_a_request(world: World, entry: Entry, who: str) -> None:
    request = services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")
    before = everything()

    with pytest.raises(NotAllowed):
        services.carry_out(actor=getattr(world, who), request=request)
    with pytest.raises(NotAllowed):
        services.decline_request(actor=getattr(world, who), request=request, answer="不")

    assert everything() == before


def test_taking_it_back_at_once_settles_what_was_asked(world: World, entry: Entry) -> None:
    request = services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复登记")

    services.reverse_entry(actor=world.office, entry=entry, reason="重复登记")

    request.refresh_from_db()
    assert request.state == "done"
