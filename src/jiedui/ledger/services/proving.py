"""One voucher for every row of an import, and whether the commit submits what it writes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from jiedui.accounts.models import User
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.enums import DuplicateState, ImportState
from jiedui.ledger.intake.errors import ImportClosed
from jiedui.ledger.models import Entry, ImportBatch, SuspectedDuplicate
from jiedui.ledger.services.evidence import StoredEvidence, attach_stored
from jiedui.ledger.services.importing import check_voucher, require_owner, voucher_record
from jiedui.ledger.services.many import Outcome, submit_entries


@transaction.atomic
def prove_import(
    *, actor: User, batch: ImportBatch, submit: bool, voucher: tuple[str, StoredEvidence] | None
) -> ImportBatch:
    """Say before the commit what proves every row, and whether it is submitted at once.

    A voucher that was given before stays unless there is a new one. Raises NotAllowed, ImportClosed, Invalid where the
    kind knows no such evidence.
    """
    require_owner(actor, batch)
    check_voucher(kinds.get(batch.kind), voucher)
    state = ImportBatch.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
    if state != ImportState.CHECKED:
        raise ImportClosed(state=ImportState(state).label)
    batch.submit = submit
    if voucher is not None:
        batch.voucher = voucher_record(voucher)
    batch.save(update_fields=["submit", "voucher"])
    return batch


def drafts_of(batch: ImportBatch) -> QuerySet[Entry]:
    """Entries the import wrote that wait to be submitted; what may be there twice waits for a person's word first."""
    open_ = SuspectedDuplicate.objects.filter(entry=OuterRef("pk"), state=DuplicateState.OPEN)
    rows = Entry.objects.filter(imported_from__batch=batch, state__in=EntryState.editable())
    return rows.exclude(Exists(open_)).order_by("pk")


@transaction.atomic
def submit_import(*, actor: User, batch: ImportBatch, voucher: tuple[str, StoredEvidence] | None) -> Outcome:
    """Attach one voucher to every draft of a stored import, if there is one, and submit those that may be.

    Raises NotAllowed, ImportClosed while it is not stored, Invalid where the kind knows no such evidence.
    """
    require_owner(actor, batch)
    check_voucher(kinds.get(batch.kind), voucher)
    if batch.state != ImportState.COMMITTED:
        raise ImportClosed(state=ImportState(batch.state).label)
    drafts = list(drafts_of(batch))
    if voucher is not None:
        attach_stored(actor=actor, entries=drafts, stored=voucher[1], purpose=voucher[0])
    return submit_entries(actor=actor, entries=drafts, sound_only=True)
