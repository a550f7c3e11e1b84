"""The two runs of an import: the check, which stores a report, and the commit, which stores everything or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiedui.kernel import audit, storage
from jiedui.kernel.errors import JieduiError
from jiedui.kernel.pausing import no_collection
from jiedui.ledger import kinds
from jiedui.ledger.errors import EvidenceMissing
from jiedui.ledger.intake import writing
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.comparing import Fate, Outcome, compare
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.errors import ImportClosed, ReportOutdated, RowsRefused
from jiedui.ledger.intake.judging import as_entry
from jiedui.ledger.intake.mapping import Mapping
from jiedui.ledger.intake.preparing import Prepared, prepare
from jiedui.ledger.intake.reading import read_table
from jiedui.ledger.intake.report import Report
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.kinds.base import EvidenceRule, Needed
from jiedui.ledger.models import ImportBatch
from jiedui.plans.models import Programme

Told = Callable[[int], None]
OPEN = (ImportState.RECEIVED, ImportState.CHECKING, ImportState.CHECKED)
GONE = (ImportState.CANCELLED, ImportState.COMMITTED)


class Cancelled(ImportClosed):
    """The import was given up while it was worked on."""

    code = "import_cancelled"


def check_stored(batch: ImportBatch, table: Table | None = None) -> None:
    """Check the stored file and keep the report; a refusal of the whole file makes the import fail with its words."""
    begun = ImportBatch.objects.filter(pk=batch.pk).exclude(state__in=[*GONE, ImportState.COMMITTING])
    if not begun.update(
        state=ImportState.CHECKING, step="reading", progress=0, beat_at=timezone.now(), error=""
    ):
        batch.refresh_from_db()
        return
    try:
        outcome = examine(batch, batch.uploaded_by, table, told=_teller(batch, "checking"))
    except Cancelled:
        batch.refresh_from_db()
        return
    except JieduiError as error:
        begun.update(state=ImportState.FAILED, error=str(error))
        batch.refresh_from_db()
        return
    _keep_report(batch, outcome, ImportState.CHECKING)


def check_and_commit(batch: ImportBatch, *, actor: Any, table: Table | None = None) -> ImportBatch:
    """Check the stored file and, where nothing is to be put right, store it at once: each row is judged only once.

    A refusal keeps the report; the import can then be committed later. Raises EvidenceMissing, ImportClosed,
    ReportOutdated as the commit does.
    """
    refused: JieduiError | None = None
    try:
        with transaction.atomic():
            locked = _locked(batch, *OPEN)
            outcome = examine(locked, actor, table)
            _keep_report(locked, outcome, *OPEN)
            if not outcome.counts.errors:
                refused = _store(locked, outcome, actor)
    except IntegrityError as error:
        raise ReportOutdated from error
    batch.refresh_from_db()
    if refused is not None:
        raise refused
    return batch


def _store(batch: ImportBatch, outcome: Outcome, actor: Any) -> JieduiError | None:
    """Write what was found, or take everything back and say why."""
    try:
        with transaction.atomic():
            if batch.submit:
                _require_evidence(batch, outcome)
            _close(batch, outcome, actor, _write(batch, outcome, actor))
    except JieduiError as error:
        return error
    return None


@transaction.atomic
def _keep_report(batch: ImportBatch, outcome: Outcome, *states: str) -> None:
    report = outcome.report().as_record()
    kept = ImportBatch.objects.filter(pk=batch.pk, state__in=states).update(
        state=ImportState.CHECKED, step="", progress=100, report=report, counts=report["counts"], error=""
    )
    if kept:
        writing.write_twins(outcome, batch, {})
    batch.refresh_from_db()


@no_collection()
def examine(
    batch: ImportBatch, actor: Any, table: Table | None = None, *, told: Told = lambda _: None
) -> Outcome:
    """Read the stored file, if it was not read a moment ago, and judge every row. Writes nothing."""
    mapping = Mapping.from_record(batch.mapping)
    if table is None:
        table = read_table(batch.kind, storage.get(batch.sha256), batch.filename, batch.form, mapping)
    told(10)
    choices = Choices(batch.programme, actor)
    made = prepare(
        kinds.get(batch.kind), table, mapping, choices, told=lambda done: told(10 + done * 8 // 10)
    )
    return compare(made, batch, told=told)


def _teller(batch: ImportBatch, step: str) -> Told:
    """Notes the progress where others see it, at most once for each tenth; raises Cancelled where it was given up."""
    last = -10

    def told(done: int) -> None:
        nonlocal last
        if done - last < 10:
            return
        last = done
        alive = ImportBatch.objects.filter(pk=batch.pk).exclude(state__in=GONE)
        if not alive.update(step=step, progress=done, beat_at=timezone.now()):
            raise Cancelled(state=ImportState.CANCELLED.label)

    return told


def commit_stored(batch: ImportBatch, *, actor: Any, table: Table | None = None) -> ImportBatch:
    """Examine the file again and write everything, in one transaction. Raises as ``commit_import`` says."""
    try:
        with transaction.atomic():
            locked = _locked(batch, ImportState.CHECKED, ImportState.COMMITTING)
            outcome = examine(locked, actor, table)
            _require_as_shown(locked, outcome)
            ids = _write(locked, outcome, actor)
            _close(locked, outcome, actor, ids)
    except IntegrityError as error:
        raise ReportOutdated from error
    batch.refresh_from_db()
    return batch


def _locked(batch: ImportBatch, *states: str) -> ImportBatch:
    """The import, alone with it: two imports of one programme are stored one after the other."""
    Programme.objects.select_for_update(no_key=True).get(pk=batch.programme_id)
    rows = ImportBatch.objects.select_for_update(of=("self",))
    locked = rows.select_related("programme__giver", "programme__office", "uploaded_by").get(pk=batch.pk)
    if locked.state not in states:
        raise ImportClosed(state=ImportState(locked.state).label)
    return locked


def _require_as_shown(batch: ImportBatch, outcome: Outcome) -> None:
    counts, shown = outcome.counts, Report.from_record(batch.report).counts
    if counts.errors:
        raise RowsRefused(count=counts.errors)
    if counts != shown:
        raise ReportOutdated
    if batch.submit:
        _require_evidence(batch, outcome)


def _require_evidence(batch: ImportBatch, outcome: Outcome) -> None:
    """The one voucher must be all that any of the lines needs to be submitted. Raises EvidenceMissing."""
    made = outcome.made
    new = [row for row, fate in enumerate(outcome.fates) if fate is Fate.NEW]
    lacking = [
        rule
        for rule in made.kind.evidence
        if rule.needed is Needed.SUBMISSION and rule.purpose != batch.voucher.get("purpose")
    ]
    missing = [rule for rule in lacking if any(_needs(made, rule, row) for row in new)]
    if missing:
        raise EvidenceMissing(address="evidence", evidence=", ".join(str(rule.label) for rule in missing))


def _needs(made: Prepared, rule: EvidenceRule[Any], row: int) -> bool:
    return rule.when is None or made.kind.needed(rule, as_entry(made, row)) is Needed.SUBMISSION


@no_collection()
def _write(batch: ImportBatch, outcome: Outcome, actor: Any) -> dict[int, int]:
    from jiedui.ledger.intake.updating import update_changed  # the services import this module

    made = outcome.made
    rows = [row for row, fate in enumerate(outcome.fates) if fate is Fate.NEW]
    ids = writing.write_new(outcome, batch, actor=actor, rows=rows, submit=batch.submit) if rows else {}
    if batch.voucher and ids:
        writing.attach_to_all(batch, actor=actor, ids=list(ids.values()))
    update_changed(outcome, actor=actor)
    writing.remember_changed(outcome, batch)
    withdrawn = [row for row, fate in enumerate(outcome.fates) if fate is Fate.WITHDRAWN]
    writing.remember_withdrawn(made, batch, withdrawn)
    writing.write_twins(
        outcome, batch, {made.keys[row]: pk for row, pk in ids.items()} if outcome.twins else {}
    )
    return ids


def _close(batch: ImportBatch, outcome: Outcome, actor: Any, ids: dict[int, int]) -> None:
    counts = asdict(outcome.counts)
    batch.state, batch.step, batch.progress, batch.error = ImportState.COMMITTED, "", 100, ""
    batch.counts, batch.committed_at, batch.committed_by = counts, timezone.now(), actor
    batch.save(update_fields=["state", "step", "progress", "error", "counts", "committed_at", "committed_by"])
    audit.record(
        actor=actor,
        action="import.commit",
        subject=batch,
        sha256=batch.sha256,
        filename=batch.filename,
        kind=batch.kind,
        counts=counts,
        submitted=batch.submit,
        first=min(ids.values(), default=None),
        last=max(ids.values(), default=None),
    )
