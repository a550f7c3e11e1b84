"""Taking in many rows: check, look, commit. Nothing is stored in the ledger before the commit, then all or nothing.

    handed = check_rows(actor=…, programme=…, kind="purchase", filename="采购.xlsx", content=…)
    handed.batch.report                          # Report.from_record gives it typed
    commit_import(actor=…, batch=handed.batch)   # one transaction

Up to :data:`AT_ONCE` rows both happen before the call returns; more go to the background worker, and the batch tells
its ``state``, ``step`` and ``progress``.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit, storage
from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.kernel.errors import KeyReused
from jiedui.kernel.uploads import clean_name
from jiedui.ledger import kinds
from jiedui.ledger.intake import guard, reading
from jiedui.ledger.intake.enums import ImportForm, ImportState
from jiedui.ledger.intake.errors import ImportClosed, UnreadableRows
from jiedui.ledger.intake.mapping import Mapping, header_fingerprint, of_template, suggest_mapping
from jiedui.ledger.intake.running import check_and_commit, check_stored, commit_stored
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import ImportBatch, ImportSource
from jiedui.ledger.services.evidence import StoredEvidence, require_purpose
from jiedui.plans.models import Programme

AT_ONCE = 2000
"""So many rows are worked on while the person waits."""
OPEN = (ImportState.RECEIVED, ImportState.CHECKING, ImportState.CHECKED, ImportState.COMMITTING)
STATELESS = "content"
"""The source of rows that come from no template and bear no number: they are known by what they say."""


@dataclass(frozen=True, slots=True)
class Handed:
    """The import, and whether it is a new one: the same open file handed in again is the import that is there."""

    batch: ImportBatch
    fresh: bool


def check_rows(
    *,
    actor: User,
    programme: Programme,
    kind: str,
    filename: str,
    content: bytes,
    form: str = "",
    mapping: Mapping | None = None,
    submit: bool = False,
    voucher: tuple[str, StoredEvidence] | None = None,
    idempotency_key: str | None = None,
    in_background: bool | None = None,
    commit: bool = False,
    table: Table | None = None,
) -> Handed:
    """Keep a file of rows and check every row; nothing is recorded yet.

    ``form`` is one of :class:`~jiedui.ledger.enums.ImportForm`, found out from the file where it is empty. Without a
    ``mapping`` a template brings its own; for any other layout one is suggested by the headings. ``submit`` asks that
    the commit submits what it writes; ``voucher`` (purpose, stored file) is then attached to every line. ``commit``
    stores the rows at once where nothing is to be put right, for callers whose people need not look first; it is done
    before the call returns. ``table`` is what the caller has read out of this very content.

    Raises NotAllowed, UnknownKind, KeyReused, UnreadableRows where the file as a whole cannot be taken: then nothing is
    kept. What is wrong with single cells is in the report.
    """
    found = kinds.get(kind)
    require(actor, Action.RECORD_ENTRY)
    check_voucher(found, voucher)
    key = f"{actor.pk}:{idempotency_key}"[:80] if idempotency_key else None
    digest = sha256_hex(content)
    if key and (earlier := ImportBatch.objects.filter(idempotency_key=key).first()):
        if (earlier.sha256, earlier.kind, earlier.programme_id) != (digest, kind, programme.pk):
            raise KeyReused
        return Handed(earlier, fresh=False)
    name = clean_name(filename)
    form = form or reading.form_of(name, content)
    if table is None:
        table = reading.read_table(kind, content, name, form, mapping)
    used = _mapping(found, programme, table, mapping, form, name)
    guard.check_size(content, name)
    stored = storage.put(content, filename=name, max_bytes=guard.MAX_BYTES)
    batch = ImportBatch(
        programme=programme,
        kind=kind,
        form=form,
        filename=name,
        sha256=stored.sha256,
        size=stored.size,
        source=_source(programme, kind, table, used),
        mapping=used.as_record(),
        submit=submit,
        voucher=voucher_record(voucher),
        uploaded_by=actor,
        idempotency_key=key,
    )
    handed = _keep(batch)
    background = table.rows > AT_ONCE if in_background is None else in_background
    if handed.batch.state != ImportState.COMMITTING:
        if commit:
            check_and_commit(handed.batch, actor=actor, table=table)
        else:
            _check(handed.batch, background, table)
    return handed


def check_voucher(kind: AnyKind, voucher: tuple[str, StoredEvidence] | None) -> None:
    """Raise Invalid where the voucher's role is none of the kind's."""
    if voucher is not None:
        require_purpose(kind, voucher[0])


def voucher_record(voucher: tuple[str, StoredEvidence] | None) -> dict[str, Any]:
    """The voucher as the import keeps it."""
    if voucher is None:
        return {}
    purpose, file = voucher
    return {
        "purpose": purpose,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "filename": file.filename,
    }


def _mapping(
    kind: AnyKind, programme: Programme, table: Table, mapping: Mapping | None, form: str, name: str
) -> Mapping:
    """The mapping to read the table by. Raises UnreadableRows for another's template, or for a field without column."""
    if table.mark is not None:
        said = (table.mark.kind, table.mark.programme)
        if said != (kind.key, programme.code):
            message = _("This is the template of another kind of help or programme: %(kind)s, %(programme)s.")
            raise UnreadableRows(message, address=name, kind=said[0], programme=said[1])
        mapping = of_template(table)
    elif mapping is None:
        mapping = suggest_mapping(kind.key, table.header, sheet=table.sheet, header_row=table.header_row)
    if missing := mapping.missing(kind.key):
        labels = ", ".join(str(column.label) for column in missing)
        where = f"{table.sheet or name}!{table.header_row}" if form != ImportForm.ROWS else "rows"
        message = _(
            "No column was found for: %(fields)s. Say which column it is, or give one value for all rows."
        )
        raise UnreadableRows(message, address=where, fields=labels)
    return mapping


