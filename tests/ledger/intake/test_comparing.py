"""A file that is handed in again: nothing changes, or what was altered is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.intake.report import FieldChange, Report
from jiedui.ledger.models import Entry, ImportBatch, ImportedRow
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.acts import KINDS, snapshot
from tests.ledger.intake.broken import rewritten
from tests.ledger.intake.sheets import filled, own_ledger, own_row, purchase


def handed_in(
    world: World, content: bytes, kind: str = "purchase", **options: Any
) -> tuple[ImportBatch, Report]:
    handed = services.check_rows(
        actor=world.giver,
        programme=world.programme,
        kind=kind,
        filename="七月.xlsx",
        content=content,
        **options,
    )
    return handed.batch, Report.from_record(handed.batch.report)


def stored(world: World, content: bytes, kind: str = "purchase") -> Report:
    return handed_in(world, content, kind, commit=True)[1]


def pasted(world: World, kind: str, rows: list[dict[str, Any]], **options: Any) -> Report:
    """Rows of another system, without numbers of their own."""
    handed = services.check_records(
        actor=world.giver, programme=world.programme, kind=kind, rows=rows, **options
    )
    return Report.from_record(handed.batch.report)


def as_json(world: World, kind: str, **changes: Any) -> dict[str, Any]:
    data = acts.data(world, kind, **changes)
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in data.items()} | {
        "occurred_on": str(data["occurred_on"])
    }


def everything() -> list[dict[str, Any]]:
    return [snapshot(entry) for entry in Entry.objects.order_by("pk")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_workbook_changes_nothing(kind: str, world: World) -> None:
    content = filled(world, kind, [acts.data(world, kind)])
    assert stored(world, content, kind).counts.new == 1
    before = everything()

    report = stored(world, content, kind)

    assert (report.counts.unchanged, report.counts.changes_nothing, report.errors) == (1, True, ())
    assert everything() == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_without_numbers_change_nothing(kind: str, world: World) -> None:
    rows = [as_json(world, kind)]
    assert pasted(world, kind, rows, commit=True).counts.new == 1
    before = everything()

    # Spaced and ordered otherwise, it is another file with the same rows.
    report = pasted(
        world, kind, [dict(reversed(rows[0].items())), as_json(world, kind, title="另一件")], commit=True
    )

    assert (report.counts.unchanged, report.counts.new) == (1, 1)
    assert everything()[:1] == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_altered_row_is_known_by_its_paper_or_by_sides_day_title_and_figure(
    kind: str, world: World
) -> None:
    pasted(world, kind, [as_json(world, kind)], commit=True)

    report = pasted(world, kind, [as_json(world, kind, assists=[world.commerce.pk])])

    (change,) = report.changes
    assert (report.counts.changed, change.applies) == (1, True)
    assert change.changes == (FieldChange("assists", "", "市商务局"),)


def test_a_row_with_another_paper_is_another_row(world: World) -> None:
    stored(world, own_ledger([own_row(1, 销售渠道="食堂采购")]))

    report = stored(world, own_ledger([own_row(2, 销售渠道="食堂采购")]))

    assert (report.counts.new, report.counts.unchanged) == (1, 0)


def test_an_altered_draft_is_changed_and_then_unchanged(world: World) -> None:
    first = filled(world, "purchase", [purchase(1), purchase(2)])
    stored(world, first)
    altered = rewritten(first, F5="35万")

    batch, report = handed_in(world, altered)
    (change,) = report.changes
    assert (change.row, change.applies, change.state) == (5, True, "draft")
    assert change.changes == (FieldChange("amount", "12000.5", "350000"),)
    services.commit_import(actor=world.giver, batch=batch)

    assert [entry.amount for entry in Entry.objects.order_by("pk")] == [Decimal("12000.50"), Decimal(350000)]
    assert AuditRecord.objects.filter(action="entry.update").count() == 1
    assert stored(world, rewritten(first, F5=350000)).counts.unchanged == 2


def accept(world: World, entry: Entry) -> Entry:
    acts.attach(world, entry)
    services.submit_entry(actor=world.giver, entry=entry)
    return services.accept_entry(actor=world.lead, entry=entry)


def test_an_altered_row_of_an_accepted_entry_offers_its_correction(world: World) -> None:
    first = filled(world, "purchase", [purchase(1)])
    stored(world, first)
    entry = accept(world, Entry.objects.get())
    before = snapshot(entry)

    report = stored(world, rewritten(first, F4=13000))

    (change,) = report.changes
    assert (report.counts.locked, change.applies, change.entry, change.state) == (
        1,
        False,
        entry.pk,
        "accepted",
    )
    assert change.changes == (FieldChange("amount", "12000.5", "13000"),)
    assert (change.content["amount"], change.content["detail"]) == ("13000", entry.detail)
    assert snapshot(entry) == before

    corrected = services.correct_entry(
        actor=world.office, entry=entry, data=change.content, reason="发票金额抄错"
    )

    assert (corrected.amount, corrected.detail) == (Decimal(13000), entry.detail)
    again = stored(world, rewritten(first, F4="13000.00"))
    assert (again.counts.unchanged, again.changes) == (1, ())


def test_the_correction_of_a_correction_is_compared(world: World) -> None:
    first = filled(world, "purchase", [purchase(1)])
    stored(world, first)
    standing = accept(world, Entry.objects.get())
    for amount in ("13000", "14000"):
        (change,) = stored(world, rewritten(first, F4=float(amount))).changes
        standing = services.correct_entry(
            actor=world.office, entry=standing, data=change.content, reason="更正"
        )

    report = stored(world, rewritten(first, F4=15000))

    (change,) = report.changes
    assert (change.entry, change.changes) == (standing.pk, (FieldChange("amount", "14000", "15000"),))


def test_an_entry_that_was_taken_back_is_not_corrected(world: World) -> None:
    first = filled(world, "purchase", [purchase(1)])
    stored(world, first)
    entry = accept(world, Entry.objects.get())
    services.reverse_entry(actor=world.office, entry=entry, reason="重复")

    (change,) = stored(world, rewritten(first, F4=13000)).changes

    assert (change.applies, change.content) == (False, {})


def test_an_altered_row_of_a_submitted_entry_is_only_shown(world: World) -> None:
    first = filled(world, "purchase", [purchase(1)])
    stored(world, first)
    entry = Entry.objects.get()
    acts.attach(world, entry)
    services.submit_entry(actor=world.giver, entry=entry)

    report = stored(world, rewritten(first, F4=13000))

    (change,) = report.changes
    assert (report.counts.locked, change.state, change.content) == (1, "submitted", {})
    assert Entry.objects.get().amount == Decimal("12000.50")


def test_a_withdrawn_row_does_not_come_back(world: World) -> None:
    first = filled(world, "purchase", [purchase(1)])
    stored(world, first)
    Entry.objects.get().delete()

    report = stored(world, first)

    assert (report.counts.withdrawn, report.counts.new) == (1, 0)
    assert (Entry.objects.count(), ImportedRow.objects.get().entry_id) == (0, None)
