"""Background work: ids in, fetch, delegate."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from jiedui.accounts.models import User
from jiedui.kernel.errors import JieduiError
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.running import check_stored, commit_stored
from jiedui.ledger.models import ImportBatch

RELATED = ("programme__giver", "programme__office", "uploaded_by")


@task()
def check_import(batch_id: int) -> None:
    """Check an import; one that is gone by now is no error."""
    batch = ImportBatch.objects.select_related(*RELATED).filter(pk=batch_id).first()
    if batch:
        with translation.override(batch.uploaded_by.language or "zh-hans"):
            check_stored(batch)


@task()
def commit_import(batch_id: int, actor_id: int) -> None:
    """Store an import that was claimed; a refusal is kept in its words, and the import may be checked again."""
    batch = ImportBatch.objects.select_related(*RELATED).filter(pk=batch_id).first()
    actor = User.objects.filter(pk=actor_id).first()
    if batch is None or actor is None:
        return
    with translation.override(actor.language or "zh-hans"):
        try:
            commit_stored(batch, actor=actor)
        except JieduiError as error:
            claimed = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.COMMITTING)
            # Of a refusal the address is a field of a form that this person does not see.
            claimed.update(state=ImportState.CHECKED, step="", error=getattr(error, "words", str(error)))
