"""Many entries in one transaction: the same rules, the same bytes, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, NotFound, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.errors import AcceptedForEver, AlreadyReversed, OwnEntry, SomeRefused
from jiedui.ledger.models import ChainHead, Confirmation, Entry, Posting
from jiedui.ledger.verification import verify_chain, verify_postings
from jiedui.organisations.models import Pairing
from jiedui.plans.models import ApprovalBand
from tests.conftest import World
from tests.ledger import acts

NOON = datetime(2019, 7, 9, 4, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, so that two ways of doing the same write the same."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def everything() -> dict[str, list[Any]]:
    """What the ledger and the audit log hold, without the ids of rows that only hang on entries."""
    models = (Entry, Posting, Confirmation, Pairing, AuditRecord, ChainHead)
    return {model.__name__: sorted(map(repr, _rows(model))) for model in models}


def _rows(model: Any) -> Iterator[dict[str, Any]]:
    for row in model.objects.values():
        left_out = {"at"} if model is Entry else {"id", "at"}
        if model is AuditRecord and not row["subject_type"].startswith("ledger"):
            left_out |= {"subject_id"}
        yield {name: value for name, value in row.items() if name not in left_out}


class Undone(Exception):
    """Raised to take back what was done."""


def afterwards(act: Callable[[], Any]) -> dict[str, list[Any]]:
    """What there is after the act, which is then taken back."""
    found: dict[str, list[Any]] = {}
    try:
        with transaction.atomic():
            act()
            found = everything()
            raise Undone
    except Undone:
        return found


def made(world: World, plan: list[tuple[str, int]]) -> list[Entry]:
    """A proven draft of each (kind, day in July)."""
    return [acts.proven(world, kind, occurred_on=date(2019, 7, day)) for kind, day in plan]


PLANS = st.lists(st.tuples(st.sampled_from(sorted(acts.KINDS)), st.integers(1, 31)), min_size=1, max_size=5)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=PLANS, order=st.randoms(use_true_random=False))
def test_many_write_the_same_bytes_as_one_after_the_other(
    world: World, noon: None, plan: list[tuple[str, int]], order: Any
) -> None:
    with transaction.atomic():
        for kind, measure in (("purchase", "amount"), ("transfer", "amount"), ("secondment", "persons")):
            acts.indicator(world, kind, measure)
        entries = made(world, plan)
        order.shuffle(entries)

        assert afterwards(lambda: [services.submit_entry(actor=world.giver, entry=e) for e in entries]) == (
            afterwards(lambda: services.submit_entries(actor=world.giver, entries=entries))
        )
        services.submit_entries(actor=world.giver, entries=entries)
        returned = {"actor": world.lead, "reason": "模糊"}
        assert afterwards(lambda: [services.return_entry(entry=e, **returned) for e in entries]) == (  # type: ignore[arg-type]
            afterwards(lambda: services.return_entries(entries=entries, **returned))  # type: ignore[arg-type]
        )
        assert afterwards(lambda: [services.accept_entry(actor=world.lead, entry=e) for e in entries]) == (
            afterwards(lambda: services.accept_entries(actor=world.lead, entries=entries))
        )
        services.accept_entries(actor=world.lead, entries=entries)
        agreed = {"actor": world.receiver, "note": "属实"}
        assert afterwards(
            lambda: [services.confirm_entry(entry=e, verdict="agreed", **agreed) for e in entries]  # type: ignore[arg-type]
        ) == afterwards(lambda: services.confirm_entries(entries=entries, **agreed))  # type: ignore[arg-type]
        assert [*verify_chain(None, lambda n: None), *verify_postings(None, lambda n: None)] == []
        transaction.set_rollback(True)


@pytest.fixture
def three(world: World) -> Iterator[list[Entry]]:
    """Three submitted purchases."""
    acts.indicator(world)
    yield [acts.submitted(world, amount=Decimal(n)) for n in (10, 20, 30)]


def test_they_join_the_chain_in_the_order_given(world: World, three: list[Entry]) -> None:
    order = [three[1], three[2], three[0]]

    outcome = services.accept_entries(actor=world.lead, entries=order)

    assert outcome.done == [entry.pk for entry in order]
    assert outcome.refused == []
    chained = Entry.objects.filter(state="accepted").order_by("sequence")
    assert [entry.pk for entry in chained] == outcome.done
    assert ChainHead.objects.get().sequence == 3
    assert sum(posting.value for posting in Posting.objects.all()) == Decimal(60)


def test_one_refusal_keeps_all_from_going_on(world: World, three: list[Entry]) -> None:
    services.return_entry(actor=world.lead, entry=three[1], reason="模糊")
    before = everything()

    with pytest.raises(SomeRefused) as refusal:
        services.accept_entries(actor=world.lead, entries=three)

    assert [(item.entry, type(item.error)) for item in refusal.value.refused] == [(three[1].pk, WrongState)]
    assert everything() == before


def test_the_sound_ones_go_on_where_that_is_asked(world: World, three: list[Entry]) -> None:
    services.return_entry(actor=world.lead, entry=three[1], reason="模糊")

    outcome = services.accept_entries(actor=world.lead, entries=three, sound_only=True)

    assert outcome.done == [three[0].pk, three[2].pk]
    assert [(item.entry, type(item.error)) for item in outcome.refused] == [(three[1].pk, WrongState)]
    three[1].refresh_from_db()
    assert three[1].state == "returned"


def test_a_refusal_in_a_later_batch_takes_the_earlier_ones_back(
    world: World, three: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiedui.ledger.services.many.BATCH", 1)
    services.return_entry(actor=world.lead, entry=three[2], reason="模糊")
    before = everything()

    with pytest.raises(SomeRefused):
        services.accept_entries(actor=world.lead, entries=three)

    assert everything() == before


def test_the_same_entry_twice_counts_once(world: World, three: list[Entry]) -> None:
    outcome = services.accept_entries(actor=world.lead, entries=[*three, three[0]])

    assert outcome.done == [entry.pk for entry in three]


def test_an_entry_that_is_gone_is_refused(world: World, three: list[Entry]) -> None:
    outcome = services.accept_entries(actor=world.lead, entries=[three[0], Entry(pk=10**9)], sound_only=True)

    assert [(item.entry, type(item.error)) for item in outcome.refused] == [(10**9, NotFound)]


@pytest.mark.parametrize(
    ("who", "error"), [("giver", NotAllowed), ("receiver", NotAllowed), ("auditor", NotAllowed)]
)
def test_the_policy_is_asked_for_each(
    world: World, three: list[Entry], who: str, error: type[Exception]
) -> None:
    before = everything()

    with pytest.raises(SomeRefused) as refusal:
        services.accept_entries(actor=getattr(world, who), entries=three)

    assert {type(item.error) for item in refusal.value.refused} == {error}
    assert everything() == before


def test_nobody_accepts_their_own_among_many(world: World, three: list[Entry]) -> None:
    own = services.record_entry(
        actor=world.lead,
        programme=world.programme,
        kind="purchase",
        data=acts.data(world, giver=world.commerce.pk),
    )
    Entry.objects.filter(pk=own.pk).update(state="submitted")

    outcome = services.accept_entries(actor=world.lead, entries=[own, *three], sound_only=True)

    assert outcome.done == [entry.pk for entry in three]
    assert [(item.entry, type(item.error)) for item in outcome.refused] == [(own.pk, OwnEntry)]


def test_missing_evidence_is_named_for_each(world: World) -> None:
    bare, proven = acts.draft(world), acts.proven(world)

    outcome = services.submit_entries(actor=world.giver, entries=[bare, proven], sound_only=True)

    assert outcome.done == [proven.pk]
    assert [(item.entry, type(item.error)) for item in outcome.refused] == [(bare.pk, InvalidMany)]


def test_many_are_returned_for_one_reason_or_not_at_all(world: World, three: list[Entry]) -> None:
    with pytest.raises(Invalid):
        services.return_entries(actor=world.lead, entries=three, reason="  ")
    assert set(Entry.objects.values_list("state", flat=True)) == {"submitted"}

    services.return_entries(actor=world.lead, entries=three, reason=" 请补盖章 ")

    assert set(Entry.objects.values_list("state", "return_reason")) == {("returned", "请补盖章")}


def test_what_was_taken_back_is_not_confirmed_with_the_others(world: World, three: list[Entry]) -> None:
    services.accept_entries(actor=world.lead, entries=three)
    services.reverse_entry(actor=world.office, entry=three[0], reason="重复")

    outcome = services.confirm_entries(actor=world.receiver, entries=three, sound_only=True)

    assert outcome.done == [three[1].pk, three[2].pk]
    assert [type(item.error) for item in outcome.refused] == [AlreadyReversed]
    assert Confirmation.objects.count() == 2


def test_accepted_entries_are_not_accepted_again(world: World, three: list[Entry]) -> None:
    services.accept_entries(actor=world.lead, entries=three)

    outcome = services.accept_entries(actor=world.lead, entries=three, sound_only=True)

    assert outcome.done == []
    assert {type(item.error) for item in outcome.refused} == {AcceptedForEver}


def test_agreements_pair_the_sides_up(world: World) -> None:
    signed = [acts.submitted(world, "agreement")]

    services.accept_entries(actor=world.lead, entries=signed)

    assert [(pair.giver, pair.receiver) for pair in Pairing.objects.all()] == [(world.east, world.county)]


def warned() -> dict[int, list[str]]:
    """What the log says of each submission."""
    log = AuditRecord.objects.filter(action="entry.submit").order_by("id")
    return {int(row.subject_id): row.detail["warnings"] for row in log}


@pytest.mark.parametrize("batch", [1, 500])
def test_what_is_submitted_together_is_looked_at_together(
    world: World, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("jiedui.ledger.services.many.BATCH", batch)
    first, again = acts.proven(world), acts.proven(world)
    line = acts.proven(world, detail={"product": "蜂蜜"})
    other = acts.proven(world, detail={"voucher_number": "NO.18"})

    services.submit_entries(actor=world.giver, entries=[first, again, line, other])

    assert warned() == {first.pk: [], again.pk: ["same_voucher"], line.pk: [], other.pk: []}


def test_a_refused_one_is_no_like_of_the_next(world: World) -> None:
    bare, proven = acts.draft(world), acts.proven(world)

    services.submit_entries(actor=world.giver, entries=[bare, proven], sound_only=True)

    assert warned() == {proven.pk: []}


def test_the_number_of_queries_does_not_grow(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    acts.indicator(world)
    drafts = [acts.proven(world) for _ in range(12)]
    with django_assert_max_num_queries(24):
        services.accept_entries(actor=world.lead, entries=drafts, sound_only=True)
    with django_assert_max_num_queries(18):
        services.submit_entries(actor=world.giver, entries=drafts)
    with django_assert_max_num_queries(24):
        services.accept_entries(actor=world.lead, entries=drafts)
    with django_assert_max_num_queries(14):
        services.confirm_entries(actor=world.receiver, entries=drafts)


def test_who_entered_what_and_who_approved_is_read_once(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world.programme.separate_duties = True
    world.programme.save()
    ApprovalBand.objects.create(
        programme=world.programme, kind="", at_least=Decimal(10**6), approvers=["lead", "office"]
    )
    drafts = [acts.proven(world, detail={"voucher_number": str(number)}) for number in range(12)]
    services.submit_entries(actor=world.office, entries=drafts[:1])
    services.submit_entries(actor=world.giver, entries=drafts[1:])

    with django_assert_max_num_queries(28):
        outcome = services.accept_entries(actor=world.office, entries=drafts, sound_only=True)

    assert outcome.done == [entry.pk for entry in drafts[1:]]
    assert [(item.entry, type(item.error)) for item in outcome.refused] == [(drafts[0].pk, OwnEntry)]
