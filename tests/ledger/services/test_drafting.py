"""Many acts recorded and proven at once: the same rules and rows as one by one, all or none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.errors import FileRefused, Invalid, InvalidMany, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import kinds, services
from jiedui.ledger.errors import AcceptedForEver
from jiedui.ledger.models import Entry, EntryAssist, EntryEvidence, EvidenceFile
from tests.conftest import World
from tests.ledger import acts

NOON = datetime(2019, 7, 9, 4, tzinfo=UTC)


def everything() -> dict[str, list[Any]]:
    """What was written, without the numbers of rows."""
    left_out = {"id", "at", "recorded_at", "added_at", "subject_id", "entry_id", "file_id"}
    models = (Entry, EntryAssist, EvidenceFile, EntryEvidence, AuditRecord)
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in left_out}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def record(world: World, drafts: list[services.Draft], who: str = "giver") -> list[Entry]:
    return services.record_entries(actor=getattr(world, who), programme=world.programme, drafts=drafts)


def attached(world: World, entries: list[Entry], *papers: bytes) -> int:
    stored = [services.store_evidence(filename="v.txt", content=paper) for paper in papers]
    pairs = zip(entries, stored, strict=True)
    return services.attach_many(
        actor=world.giver, attachments=[services.Attachment(*pair, "voucher") for pair in pairs]
    )


def test_every_kind_is_written_as_it_would_be_alone(world: World) -> None:
    drafts = [
        services.Draft(kind.key, acts.data(world, kind.key, assists=[world.west.pk]))
        for kind in kinds.all_kinds()
    ]
    with transaction.atomic():
        record(world, drafts)
        together = everything()
        transaction.set_rollback(True)
    for draft in drafts:
        services.record_entry(actor=world.giver, programme=world.programme, kind=draft.kind, data=draft.data)

    assert together == everything()
    assert len(together["Entry"]) == len(kinds.all_kinds())


def test_one_that_is_wrong_keeps_all_out_and_is_addressed(world: World) -> None:
    drafts = [
        services.Draft("purchase", acts.data(world)),
        services.Draft("purchase", acts.data(world, amount="-1", occurred_on=date(2018, 1, 1))),
        services.Draft("purchase", acts.data(world, giver=world.county.pk)),
    ]

    with pytest.raises(InvalidMany) as refused:
        record(world, drafts)

    assert [error.address for error in refused.value.errors] == ["entries.1.amount", "entries.2.giver"]
    assert not Entry.objects.exists()
    assert not AuditRecord.objects.filter(action="entry.record").exists()


def test_nobody_records_for_another_district(world: World) -> None:
    drafts = [
        services.Draft("purchase", acts.data(world, giver=unit.pk)) for unit in (world.east, world.west)
    ]
    with pytest.raises(NotAllowed):
        record(world, drafts)
    assert not Entry.objects.exists()


def test_the_queries_do_not_grow_with_the_number(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = services.Draft("purchase", acts.data(world))
    record(world, [draft])  # what the person may do is read once
    for count in (2, 20):
        with django_assert_num_queries(6):
            entries = record(world, [draft] * count)
        with django_assert_num_queries(8):
            attached(world, entries, *(b"%d of %d" % (number, count) for number in range(count)))


def test_each_has_the_file_meant_for_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    entries = record(world, [services.Draft("purchase", acts.data(world))] * 2)

    assert attached(world, entries, b"one", b"two") == 2
    before = everything()
    assert attached(world, entries, b"one", b"two") == 0

    assert everything() == before
    assert [item.file.sha256 for entry in entries for item in entry.evidence.all()] == [
        services.store_evidence(filename="v.txt", content=paper).sha256 for paper in (b"one", b"two")
    ]


def test_a_role_the_kind_does_not_know_and_a_full_entry_are_refused(world: World, settings: Any) -> None:
    (entry,) = record(world, [services.Draft("purchase", acts.data(world))])
    stored = services.store_evidence(filename="v.txt", content=b"paper")
    with pytest.raises(Invalid, match="purpose"):
        services.attach_many(actor=world.giver, attachments=[services.Attachment(entry, stored, "roster")])
    settings.EVIDENCE_MAX_FILES = 1
    with pytest.raises(Invalid, match="file"):
        attached(world, [entry, entry], b"one", b"two")
    assert not EntryEvidence.objects.exists()


def test_what_is_accepted_or_anothers_takes_no_file(world: World) -> None:
    entry = acts.accepted(world)
    with pytest.raises(AcceptedForEver):
        attached(world, [entry], b"late")
    (other,) = record(
        world, [services.Draft("purchase", acts.data(world, giver=world.west.pk))], "other_giver"
    )
    with pytest.raises(NotAllowed):
        attached(world, [other], b"theirs")
    assert EntryEvidence.objects.count() == 1


def test_a_file_that_is_none_is_refused_before_anything_is_attached(world: World) -> None:
    with pytest.raises(FileRefused):
        services.store_evidence(filename="v.pdf", content=b"no paper")
