"""What ``jiedui verify`` finds, and that it names the row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel import storage
from jiedui.ledger import services
from jiedui.ledger.models import ChainHead, Entry, EntryEvidence, Posting
from jiedui.ledger.verification import CHECKS, Difference
from jiedui.plans.models import Programme, Target
from tests.conftest import World
from tests.ledger import acts


def differences(programme: Programme | None = None) -> list[Difference]:
    return list(_differences(programme))


def _differences(programme: Programme | None) -> Iterator[Difference]:
    for check in CHECKS:
        yield from check.run(programme, lambda count: None)


def named(programme: Programme | None = None) -> list[tuple[str, str, str]]:
    return [(d.check, d.subject, d.field) for d in differences(programme)]


def sql(statement: str, *parameters: Any) -> None:
    """Change rows from outside, as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount == 1


@pytest.fixture
def three(world: World) -> list[Entry]:
    """Three accepted entries, the second of which was taken back by a fourth."""
    acts.indicator(world, code="amount")
    entries = [acts.accepted(world, detail={"voucher_number": f"NO.{number}"}) for number in range(3)]
    services.reverse_entry(actor=world.office, entry=entries[1], reason="x")
    return entries


def test_what_was_done_through_the_services_agrees(world: World, three: list[Entry]) -> None:
    for kind in acts.KINDS:
        acts.accepted(world, kind, assists=[world.commerce])

    assert differences() == []
    assert differences(world.programme) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "食堂采购苹萝"),
        ("amount", 12000.51),
        ("amount", None),
        ("currency", "CNX"),
        ("quantity", 801),
        ("quantity_unit", "kh"),
        ("occurred_on", "2019-07-04"),
        ("synthetic", True),
        ("return_reason", "x"),
        ("reversal_reason", "x"),
        ("idempotency_key", "x"),
        ("hash", "0" * 64),
        ("persons", 1),
        ("recorded_at", "2019-07-04 00:00:00+00"),
    ],
)
def test_one_changed_column_of_an_accepted_entry_is_named(
    three: list[Entry], column: str, value: object
) -> None:
    sql(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, three[0].pk)

    found = [row for row in named() if row[0] == "chain"]

    assert found == [("chain", f"Entry #{three[0].pk}", column)]


def test_one_flipped_byte_of_the_detail_is_named(three: list[Entry]) -> None:
    if connection.vendor == "sqlite":
        change = "UPDATE ledger_entry SET detail = replace(detail, 'NO.2', 'NO.3') WHERE id = %s"
    else:
        change = "UPDATE ledger_entry SET detail = replace(detail::text, 'NO.2', 'NO.3')::jsonb WHERE id = %s"
    sql(change, three[2].pk)

    assert named() == [("chain", f"Entry #{three[2].pk}", "detail")]


def test_a_moved_entry_is_named_by_chain_and_posting(world: World, three: list[Entry]) -> None:
    sql("UPDATE ledger_entry SET giver_id = %s WHERE id = %s", world.west.pk, three[0].pk)

    name = f"Entry #{three[0].pk}"
    assert named() == [("chain", name, "giver_id"), ("postings", name, "posting.giver_id")]


def test_a_broken_link_is_named(three: list[Entry]) -> None:
    sql("UPDATE ledger_entry SET previous_hash = %s WHERE id = %s", "f" * 64, three[1].pk)

    assert named() == [("chain", f"Entry #{three[1].pk}", "previous_hash")]


def test_an_entry_turned_back_into_a_draft_is_named(three: list[Entry]) -> None:
    sql(
        "UPDATE ledger_entry SET state = 'draft', sequence = NULL, hash = '' WHERE id = %s",
        three[0].pk,
    )

    name = f"Entry #{three[0].pk}"
    assert named() == [("chain", name, "state"), ("postings", name, "posting")]


def test_a_truncated_chain_is_named(three: list[Entry]) -> None:
    last = Entry.objects.get(sequence=4)
    Posting.objects.filter(entry=last).delete()
    sql("DELETE FROM ledger_entry WHERE id = %s", last.pk)

    assert named() == [("chain", f"Entry #{last.pk}", "state")]


def test_a_wrong_head_is_named(three: list[Entry]) -> None:
    ChainHead.objects.update(hash="0" * 64)
    assert named() == [("chain", "ChainHead", "")]

    ChainHead.objects.update(sequence=3)
    assert named() == [("chain", "ChainHead", "")]


