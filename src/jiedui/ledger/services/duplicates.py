"""A person's word on two records that may be one act. Nothing is dropped or merged without it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.intake.errors import AlreadyDecided
from jiedui.ledger.models import Entry, SuspectedDuplicate
from jiedui.ledger.services.access import locked, require_state
from jiedui.ledger.services.deciding import given_reason

VERDICTS = (DuplicateState.DIFFERENT, DuplicateState.DUPLICATE)


@transaction.atomic
def decide_duplicate(
    *, actor: User, suspicion: SuspectedDuplicate, verdict: str, reason: str = ""
) -> SuspectedDuplicate:
    """Say that a row is another act (``different``, with a reason) or the same one (``duplicate``).

    A duplicate is not written, or the draft it was written as is withdrawn; the row does not come back. Raises
    NotAllowed, AlreadyDecided, Invalid without a reason, WrongState or AcceptedForEver where the entry is no draft.
    """
    suspicion = SuspectedDuplicate.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
    require(actor, Action.RECORD_ENTRY, unit=suspicion.giver)
    if suspicion.state != DuplicateState.OPEN:
        raise AlreadyDecided
    if verdict not in VERDICTS:
        raise Invalid(_("Say whether it is a duplicate."), address="verdict")
    suspicion.reason = given_reason(reason) if verdict == DuplicateState.DIFFERENT else reason.strip()
    suspicion.state, suspicion.decided_by, suspicion.decided_at = verdict, actor, timezone.now()
    suspicion.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        actor=actor,
        action="duplicate.decide",
        subject=suspicion,
        verdict=str(verdict),
        reason=suspicion.reason,
        entry=suspicion.entry_id,
        other=suspicion.other_entry_id,
    )
    if verdict == DuplicateState.DUPLICATE:
        _withdraw(actor, suspicion)
    suspicion.refresh_from_db()
    return suspicion


def _withdraw(actor: User, suspicion: SuspectedDuplicate) -> None:
    """Take the draft away; where it came from and why it went stay on record, and its other suspicions are settled."""
    others = SuspectedDuplicate.objects.filter(
        batch=suspicion.batch_id, key=suspicion.key, state=DuplicateState.OPEN
    )
    others.update(state=DuplicateState.DUPLICATE, decided_by=actor, decided_at=timezone.now())
    if suspicion.entry_id is None:
        return
    entry = locked(Entry(pk=suspicion.entry_id), "giver")
    require_state(entry, *EntryState.editable())
    content = audit.snapshot(entry, ("title", "occurred_on", "amount", "persons", "quantity", "detail"))
    audit.record(
        actor=actor,
        action="entry.withdraw",
        subject=entry,
        changes={name: [value, None] for name, value in content.items()},
        duplicate_of=suspicion.other_entry_id,
        batch=suspicion.batch_id,
        row=suspicion.number,
    )
    entry.delete()
