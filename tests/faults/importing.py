"""An import killed while it is stored: afterwards all of its rows are there, or none."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from jiedui.accounts.models import User
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.models import Entry, EntryEvidence, ImportBatch, ImportedRow
from jiedui.ledger.services import check_records, commit_import, resume_import, store_evidence
from jiedui.ledger.verification import CHECKS
from jiedui.plans.models import Programme
from tests.conftest import build_world
from tests.ledger import acts

ROWS = 400


def prepare() -> dict[str, Any]:
    """A checked import of rows nobody has seen before, each with the voucher."""
    if not Programme.objects.exists():
        build_world()
    voucher = ("voucher", store_evidence(filename="voucher.txt", content=b"voucher no. 17"))
    handed = check_records(
        actor=User.objects.get(username="giver"),
        programme=Programme.objects.get(),
        kind="purchase",
        rows=[_row(number, uuid.uuid4().hex) for number in range(ROWS)],
        submit=True,
        voucher=voucher,
        in_background=False,
    )
    assert handed.batch.state == ImportState.CHECKED, handed.batch.report
    return {"batch": handed.batch.pk, "before": Entry.objects.count()}


def _row(number: int, voucher: str) -> dict[str, Any]:
    return {
        "giver": "东城区",
        "receiver": "云岭县",
        "assists": ["海州市商务局"],
        "occurred_on": date(2019, 7, 1 + number % 28),
        "title": f"食堂采购苹果{number}",
        "amount": f"{100 + number}.50",
        "detail": {**acts.DETAIL["purchase"], "voucher_number": voucher},
    }


def act(context: dict[str, Any]) -> None:
    """Store it."""
    batch = ImportBatch.objects.select_related("programme__giver", "uploaded_by").get(pk=context["batch"])
    commit_import(actor=batch.uploaded_by, batch=batch, in_background=False)


def check(context: dict[str, Any]) -> list[str]:
    """Nothing is half there; what was not stored can be stored now, once."""
    problems = _whole(context, ImportBatch.objects.get(pk=context["batch"]))
    batch = ImportBatch.objects.select_related("programme__giver", "uploaded_by").get(pk=context["batch"])
    if batch.state != ImportState.COMMITTED:
        if batch.state == ImportState.COMMITTING:
            resume_import(actor=batch.uploaded_by, batch=batch, in_background=False)
        else:
            act(context)
    batch = ImportBatch.objects.get(pk=context["batch"])
    problems += _whole(context, batch)
    if batch.state != ImportState.COMMITTED:
        problems.append(f"could not be stored afterwards: {batch.state}")
    for verify in CHECKS:
        problems += [f"{item.subject}: {item.message}" for item in verify.run(None, lambda _count: None)]
    return problems


def _whole(context: dict[str, Any], batch: ImportBatch) -> list[str]:
    stored = ROWS if batch.state == ImportState.COMMITTED else 0
    rows = ImportedRow.objects.filter(batch=batch)
    entries = Entry.objects.filter(imported_from__batch=batch, state=EntryState.SUBMITTED)
    found = {
        "rows": rows.count(),
        "entries": entries.count(),
        "all entries": Entry.objects.count() - context["before"],
        "vouchers": EntryEvidence.objects.filter(entry__in=entries).count(),
        "assisting": sum(len(entry.assists.all()) for entry in entries.prefetch_related("assists")),
    }
    return [f"{count} {name}, not {stored}" for name, count in found.items() if count != stored]