@pytest.mark.parametrize(
    ("column", "value"), [("amount", "much"), ("detail", "{broken"), ("decided_at", "then")]
)
def test_a_row_that_cannot_be_read_is_named(three: list[Entry], column: str, value: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets no such value into its columns")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
    sql(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, three[1].pk)

    found = {(check, subject) for check, subject, _field in named()}

    assert ("chain", f"Entry #{three[1].pk}") in found
    assert {subject for _check, subject in found} <= {f"Entry #{three[1].pk}"}


def test_a_kind_or_detail_that_does_not_exist_is_named(three: list[Entry]) -> None:
    sql("UPDATE ledger_entry SET kind = 'gift' WHERE id = %s", three[0].pk)

    name = f"Entry #{three[0].pk}"
    assert named() == [("chain", name, "kind"), ("postings", name, "detail")]


def test_evidence_taken_away_or_exchanged_is_named(world: World, three: list[Entry]) -> None:
    EntryEvidence.objects.filter(entry=three[0]).delete()
    EntryEvidence.objects.filter(entry=three[2]).update(purpose="photo")

    assert named() == [
        ("chain", f"Entry #{three[0].pk}", "evidence"),
        ("chain", f"Entry #{three[2].pk}", "evidence"),
    ]


def test_a_file_that_is_missing_or_changed_is_named(world: World) -> None:
    entries = []
    for number in range(3):
        entry = acts.draft(world)
        acts.attach(world, entry, content=b"file for verification %d" % number)
        services.submit_entry(actor=world.giver, entry=entry)
        entries.append(services.accept_entry(actor=world.lead, entry=entry))
    files = [entry.evidence.get().file for entry in entries]
    storage.path_of(files[0].sha256).unlink()
    storage.path_of(files[2].sha256).write_bytes(b"file for verification X")

    assert named() == [("evidence", f"Entry #{entries[n].pk}", "evidence") for n in (0, 2)]


def test_a_changed_missing_or_invented_posting_is_named(world: World, three: list[Entry]) -> None:
    Posting.objects.filter(entry=three[0]).update(value=1, day=date(2019, 1, 1))
    Posting.objects.filter(entry=three[2]).delete()
    other = acts.indicator(world, "transfer", code="other")
    posting = Posting.objects.get(entry=three[1])
    posting.pk, posting.indicator = None, other
    posting.save()

    assert named() == [
        ("postings", f"Entry #{three[0].pk}", "posting.value"),
        ("postings", f"Entry #{three[0].pk}", "posting.day"),
        ("postings", f"Entry #{three[1].pk}", "posting"),
        ("postings", f"Entry #{three[2].pk}", "posting"),
    ]
    services.rebuild_postings(programme=world.programme)
    assert differences() == []


def test_an_indicator_that_counts_nothing_is_named(world: World) -> None:
    indicator = acts.indicator(world, measure="weight")

    assert named() == [("postings", f"Indicator #{indicator.pk}", "measure")]


def test_parts_that_do_not_add_up_are_named_and_those_with_a_note_only_shown(world: World) -> None:
    def target(value: int, parent: Target | None = None, **fields: object) -> Target:
        return Target.objects.create(
            indicator=indicator,
            unit=world.east if parent else world.city,
            starts_on=date(2019, 1, 1),
            ends_on=date(2019, 12, 31),
            value=value,
            parent=parent,
            revision=world.revision,
            **fields,
        )

    indicator = acts.indicator(world)
    whole = target(100)
    target(99, whole)
    (found,) = differences()
    assert (found.check, found.subject, found.noted) == ("targets", f"Target #{whole.pk}", False)
    assert "99" in found.message and "100" in found.message

    Target.objects.filter(pk=whole.pk).update(note="原文如此")
    (found,) = differences()
    assert found.noted


def test_the_chain_is_read_in_batches(
    world: World, three: list[Entry], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        differences()
    for number in range(5):
        acts.accepted(world, detail={"voucher_number": f"B.{number}"})
    with django_assert_max_num_queries(20):
        differences()


def test_a_row_that_points_nowhere_does_not_drop_out(three: list[Entry]) -> None:
    try:
        with transaction.atomic(), connection.constraint_checks_disabled():
            sql("UPDATE ledger_entry SET giver_id = 999999 WHERE id = %s", three[0].pk)
            found = {subject for check, subject, _field in named() if check == "chain"}
            raise Undo
    except Undo:
        pass

    assert found == {f"Entry #{three[0].pk}"}


class Undo(Exception):
    """Take the damage back before constraints are checked."""
