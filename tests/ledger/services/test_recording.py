"""Recording and changing drafts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.errors import Invalid, InvalidMany, KeyReused, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AcceptedForEver
from jiedui.ledger.kinds import UnknownKind
from jiedui.ledger.models import Entry
from jiedui.plans.models import Workstream
from tests.conftest import World
from tests.ledger import acts


def record(world: World, **changes: Any) -> Entry:
    actor = changes.pop("actor", world.giver)
    key = changes.pop("key", None)
    return services.record_entry(
        actor=actor,
        programme=world.programme,
        kind="purchase",
        data=acts.data(world, **changes),
        idempotency_key=key,
    )


def addresses(refusal: pytest.ExceptionInfo[InvalidMany]) -> list[str]:
    return [error.address for error in refusal.value.errors]


def test_an_act_of_help_is_recorded_as_a_draft(world: World) -> None:
    made = record(world, assists=[world.commerce])

    entry = Entry.objects.get()
    assert entry == made
    assert (entry.state, entry.recorded_by, entry.hash) == (EntryState.DRAFT, world.giver, "")
    assert (entry.giver, entry.receiver, entry.workstream) == (world.east, world.county, world.consumption)
    assert (entry.amount, entry.quantity, entry.quantity_unit) == (Decimal("12000.50"), Decimal(800), "kg")
    assert entry.detail == {**acts.DETAIL["purchase"], "recognition_number": ""}
    assert [assist.unit for assist in entry.assists.all()] == [world.commerce]
    log = AuditRecord.objects.get()
    assert (log.actor, log.action, log.subject_id) == (world.giver, "entry.record", str(entry.pk))


def test_recording_takes_six_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    record(world)

    with django_assert_num_queries(6):  # units, workstream, savepoint, entry, audit, release
        record(world)


def test_without_a_workstream_the_kinds_own_is_taken(world: World) -> None:
    assert record(world, workstream=None).workstream == world.consumption


@pytest.mark.parametrize("who", ["other_giver", "lead", "receiver", "auditor", "nobody"])
def test_only_the_givers_side_and_the_office_record(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        record(world, actor=getattr(world, who))

    assert not Entry.objects.exists()
    assert not AuditRecord.objects.exists()
    assert record(world, actor=world.office).recorded_by == world.office


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": None}, "amount"),
        ({"title": "  "}, "title"),
        ({"title": "一行\n两行"}, "title"),
        ({"title": "字" * 201}, "title"),
        ({"persons": 3}, "persons"),
        ({"occurred_on": date(2018, 12, 31)}, "occurred_on"),
        ({"occurred_on": "soon"}, "occurred_on"),
        ({"detail": {"channel": "smuggling"}}, "detail.channel"),
        ({"detail": {"religion": "x"}}, "detail.religion"),
        ({"workstream": "culture"}, "workstream"),
        ({"giver": 0}, "giver"),
        ({"receiver": 0}, "receiver"),
    ],
)
def test_content_that_cannot_be_taken_is_refused_with_its_address(
    world: World, changes: dict[str, Any], address: str
) -> None:
    with pytest.raises(InvalidMany) as refusal:
        record(world, **changes)

    assert addresses(refusal) == [address]
    assert not Entry.objects.exists()


def test_all_problems_are_told_at_once(world: World) -> None:
    with pytest.raises(InvalidMany) as refusal:
        record(world, amount=-1, title="", detail={"seller": ""})

    assert addresses(refusal) == ["title", "amount", "detail.seller"]


def test_giver_and_receiver_must_stand_on_their_sides(world: World) -> None:
    with pytest.raises(InvalidMany) as refusal:
        record(world, giver=world.county, receiver=world.west, actor=world.office)

    assert addresses(refusal) == ["giver", "receiver"]


def test_the_giver_does_not_assist_itself(world: World) -> None:
    with pytest.raises(InvalidMany) as refusal:
        record(world, assists=[world.east])

    assert addresses(refusal) == ["assists"]


def test_a_day_to_come_is_refused(world: World) -> None:
    world.programme.ends_on = date(2999, 12, 31)
    world.programme.save()

    with pytest.raises(InvalidMany) as refusal:
        record(world, occurred_on=date(2999, 1, 1))

    assert addresses(refusal) == ["occurred_on"]


def test_an_unknown_kind_is_refused(world: World) -> None:
    with pytest.raises(UnknownKind):
        services.record_entry(actor=world.giver, programme=world.programme, kind="gift", data={})


def test_the_same_key_and_content_give_the_same_entry(world: World) -> None:
    first = record(world, key="abc")
    second = record(world, key="abc", amount="12000.500")

    assert first == second
    assert Entry.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(world: World) -> None:
    record(world, key="abc")

    with pytest.raises(KeyReused):
        record(world, key="abc", amount=7)

    assert Entry.objects.count() == 1


def test_keys_of_two_people_never_meet(world: World) -> None:
    record(world, key="abc")
    record(world, key="abc", actor=world.office)

    assert Entry.objects.count() == 2


def test_a_key_that_is_too_long_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="60"):
        record(world, key="k" * 61)

    assert not Entry.objects.exists()


def test_a_draft_is_changed_as_a_whole(world: World) -> None:
    entry = acts.draft(world, assists=[world.commerce])
    changed = acts.data(world, amount="9.50", quantity=None, assists=[world.office_unit])

    services.update_entry(actor=world.giver, entry=entry, data=changed)

    entry.refresh_from_db()
    assert (entry.amount, entry.quantity) == (Decimal("9.50"), None)
    assert [assist.unit for assist in entry.assists.all()] == [world.office_unit]
    log = AuditRecord.objects.filter(action="entry.update").get()
    assert log.changes == {
        "amount": ["12000.5", "9.5"],
        "quantity": ["800", None],
        "assists": [
            [f"海州市商务局 (#{world.commerce.pk})"],
            [f"海州市合作交流办 (#{world.office_unit.pk})"],
        ],
    }


def test_a_returned_entry_can_be_changed(world: World) -> None:
    entry = services.return_entry(actor=world.lead, entry=acts.submitted(world), reason="数量不对")

    assert services.update_entry(actor=world.giver, entry=entry, data=acts.data(world, amount=5)).amount == 5


def test_a_submitted_or_accepted_entry_is_not_changed(world: World) -> None:
    entry = acts.submitted(world)
    before = acts.snapshot(entry)
    with pytest.raises(WrongState):
        services.update_entry(actor=world.giver, entry=entry, data=acts.data(world, amount=5))
    assert acts.snapshot(entry) == before

    services.accept_entry(actor=world.lead, entry=entry)
    before = acts.snapshot(entry)
    with pytest.raises(AcceptedForEver):
        services.update_entry(actor=world.giver, entry=entry, data=acts.data(world, amount=5))
    assert acts.snapshot(entry) == before


def test_an_entry_cannot_be_moved_to_a_giver_one_may_not_record_for(world: World) -> None:
    entry = acts.draft(world)
    before = acts.snapshot(entry)

    with pytest.raises(NotAllowed):
        services.update_entry(actor=world.giver, entry=entry, data=acts.data(world, giver=world.west))
    with pytest.raises(NotAllowed):
        services.update_entry(actor=world.other_giver, entry=entry, data=acts.data(world))

    assert acts.snapshot(entry) == before


def test_a_workstream_of_another_programme_is_not_found(world: World) -> None:
    Workstream.objects.filter(pk=world.consumption.pk).delete()

    with pytest.raises(InvalidMany) as refusal:
        record(world)

    assert addresses(refusal) == ["workstream"]