def _source(programme: Programme, kind: str, table: Table, mapping: Mapping) -> ImportSource:
    """A template is a source of its own; a layout whose rows bear numbers is one, too; others have none."""
    if table.mark is not None:
        name = f"template:{table.mark.template}"
    elif (
        "key" in mapping.fields
        and mapping.fields["key"].column is not None
        and any(cell not in (None, "") for cell in table.columns[mapping.fields["key"].column])
    ):
        name = f"own:{header_fingerprint(table.header)[:32]}"
    else:
        name = STATELESS
    source, _created = ImportSource.objects.get_or_create(programme=programme, kind=kind, name=name[:80])
    return source


def _keep(batch: ImportBatch) -> Handed:
    same = ImportBatch.objects.filter(
        programme=batch.programme_id,
        kind=batch.kind,
        sha256=batch.sha256,
        source=batch.source_id,
        uploaded_by=batch.uploaded_by_id,
        state__in=OPEN,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            audit.record(
                actor=batch.uploaded_by,
                action="import.check",
                subject=batch,
                sha256=batch.sha256,
                filename=batch.filename,
                kind=batch.kind,
            )
        return Handed(batch, fresh=True)
    except IntegrityError:
        there = same.first()
        if there is None:
            raise
    if there.state != ImportState.COMMITTING:
        there.mapping, there.submit, there.voucher = batch.mapping, batch.submit, batch.voucher
        there.save(update_fields=["mapping", "submit", "voucher"])
    return Handed(there, fresh=False)


def _check(batch: ImportBatch, background: bool, table: Table | None = None) -> None:
    from jiedui.ledger.tasks import check_import  # the tasks module imports the services

    if background:
        check_import.enqueue(batch.pk)
        batch.refresh_from_db()
    else:
        check_stored(batch, table)


def check_again(*, actor: User, batch: ImportBatch, in_background: bool | None = None) -> ImportBatch:
    """Check an open import anew: after the ledger has changed, or after its worker was lost. Raises ImportClosed."""
    require_owner(actor, batch)
    if batch.state in {ImportState.COMMITTED, ImportState.CANCELLED, ImportState.COMMITTING}:
        raise ImportClosed(state=ImportState(batch.state).label)
    rows = int(batch.counts.get("rows", 0)) or AT_ONCE + 1
    _check(batch, rows > AT_ONCE if in_background is None else in_background)
    return batch


def commit_import(*, actor: User, batch: ImportBatch, in_background: bool | None = None) -> ImportBatch:
    """Store what the check has shown: new rows as drafts (submitted where that was asked), altered drafts changed.

    Everything is read and checked again within the transaction; where the outcome is another than was shown, nothing is
    stored. Raises NotAllowed, ImportClosed (someone was quicker, or it was cancelled), RowsRefused, ReportOutdated,
    EvidenceMissing where submitting needs a voucher. In the background the refusal is kept in ``batch.error``.
    """
    require_owner(actor, batch)
    rows = int(batch.counts.get("rows", 0))
    if rows > AT_ONCE if in_background is None else in_background:
        from jiedui.ledger.tasks import commit_import as task

        claim(batch)
        task.enqueue(batch.pk, actor.pk)
        batch.refresh_from_db()
        return batch
    return commit_stored(batch, actor=actor)


@transaction.atomic
def claim(batch: ImportBatch) -> None:
    """Say that the import is being stored, so that nobody else begins. Raises ImportClosed."""
    state = ImportBatch.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
    if state != ImportState.CHECKED:
        raise ImportClosed(state=ImportState(state).label)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.COMMITTING, step="reading", progress=0, beat_at=timezone.now(), error=""
    )
    batch.refresh_from_db()


