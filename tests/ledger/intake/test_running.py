"""The two runs of an import, and what may be done with it when."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from jiedui.kernel.errors import Invalid, KeyReused, NotAllowed, NotFound
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.intake import queries
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.errors import ImportClosed, ReportOutdated
from jiedui.ledger.intake.mapping import suggest_mapping
from jiedui.ledger.intake.running import check_stored
from jiedui.ledger.models import Entry, EntryEvidence, ImportBatch, ImportedRow, MappingProfile
from jiedui.ledger.services.importing import claim
from jiedui.ledger.services.layouts import save_mapping
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.intake.sheets import HEADINGS, filled, purchase


def handed_in(world: World, *rows: dict[str, Any], **options: Any) -> ImportBatch:
    content = filled(world, "purchase", rows or [purchase(1)])
    return services.check_rows(
        actor=world.giver,
        programme=world.programme,
        kind="purchase",
        filename="七月.xlsx",
        content=content,
        **options,
    ).batch


def test_the_same_open_file_is_the_import_that_is_there(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])
    options: dict[str, Any] = {"actor": world.giver, "programme": world.programme, "kind": "purchase"}

    first = services.check_rows(filename="a.xlsx", content=content, **options)
    second = services.check_rows(filename="b.xlsx", content=content, **options)

    assert (first.fresh, second.fresh, first.batch.pk) == (True, False, second.batch.pk)
    assert AuditRecord.objects.filter(action="import.check").count() == 1


def test_what_was_stored_is_not_stored_again(world: World) -> None:
    batch = handed_in(world)
    services.commit_import(actor=world.giver, batch=batch)

    for act in (services.commit_import, services.check_again, services.cancel_import):
        with pytest.raises(ImportClosed):
            act(actor=world.giver, batch=batch)
    assert Entry.objects.count() == 1


def test_what_was_cancelled_is_over(world: World) -> None:
    batch = services.cancel_import(actor=world.giver, batch=handed_in(world))

    assert batch.state == ImportState.CANCELLED
    check_stored(batch)
    assert ImportBatch.objects.get().state == ImportState.CANCELLED
    with pytest.raises(ImportClosed):
        services.commit_import(actor=world.giver, batch=batch)
    assert Entry.objects.count() == 0


def test_only_who_handed_it_in_goes_on_with_it(world: World) -> None:
    batch = handed_in(world)

    for actor in (world.other_giver, world.office, world.auditor):
        with pytest.raises(NotAllowed):
            services.commit_import(actor=actor, batch=batch)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("name", ["receiver", "auditor", "nobody"])
def test_who_may_not_record_may_not_hand_in(name: str, world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])

    with pytest.raises(NotAllowed):
        services.check_rows(
            actor=getattr(world, name),
            programme=world.programme,
            kind="purchase",
            filename="a.xlsx",
            content=content,
        )
    assert ImportBatch.objects.count() == 0


def test_another_result_than_was_shown_is_not_stored(world: World) -> None:
    batch = handed_in(world)
    acts.draft(world, detail={"voucher_number": "NO.00001"})  # now the row may be there twice

    with pytest.raises(ReportOutdated):
        services.commit_import(actor=world.giver, batch=batch)
    assert (Entry.objects.count(), ImportedRow.objects.count()) == (1, 0)

    services.check_again(actor=world.giver, batch=batch)
    services.commit_import(actor=world.giver, batch=batch)
    assert Entry.objects.count() == 2


def test_what_is_claimed_is_not_claimed_again_and_can_be_resumed(world: World) -> None:
    batch = handed_in(world)
    claim(batch)

    with pytest.raises(ImportClosed):
        claim(batch)
    with pytest.raises(ImportClosed):
        services.check_again(actor=world.giver, batch=batch)
    services.resume_import(actor=world.giver, batch=batch, in_background=False)

    assert (batch.state, Entry.objects.count()) == (ImportState.COMMITTED, 1)


def test_in_the_background_the_worker_does_both(world: World) -> None:
    batch = handed_in(world, in_background=True)
    batch.refresh_from_db()
    assert (batch.state, batch.progress, batch.counts["new"]) == (ImportState.CHECKED, 100, 1)

    services.commit_import(actor=world.giver, batch=batch, in_background=True)

    batch.refresh_from_db()
    assert (batch.state, batch.error, Entry.objects.count()) == (ImportState.COMMITTED, "", 1)


def test_a_refusal_in_the_background_is_kept_in_its_words(world: World) -> None:
    batch = handed_in(world, submit=True)

    services.commit_import(actor=world.giver, batch=batch, in_background=True)

    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    assert batch.error == "请先上传：购销凭证。"
    assert Entry.objects.count() == 0


def test_one_voucher_is_attached_to_every_line(world: World) -> None:
    file = services.store_evidence(filename="v.txt", content=ContentFile(b"voucher").read())
    batch = handed_in(world, purchase(1), purchase(2), submit=True, voucher=("voucher", file))

    services.commit_import(actor=world.giver, batch=batch)

    rows = EntryEvidence.objects.order_by("entry").values_list(
        "file__sha256", "filename", "purpose", "added_by"
    )
    assert list(rows) == [(file.sha256, "v.txt", "voucher", world.giver.pk)] * 2
    assert set(Entry.objects.values_list("state", flat=True)) == {"submitted"}


def test_a_voucher_in_an_unknown_role_is_refused(world: World) -> None:
    file = services.store_evidence(filename="v.txt", content=b"voucher")

    with pytest.raises(Invalid) as refused:
        handed_in(world, voucher=("passport", file))
    assert refused.value.address == "purpose"
    assert ImportBatch.objects.count() == 0


def test_a_key_stands_for_one_file(world: World) -> None:
    handed_in(world, idempotency_key="july")

    with pytest.raises(KeyReused):
        handed_in(world, purchase(2), idempotency_key="july")
    assert ImportBatch.objects.count() == 1


def test_one_sees_ones_own_imports_and_the_office_all(world: World) -> None:
    batch = handed_in(world)

    assert [queries.get_import(user, batch.pk).pk for user in (world.giver, world.office, world.auditor)] == [
        batch.pk
    ] * 3
    for user in (world.other_giver, world.nobody):
        with pytest.raises(NotFound):
            queries.get_import(user, batch.pk)


def test_an_entry_knows_its_row(world: World) -> None:
    batch = handed_in(world)
    services.commit_import(actor=world.giver, batch=batch)

    origin = queries.origin_of(Entry.objects.get().pk)

    assert origin is not None
    assert (origin.batch.pk, origin.number, origin.key) == (batch.pk, 4, "0001")
    assert queries.origin_of(acts.draft(world).pk) is None


def test_a_layout_is_kept_for_the_unit_and_its_headings(world: World) -> None:
    mapping = suggest_mapping("purchase", HEADINGS)
    common: dict[str, Any] = {
        "actor": world.giver,
        "unit": world.east,
        "kind": "purchase",
        "header": HEADINGS,
    }
    first = save_mapping(name="旧", mapping=mapping, **common)
    again = save_mapping(name="台账", mapping=mapping, **common)

    assert (first.pk, again.name, MappingProfile.objects.count()) == (again.pk, "台账", 1)
    found = queries.profile_for(world.giver, "purchase", [" 采购日期", *HEADINGS[1:]])
    assert found == again
    assert queries.profile_for(world.other_giver, "purchase", HEADINGS) is None
    with pytest.raises(NotAllowed):
        save_mapping(name="x", mapping=mapping, **{**common, "actor": world.other_giver})
