"""Submitting an entry, and the workstream's decision on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.columns import write_columns
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger import chain, checks, kinds, outbox, postings
from jiedui.ledger.approvals import Course
from jiedui.ledger.checks import Examination, Finding
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
    found = require_submittable(actor, entry, Examination([entry]))
    write_submitted(actor=actor, entries=[entry], found={entry.pk: found}, at=timezone.now())
    return entry


def require_submittable(actor: User, entry: Entry, examination: Examination) -> list[Finding]:
    """What the checks found. Raises NotAllowed, WrongState, InvalidMany where ``actor`` may not submit it now."""
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *EntryState.editable())
    found = examination.findings(entry)
    if refusals := checks.submission_refusals(entry, found):
        raise InvalidMany(refusals)
    return found


def write_submitted(
    *, actor: User, entries: Sequence[Entry], found: dict[int, list[Finding]], at: datetime
) -> None:
    """Make sound entries submitted, note it with what the checks ``found`` on each, and do what it brings about."""
    for entry in entries:
        entry.state = EntryState.SUBMITTED
        entry.submitted_at = at
    write_columns(entries, ("state", "submitted_at"))
    audit.record_many(
        audit.draft(
            actor=actor,
            action="entry.submit",
            subject=entry,
            warnings=[item.key for item in found[entry.pk]],
        )
        for entry in entries
    )
    for entry in entries:
        kind = kinds.get(entry.kind)
        if kind.on_submission and not entry.synthetic:
            kind.on_submission(entry, kind.read(entry))


@transaction.atomic
def accept_entry(*, actor: User, entry: Entry) -> Entry:
    """Accept a submitted entry for ever: it joins the chain and its postings are written.

    Where its amount asks for several approvals this is one of them: the entry stays submitted until the last.
    Raises NotAllowed, OwnEntry, ApprovedAlready, AwaitsAnother, WrongState, or InvalidMany where evidence is missing.
    """
    entry = locked(entry, "workstream__lead", "programme__giver")
    course = require_acceptable(actor, entry)
    if note_approval(actor=actor, entry=entry, course=course):
        append_accepted(actor=actor, entries=[entry], action="entry.accept")
        bring_about(entry)
    return entry


def require_acceptable(actor: User, entry: Entry, course: Course | None = None) -> Course:
    """The approvals it needs. Raises as :func:`accept_entry` where ``actor`` may not accept the entry now."""
    course = require_approver(actor, entry, course)
    require_state(entry, EntryState.SUBMITTED)
    prefetch_related_objects([entry], *chain.PROOF)
    if refusals := checks.evidence_refusals(entry, Needed.SUBMISSION, Needed.ACCEPTANCE):
        raise InvalidMany(refusals)
    return course


def append_accepted(*, actor: User, entries: Sequence[Entry], action: str, **noted: Any) -> None:
    """Put the entries at the end of the chain, post them and note it; the one way to become accepted."""
    at = timezone.now()
    for entry in entries:
        entry.decided_by, entry.decided_at = actor, at
    prefetch_related_objects(entries, *chain.PROOF)
    contents = chain.append(entries)
    postings.write(entries)
    outbox.note_accepted(entries)
    audit.record_many(
        audit.draft(
            actor=actor,
            action=action,
            subject=entry,
            sequence=entry.sequence,
            hash=entry.hash,
            fields=chain.field_digests(content),
            **noted,
        )
        for entry, content in zip(entries, contents, strict=True)
    )


def bring_about(entry: Entry) -> None:
    """Do what the acceptance of such an entry brings about beyond the ledger; generated ones bring nothing about."""
    kind = kinds.get(entry.kind)
    if kind.on_acceptance and not entry.synthetic:
        kind.on_acceptance(entry, kind.read(entry))


@transaction.atomic
def return_entry(*, actor: User, entry: Entry, reason: str) -> Entry:
    """Send a submitted entry back with what is to be mended. Raises NotAllowed, WrongState, Invalid."""
    entry = locked(entry, "workstream__lead", "programme__giver")
    require_returnable(actor, entry)
    write_returned(actor=actor, entries=[entry], reason=given_reason(reason))
    return entry


def require_returnable(actor: User, entry: Entry, course: Course | None = None) -> None:
    """Raise NotAllowed, OwnEntry or WrongState where ``actor`` may not send the entry back now."""
    require_decider(actor, entry, course)
    require_state(entry, EntryState.SUBMITTED)


def write_returned(*, actor: User, entries: Sequence[Entry], reason: str) -> None:
    """Send the entries back for one reason, and note it."""
    at = timezone.now()
    for entry in entries:
        entry.return_reason, entry.state = reason, EntryState.RETURNED
        entry.decided_by, entry.decided_at = actor, at
    write_columns(entries, ("state", "return_reason", "decided_by", "decided_at"))
    audit.record_many(
        audit.draft(actor=actor, action="entry.return", subject=entry, reason=reason) for entry in entries
    )


def given_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Invalid where there is none."""
    if not reason.strip():
        raise Invalid(_("Say why, so that the other side knows what to do."), address="reason")
    return reason.strip()
