"""Every change to postings leaves a row behind, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from jiedui.kernel.errors import NotAllowed
from jiedui.ledger import outbox, services
from jiedui.ledger.models import Entry, PostingChange
from jiedui.safeguards.enums import HoldOn, RedFlag
from tests.conftest import World
from tests.ledger import acts


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows there were each time the listener was told."""
    counts: list[int] = []
    monkeypatch.setattr(outbox, "_listeners", [])
    outbox.listen(lambda: counts.append(PostingChange.objects.count()))
    yield counts


def rows() -> list[tuple[Any, ...]]:
    return list(PostingChange.objects.values_list("act", "first", "last", "entries", "programme"))


def test_acceptance_names_its_number_of_the_chain(world: World) -> None:
    acts.accepted(world)
    acts.accepted(world, title="第二次")

    assert rows() == [("accepted", 1, 1, [], None), ("accepted", 2, 2, [], None)]


def test_many_at_once_are_one_row(world: World) -> None:
    entries = [acts.submitted(world, title=f"第{n}次") for n in range(3)]
    services.accept_entries(actor=world.lead, entries=entries)

    assert rows() == [("accepted", 1, 3, [], None)]


def test_reversal_and_correction_are_acceptances_of_their_own(world: World) -> None:
    first, second = acts.accepted(world), acts.accepted(world, title="第二次")
    services.reverse_entry(actor=world.office, entry=first, reason="重复录入")
    services.correct_entry(
        actor=world.office, entry=second, data=acts.data(world, title="更正后"), reason="名称有误"
    )

    assert [row[:3] for row in rows()[2:]] == [("accepted", n, n) for n in (3, 4, 5)]


def test_a_hold_names_the_entries_it_posts_anew(world: World) -> None:
    entry = acts.accepted(world, "workshop")
    acts.accepted(world)
    services.raise_hold(
        actor=world.receiver,
        programme=world.programme,
        on=HoldOn.WORKSHOP,
        name="云岭服装车间",
        flag=RedFlag.WAGES,
        reason="连续两个月未发工资",
    )

    assert rows()[2:] == [("replaced", 0, 0, [entry.pk], None)]


def test_rebuilding_names_the_programme(world: World) -> None:
    services.rebuild_postings(programme=world.programme)

    assert rows() == [("rebuilt", 0, 0, [], world.programme.pk)]


def test_a_refusal_leaves_no_row(world: World) -> None:
    entry = acts.submitted(world)
    with pytest.raises(NotAllowed):
        services.accept_entry(actor=world.receiver, entry=entry)

    assert rows() == []


def test_a_copy_begins_at_the_end_of_the_chain(world: World) -> None:
    acts.accepted(world)
    change = outbox.note_begun()

    assert (change.act, change.last) == ("begun", 1)
    assert len({change.mark, *PostingChange.objects.values_list("mark", flat=True)}) == 2


def test_who_begins_a_copy_is_not_told_of_it(
    world: World, told: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.note_begun()

    assert told == []


def test_listeners_are_told_when_the_transaction_has_ended(
    world: World, told: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    entry = acts.submitted(world)
    with django_capture_on_commit_callbacks(execute=True):
        services.accept_entry(actor=world.lead, entry=entry)
        assert told == []

    assert told == [1]


def test_what_is_rolled_back_leaves_nothing(world: World, told: list[int]) -> None:
    entry = acts.submitted(world)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.accept_entry(actor=world.lead, entry=entry)
        1 / 0  # noqa: B018

    assert (rows(), told, Entry.objects.get().state) == ([], [], "submitted")
