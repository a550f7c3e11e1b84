"""Submitting, accepting, returning."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.accounts.enums import Role
from jiedui.kernel.errors import InvalidMany, JieduiError, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AcceptedForEver, EvidenceMissing, OwnEntry
from jiedui.ledger.models import ChainHead, Entry, Posting
from jiedui.safeguards.screening import OutOfScope
from tests.conftest import World, person
from tests.ledger import acts


def test_a_proven_draft_is_submitted(world: World) -> None:
    entry = services.submit_entry(actor=world.giver, entry=acts.proven(world))

    assert entry.state == EntryState.SUBMITTED
    assert entry.submitted_at is not None
    assert AuditRecord.objects.filter(action="entry.submit", subject_id=str(entry.pk)).count() == 1


@pytest.mark.parametrize("kind", ["transfer", "purchase", "agreement"])
def test_without_its_evidence_an_entry_is_not_submitted(world: World, kind: str) -> None:
    entry = acts.draft(world, kind)
    before = acts.snapshot(entry)

    with pytest.raises(InvalidMany) as refusal:
        services.submit_entry(actor=world.giver, entry=entry)

    assert [type(error) for error in refusal.value.errors] == [EvidenceMissing]
    assert acts.snapshot(entry) == before


def test_evidence_needed_at_acceptance_stops_only_acceptance(world: World) -> None:
    entry = services.submit_entry(actor=world.giver, entry=acts.draft(world, "secondment"))
    before = acts.snapshot(entry)

    with pytest.raises(InvalidMany):
        services.accept_entry(actor=world.lead, entry=entry)
    assert acts.snapshot(entry) == before

    acts.attach(world, entry)
    assert services.accept_entry(actor=world.lead, entry=entry).state == EntryState.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "为派出所采购苹果"}, "title"),
        ({"detail": {"product": "雪亮工程设备"}}, "product"),
        ({"detail": {"buyer": "市监狱食堂"}}, "buyer"),
        ({"title": "组织新疆富余劳动力转移就业"}, "title"),
    ],
)
def test_words_outside_scope_are_refused_with_their_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    entry = acts.proven(world, **changes)
    before = acts.snapshot(entry)

    with pytest.raises(InvalidMany) as refusal:
        services.submit_entry(actor=world.giver, entry=entry)

    assert [(type(error), error.address) for error in refusal.value.errors] == [(OutOfScope, field)]
    assert acts.snapshot(entry) == before


def test_an_identity_number_in_the_text_is_refused(world: World) -> None:
    entry = acts.proven(world, title="王某 11010519900307123X 采购苹果")

    with pytest.raises(InvalidMany):
        services.submit_entry(actor=world.giver, entry=entry)

    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT


def test_warnings_do_not_stop_but_are_noted(world: World) -> None:
    acts.submitted(world)
    twice = acts.submitted(world, title="同一张发票, 电话 13812345678")

    log = AuditRecord.objects.get(action="entry.submit", subject_id=str(twice.pk))
    assert log.detail == {"warnings": ["mobile_number", "same_voucher"]}


def test_nothing_is_submitted_twice(world: World) -> None:
    entry = acts.submitted(world)

    with pytest.raises(WrongState):
        services.submit_entry(actor=world.giver, entry=entry)


@pytest.mark.parametrize("who", ["other_giver", "lead", "receiver", "auditor", "nobody"])
def test_only_the_giver_and_the_office_submit(world: World, who: str) -> None:
    entry = acts.proven(world)
    before = acts.snapshot(entry)

    with pytest.raises(NotAllowed):
        services.submit_entry(actor=getattr(world, who), entry=entry)

    assert acts.snapshot(entry) == before


@pytest.mark.parametrize("who", ["lead", "office"])
def test_lead_and_office_accept(world: World, who: str) -> None:
    entry = services.accept_entry(actor=getattr(world, who), entry=acts.submitted(world))

    entry.refresh_from_db()
    assert (entry.state, entry.sequence, entry.decided_by) == ("accepted", 1, getattr(world, who))


@pytest.mark.parametrize("who", ["giver", "other_giver", "receiver", "auditor", "nobody", "other_lead"])
def test_nobody_else_accepts_or_returns(world: World, who: str) -> None:
    world.other_lead = person("other-lead", (Role.LEAD, world.west))  # type: ignore[attr-defined]
    entry = acts.submitted(world)
    before = acts.snapshot(entry)

    with pytest.raises(NotAllowed):
        services.accept_entry(actor=getattr(world, who), entry=entry)
    with pytest.raises(NotAllowed):
        services.return_entry(actor=getattr(world, who), entry=entry, reason="不对")

    assert acts.snapshot(entry) == before
    assert not Posting.objects.exists()
    assert not ChainHead.objects.exists()


def test_a_lead_decides_only_on_workstreams_led_from_their_subtree(world: World) -> None:
    entry = acts.submitted(world, workstream="funds")

    with pytest.raises(NotAllowed):
        services.accept_entry(actor=world.lead, entry=entry)


def test_a_workstream_without_a_lead_is_decided_by_the_office_only(world: World) -> None:
    world.consumption.lead = None
    world.consumption.save()
    entry = acts.submitted(world)

    with pytest.raises(NotAllowed):
        services.accept_entry(actor=world.lead, entry=entry)
    assert services.accept_entry(actor=world.office, entry=entry).state == EntryState.ACCEPTED


def test_nobody_accepts_what_they_recorded_unless_they_are_the_office(world: World) -> None:
    both = person("both", (Role.LEAD, world.commerce), (Role.GIVER, world.east))
    entry = services.record_entry(
        actor=both, programme=world.programme, kind="purchase", data=acts.data(world)
    )
    acts.attach(world, entry)
    services.submit_entry(actor=both, entry=entry)
    before = acts.snapshot(entry)

    with pytest.raises(OwnEntry):
        services.accept_entry(actor=both, entry=entry)
    assert acts.snapshot(entry) == before

    own = services.record_entry(
        actor=world.office, programme=world.programme, kind="purchase", data=acts.data(world)
    )
    acts.attach(world, own)
    services.submit_entry(actor=world.office, entry=own)
    assert services.accept_entry(actor=world.office, entry=own).state == EntryState.ACCEPTED


def test_a_draft_is_not_accepted_and_an_accepted_entry_not_again(world: World) -> None:
    with pytest.raises(WrongState):
        services.accept_entry(actor=world.lead, entry=acts.proven(world))

    entry = acts.accepted(world)
    with pytest.raises(AcceptedForEver):
        services.accept_entry(actor=world.lead, entry=entry)
    assert Entry.objects.filter(state="accepted").count() == 1


def test_returning_needs_a_reason_and_sends_back(world: World) -> None:
    entry = acts.submitted(world)
    with pytest.raises(JieduiError):
        services.return_entry(actor=world.lead, entry=entry, reason="  ")
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED

    returned = services.return_entry(actor=world.lead, entry=entry, reason=" 发票看不清 ")

    assert (returned.state, returned.return_reason) == (EntryState.RETURNED, "发票看不清")
    assert services.submit_entry(actor=world.giver, entry=returned).state == EntryState.SUBMITTED


def test_an_accepted_entry_is_not_returned(world: World) -> None:
    with pytest.raises(AcceptedForEver):
        services.return_entry(actor=world.lead, entry=acts.accepted(world), reason="x")


def test_accepting_takes_a_handful_of_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    acts.indicator(world)
    acts.accepted(world)
    first, second = acts.proven(world), acts.submitted(world)

    with django_assert_max_num_queries(7):
        services.submit_entry(actor=world.giver, entry=first)
    with django_assert_max_num_queries(13):
        services.accept_entry(actor=world.lead, entry=second)
