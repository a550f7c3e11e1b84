"""Submitting an entry, and the workstream's decision on it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger import chain, checks, kinds, postings
from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import Entry
from jiedui.ledger.services.access import locked, require_approver, require_decider, require_state
from jiedui.ledger.services.approving import note_approval


@transaction.atomic
def submit_entry(*, actor: User, entry: Entry) -> Entry:
    """Hand a draft or returned entry to the workstream's lead.

    Raises NotAllowed, WrongState, or InvalidMany with everything that stops it: evidence that is missing, words
    outside the programme's scope, refusals of the kind's checks. Warnings do not stop it; they are noted.
    """
    entry = locked(entry, "giver", "receiver", "programme")
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *EntryState.editable())
    found = checks.findings(entry)
    if refusals := checks.submission_refusals(entry, found):
        raise InvalidMany(refusals)
    entry.state = EntryState.SUBMITTED
    entry.submitted_at = timezone.now()
    entry.save(update_fields=["state", "submitted_at"])
    audit.record(actor=actor, action="entry.submit", subject=entry, warnings=[item.key for item in found])
    return entry


@transaction.atomic
def accept_entry(*, actor: User, entry: Entry) -> Entry:
    """Accept a submitted entry for ever: it joins the chain and its postings are written.

    Where its amount asks for several approvals this is one of them: the entry stays submitted until the last.
    Raises NotAllowed, OwnEntry, ApprovedAlready, AwaitsAnother, WrongState, or InvalidMany where evidence is missing.
    """
    entry = locked(entry, "workstream__lead", "programme__giver")
    course = require_approver(actor, entry)
    require_state(entry, EntryState.SUBMITTED)
    prefetch_related_objects([entry], *chain.PROOF)
    if refusals := checks.evidence_refusals(entry, Needed.SUBMISSION, Needed.ACCEPTANCE):
        raise InvalidMany(refusals)
    if not note_approval(actor=actor, entry=entry, course=course):
        return entry
    append_accepted(actor=actor, entry=entry, action="entry.accept")
    kind = kinds.get(entry.kind)
    if kind.on_acceptance and not entry.synthetic:
        kind.on_acceptance(entry, kind.read(entry))
    return entry


def append_accepted(*, actor: User, entry: Entry, action: str, **noted: Any) -> None:
    """Put the entry at the end of the chain, post it and note it; the one way to become accepted."""
    entry.decided_by = actor
    entry.decided_at = timezone.now()
    prefetch_related_objects([entry], *chain.PROOF)
    chain.append(entry)
    postings.write(entry)
    audit.record(
        actor=actor,
        action=action,
        subject=entry,
        sequence=entry.sequence,
        hash=entry.hash,
        fields=chain.field_digests(entry),
        **noted,
    )


@transaction.atomic
def return_entry(*, actor: User, entry: Entry, reason: str) -> Entry:
    """Send a submitted entry back with what is to be mended. Raises NotAllowed, WrongState, Invalid."""
    entry = locked(entry, "workstream__lead")
    require_decider(actor, entry)
    require_state(entry, EntryState.SUBMITTED)
    entry.return_reason = given_reason(reason)
    entry.state = EntryState.RETURNED
    entry.decided_by = actor
    entry.decided_at = timezone.now()
    entry.save(update_fields=["state", "return_reason", "decided_by", "decided_at"])
    audit.record(actor=actor, action="entry.return", subject=entry, reason=entry.return_reason)
    return entry


def given_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Invalid where there is none."""
    if not reason.strip():
        raise Invalid(_("Say why, so that the other side knows what to do."), address="reason")
    return reason.strip()
