"""From the workbook to the ledger: checked, committed once, and known again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import EvidenceMissing
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.report import Report
from jiedui.ledger.models import Entry, ImportBatch, ImportedRow
from jiedui.ledger.services import check_rows, commit_import
from tests.conftest import World
from tests.ledger.acts import snapshot
from tests.ledger.intake.sheets import filled, purchase


def check(world: World, content: bytes, **options: object) -> tuple[ImportBatch, Report]:
    handed = check_rows(
        actor=world.giver,
        programme=world.programme,
        kind="purchase",
        filename="采购.xlsx",
        content=content,
        **options,  # type: ignore[arg-type]
    )
    return handed.batch, Report.from_record(handed.batch.report)


def test_a_filled_template_becomes_drafts(world: World) -> None:
    content = filled(world, "purchase", [purchase(1), purchase(2, amount=Decimal("35"))])

    batch, report = check(world, content)

    assert (report.counts.rows, report.counts.new, report.errors) == (2, 2, ())
    assert Entry.objects.count() == 0

    done = commit_import(actor=world.giver, batch=batch)

    assert done.state == ImportState.COMMITTED
    first, second = Entry.objects.order_by("pk")
    assert (first.title, first.amount, first.state) == (
        "食堂采购苹果1",
        Decimal("12000.50"),
        EntryState.DRAFT,
    )
    assert (first.giver, first.receiver, first.workstream) == (world.east, world.county, world.consumption)
    assert (first.occurred_on, first.quantity, first.quantity_unit) == (
        date(2019, 7, 3),
        Decimal("800"),
        "kg",
    )
    assert first.detail == {**purchase(1)["detail"], "recognition_number": ""}
    assert (second.amount, second.recorded_by) == (Decimal("35"), world.giver)
    assert AuditRecord.objects.filter(action="import.commit").count() == 1
    assert ImportedRow.objects.count() == 2


def test_rows_without_a_fault_may_be_stored_at_once(world: World) -> None:
    batch, report = check(world, filled(world, "purchase", [purchase(1), purchase(2)]), commit=True)

    assert (batch.state, report.counts.new) == (ImportState.COMMITTED, 2)
    assert Entry.objects.count() == ImportedRow.objects.count() == 2


def test_rows_with_a_fault_are_not_stored_at_once(world: World) -> None:
    rows = [purchase(1), purchase(2, amount=Decimal("-1"))]

    batch, report = check(world, filled(world, "purchase", rows), commit=True)

    assert (batch.state, report.counts.errors) == (ImportState.CHECKED, 1)
    assert Entry.objects.count() == ImportedRow.objects.count() == 0


def test_a_refusal_while_storing_keeps_the_report_and_nothing_else(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])

    with pytest.raises(EvidenceMissing):
        check(world, content, commit=True, submit=True)

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["new"]) == (ImportState.CHECKED, 1)
    assert Entry.objects.count() == ImportedRow.objects.count() == 0
    assert not AuditRecord.objects.filter(action="import.commit").exists()


def test_the_same_file_changes_nothing_and_says_so(world: World) -> None:
    content = filled(world, "purchase", [purchase(1), purchase(2)])
    check(world, content, commit=True)
    before = [snapshot(entry) for entry in Entry.objects.order_by("pk")]

    batch, report = check(world, content, commit=True)

    assert (report.counts.unchanged, report.counts.new, report.counts.changes_nothing) == (2, 0, True)
    assert batch.state == ImportState.COMMITTED
    assert [snapshot(entry) for entry in Entry.objects.order_by("pk")] == before
