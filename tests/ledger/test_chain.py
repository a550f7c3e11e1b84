"""The chain of accepted entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.ledger import chain, services
from jiedui.ledger.models import ChainHead, Entry
from jiedui.ledger.verification import verify_chain
from tests.conftest import World
from tests.ledger import acts
from tests.projects.works import project
from tests.together import at_once, only_on_a_server


def test_each_accepted_entry_follows_the_one_before(world: World) -> None:
    entries = [acts.accepted(world, kind) for kind in acts.KINDS]

    assert [entry.sequence for entry in entries] == list(range(1, len(acts.KINDS) + 1))
    assert [entry.previous_hash for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
    head = ChainHead.objects.get()
    assert (head.sequence, head.hash) == (len(entries), entries[-1].hash)


def test_the_hash_can_be_computed_from_the_rows_alone(world: World) -> None:
    made = acts.accepted(world, assists=[world.commerce])
    entry = Entry.objects.get(pk=made.pk)
    row = {name: getattr(entry, name) for name in chain.FIELDS}
    for name in ("recorded_at", "submitted_at", "decided_at"):
        row[name] = row[name].astimezone(UTC).isoformat()
    (evidence,) = entry.evidence.all()
    row |= {
        "format": chain.FORMAT,
        "evidence": [["voucher", evidence.file.sha256, "voucher.txt"]],
        "assists": [world.commerce.pk],
        "sequence": 1,
        "previous_hash": "",
    }

    assert entry.hash == sha256_hex(canonical_json(row))


def test_every_column_of_an_entry_is_hashed_or_said_not_to_be() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}

    assert columns == {*chain.FIELDS, *chain.NOT_HASHED}


def test_entries_of_the_first_format_still_verify(world: World) -> None:
    """Entries accepted before projects were hashed without one; they are followed by those of today."""
    with patch_format(1):
        old = [acts.accepted(world, detail={"voucher_number": f"NO.{number}"}) for number in range(2)]
    young = acts.accepted(world, "transfer", project=project(world))

    assert [entry.chain_format for entry in (*old, young)] == [1, 1, chain.FORMAT]
    assert "project_id" not in chain.content(old[0])
    assert chain.content(young)["project_id"] == young.project_id
    assert list(verify_chain(None, lambda count: None)) == []


def test_an_entry_cannot_be_made_older_or_younger_than_it_is(world: World) -> None:
    entry = acts.accepted(world)

    Entry.objects.filter(pk=entry.pk).update(chain_format=1)

    assert [(d.subject, d.field) for d in verify_chain(None, lambda count: None)] == [
        (f"Entry #{entry.pk}", "format")
    ]


def test_a_format_nobody_knows_is_named(world: World) -> None:
    entry = acts.accepted(world)

    Entry.objects.filter(pk=entry.pk).update(chain_format=99)

    subjects = [difference.subject for difference in verify_chain(None, lambda count: None)]
    assert subjects == [f"Entry #{entry.pk}", "ChainHead"]


def test_a_project_put_on_an_entry_of_the_first_format_is_named(world: World) -> None:
    """Its hash does not cover the project, so that there must be none."""
    with patch_format(1):
        entry = acts.accepted(world)

    Entry.objects.filter(pk=entry.pk).update(project=project(world))

    assert [(d.subject, d.field) for d in verify_chain(None, lambda count: None)] == [
        (f"Entry #{entry.pk}", "project_id")
    ]


def test_a_project_put_on_an_entry_of_today_is_named(world: World) -> None:
    entry = acts.accepted(world)

    Entry.objects.filter(pk=entry.pk).update(project=project(world))

    assert [(d.subject, d.field) for d in verify_chain(None, lambda count: None)] == [
        (f"Entry #{entry.pk}", "project_id")
    ]


@contextmanager
def patch_format(number: int) -> Iterator[None]:
    """Let the chain append as it did in the days of that format."""
    now = chain.FORMAT
    chain.FORMAT = number
    try:
        yield
    finally:
        chain.FORMAT = now


def test_the_same_instant_in_another_zone_gives_the_same_hash(world: World) -> None:
    entry = acts.accepted(world)
    before = chain.content(entry)

    assert isinstance(entry.recorded_at, datetime)
    entry.recorded_at = entry.recorded_at.astimezone(timezone(timedelta(hours=8)))

    assert chain.content(entry) == before


@pytest.mark.django_db(transaction=True)
def test_the_chain_does_not_fork_when_many_accept_at_once(world: World) -> None:
    only_on_a_server()
    entries = [acts.submitted(world, title=f"第{number}批") for number in range(12)]

    accept = partial(services.accept_entry, actor=world.lead)
    assert at_once([partial(accept, entry=entry) for entry in entries]) == []

    assert Entry.objects.filter(state="accepted").count() == 12
    assert list(verify_chain(None, lambda count: None)) == []


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_many_times_at_once_makes_one_entry(world: World) -> None:
    only_on_a_server()
    made: list[Entry] = []

    def record() -> None:
        made.append(
            services.record_entry(
                actor=world.giver,
                programme=world.programme,
                kind="purchase",
                data=acts.data(world),
                idempotency_key="once",
            )
        )

    assert at_once([record] * 6) == []

    assert Entry.objects.count() == 1
    assert {entry.pk for entry in made} == {Entry.objects.get().pk}
    assert len(made) == 6
