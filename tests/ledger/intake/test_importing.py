"""From the workbook to the ledger: checked, committed once, and known again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.report import Report
from jiedui.ledger.models import Entry, ImportedRow
from jiedui.ledger.services import check_rows, commit_import
from tests.conftest import World
from tests.ledger.intake.sheets import filled, purchase


def check(world: World, content: bytes, **options: object) -> tuple[object, Report]:
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