@transaction.atomic
def cancel_import(*, actor: User, batch: ImportBatch) -> ImportBatch:
    """Give an import up; what is being checked or waits to be stored stops at its next step. Raises ImportClosed."""
    require_owner(actor, batch)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state in {ImportState.COMMITTED, ImportState.CANCELLED}:
        raise ImportClosed(state=ImportState(locked.state).label)
    locked.state = ImportState.CANCELLED
    locked.save(update_fields=["state"])
    locked.duplicates.filter(state="open").delete()
    audit.record(actor=actor, action="import.cancel", subject=locked)
    batch.refresh_from_db()
    return batch


def resume_import(*, actor: User, batch: ImportBatch, in_background: bool = True) -> ImportBatch:
    """Begin again what lost its worker: the check, or the commit of what was claimed. Raises ImportClosed."""
    require_owner(actor, batch)
    if batch.state == ImportState.COMMITTING:
        from jiedui.ledger.tasks import commit_import as task

        if in_background:
            task.enqueue(batch.pk, actor.pk)
            batch.refresh_from_db()
            return batch
        return commit_stored(batch, actor=actor)
    return check_again(actor=actor, batch=batch, in_background=in_background)


def require_owner(actor: User, batch: ImportBatch) -> None:
    """Only who handed it in goes on with it. Raises NotAllowed."""
    from jiedui.kernel.errors import NotAllowed

    require(actor, Action.RECORD_ENTRY)
    if batch.uploaded_by_id != actor.pk:
        raise NotAllowed


def check_records(
    *, actor: User, programme: Programme, kind: str, rows: Sequence[MappingOf[str, Any]], **options: Any
) -> Handed:
    """As :func:`check_rows`, for rows of another system: each like the input of one entry; ``key`` may name the row."""
    content = canonical_json([dict(row) for row in rows])
    return check_rows(
        actor=actor,
        programme=programme,
        kind=kind,
        filename="rows.json",
        content=content,
        form=ImportForm.ROWS,
        **options,
    )


def check_pasted(*, actor: User, programme: Programme, kind: str, text: str, **options: Any) -> Handed:
    """Rows pasted from a spreadsheet, headings first. As :func:`check_rows`."""
    content = text.encode("utf-8", "replace")
    name = str(_("Pasted rows"))
    return check_rows(
        actor=actor,
        programme=programme,
        kind=kind,
        filename=f"{name}.txt",
        content=content,
        form=ImportForm.PASTE,
        **options,
    )
