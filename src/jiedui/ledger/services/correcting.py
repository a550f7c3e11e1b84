"""Putting an accepted entry right: a reversal and an entry that stands in its place, in one act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import InvalidMany, NotAllowed, WrongState
from jiedui.ledger import checks, kinds
from jiedui.ledger.approvals import Course, course_of_correction, course_of_request
from jiedui.ledger.enums import EntryState, Outcome, RequestState
from jiedui.ledger.errors import CorrectionPending, NeedsApprovals, NothingChanged, OwnEntry
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import CorrectionRequest, Difference, Entry, EntryAssist, EntryEvidence
from jiedui.ledger.schemas import said_by
from jiedui.ledger.services.access import locked, require_approver, require_decider
from jiedui.ledger.services.approving import note_correction_approval
from jiedui.ledger.services.deciding import append_accepted, bring_about, given_reason
from jiedui.ledger.services.evidence import StoredEvidence, file_of
from jiedui.ledger.services.recording import Content, read_content
from jiedui.ledger.services.reversing import (
    lay_order,
    require_reversible,
    require_standing,
    reverse_entry,
    take_back,
)
from jiedui.ledger.services.settling import close_by_office

WRITABLE = ("giver", "receiver", "workstream__lead", "programme__giver")


@transaction.atomic
def correct_entry(
    *,
    actor: User,
    entry: Entry,
    data: Mapping[str, Any],
    reason: str,
    document: StoredEvidence | None = None,
) -> Entry:
    """Take an accepted entry back and let another stand in its place; returns the latter, accepted.

    ``data`` is complete, as for recording. The new entry has the files of the old; ``document`` orders the
    correction and is evidence of both acts. Whatever keeps an entry from being accepted keeps it here.

    Where the amount asks for several approvals it must be asked for, so that each can be given (NeedsApprovals).

    Raises NotAllowed, OwnEntry, NeedsApprovals, WrongState, AlreadyReversed, NothingChanged, InvalidMany, Invalid.
    """
    entry = locked(entry, *WRITABLE)
    require_reversible(actor, entry)
    content = read_content(actor, kinds.get(entry.kind), entry.programme, data)
    course = course_of_correction(entry, content.values.get("amount"))
    if course.roles:
        raise NeedsApprovals
    return _correct(actor, actor, entry, content, course, reason, document)


def _correct(
    actor: User,
    asked_by: User,
    entry: Entry,
    content: Content,
    course: Course,
    reason: str,
    document: StoredEvidence | None,
) -> Entry:
    """Both acts on the locked, standing entry, for somebody who may decide on it."""
    _require_change(entry, content)
    said = given_reason(reason)
    take_back(actor=actor, entry=entry, reason=said, document=document)
    replacement = _replacement(asked_by, entry, content)
    lay_order(actor=actor, entry=replacement, document=document)
    _require_sound(actor, replacement, course)
    changes = audit.changes(_noted(entry), _noted(replacement))
    append_accepted(
        actor=actor,
        entries=[replacement],
        action="entry.correct",
        reason=said,
        corrects=entry.pk,
        changes=changes,
    )
    bring_about(replacement)
    close_by_office(actor=actor, entry=entry, outcome=Outcome.CORRECTED, reason=said)
    return replacement


def _require_change(entry: Entry, content: Content) -> None:
    if content.said == said_by(entry):
        raise NothingChanged


def _replacement(asked_by: User, entry: Entry, content: Content) -> Entry:
    """The entry that stands in the other's place, submitted, with its files."""
    made = Entry.objects.create(
        programme=entry.programme,
        kind=entry.kind,
        currency=entry.currency,
        synthetic=entry.synthetic,
        state=EntryState.SUBMITTED,
        submitted_at=timezone.now(),
        recorded_by=asked_by,
        corrects=entry,
        **content.values,
    )
    EntryAssist.objects.bulk_create(EntryAssist(entry=made, unit=unit) for unit in content.assists)
    EntryEvidence.objects.bulk_create(
        EntryEvidence(
            entry=made,
            file_id=item.file_id,
            filename=item.filename,
            purpose=item.purpose,
            added_by_id=item.added_by_id,
        )
        for item in entry.evidence.all()
    )
    return made


def _require_sound(actor: User, entry: Entry, course: Course) -> None:
    """The rules of submission and of acceptance. Raises OwnEntry, InvalidMany."""
    require_decider(actor, entry, course)
    refusals = [
        *checks.submission_refusals(entry, checks.findings(entry)),
        *checks.evidence_refusals(entry, Needed.ACCEPTANCE),
    ]
    if refusals:
        raise InvalidMany(refusals)


def _noted(entry: Entry) -> dict[str, Any]:
    """What the audit log keeps of the content, before and after."""
    names = ("workstream", "giver", "receiver", "project", "occurred_on", "title")
    figures = ("amount", "persons", "quantity", "quantity_unit", "detail")
    return audit.snapshot(entry, (*names, *figures))


@transaction.atomic
def ask_correction(
    *,
    actor: User,
    entry: Entry,
    data: Mapping[str, Any] | None,
    reason: str,
    document: StoredEvidence | None = None,
    difference: Difference | None = None,
) -> CorrectionRequest:
    """Ask the programme office to correct an accepted entry, or (without ``data``) to take it back.

    Raises NotAllowed, WrongState, AlreadyReversed, CorrectionPending, NothingChanged, InvalidMany, Invalid.
    """
    entry = locked(entry, *WRITABLE)
    require(actor, Action.ASK_CORRECTION, unit=entry.giver)
    require_standing(entry)
    if entry.correction_requests.filter(state=RequestState.ASKED).exists():
        raise CorrectionPending
    content = None if data is None else read_content(actor, kinds.get(entry.kind), entry.programme, data)
    if content is not None:
        _require_change(entry, content)
    request = CorrectionRequest.objects.create(
        entry=entry,
        content=content.said if content else None,
        reason=given_reason(reason),
        file=file_of(document) if document else None,
        filename=document.filename if document else "",
        difference=difference,
        asked_by=actor,
    )
    audit.record(actor=actor, action="entry.ask_correction", subject=entry, reason=request.reason)
    return request


@transaction.atomic
def carry_out(*, actor: User, request: CorrectionRequest) -> Entry | None:
    """Do what was asked; returns the replacement, or the reversal where nothing should stand instead.

    Where the amount asks for several approvals this is one of them: nothing is done, and None returned, until the
    last. Raises as :func:`correct_entry`; OwnEntry where who asked would decide and the two are kept apart;
    ApprovedAlready, AwaitsAnother where it is another's turn; WrongState where it was decided already.
    """
    request = _asked(request)
    document = None
    if request.file is not None:
        document = StoredEvidence(
            request.file.sha256, request.file.size, request.file.media_type, request.filename
        )
    if request.content is None:
        if request.asked_by_id == actor.pk and request.entry.programme.separate_duties:
            raise OwnEntry
        return reverse_entry(actor=actor, entry=request.entry, reason=request.reason, document=document)
    entry = locked(request.entry, *WRITABLE)
    course = require_turn(actor, request)
    require_standing(entry)
    if not note_correction_approval(actor=actor, request=request, course=course):
        return None
    content = read_content(actor, kinds.get(entry.kind), entry.programme, request.content)
    return _correct(actor, request.asked_by, entry, content, course, request.reason, document)


def require_turn(actor: Any, request: CorrectionRequest) -> Course:
    """Raise NotAllowed, OwnEntry, ApprovedAlready or AwaitsAnother where ``actor`` may not carry it out, or approve it,
    now; the approvals it needs."""
    course = course_of_request(request)
    if not course.roles:
        require(actor, Action.REVERSE_ENTRY)
        return course
    if request.asked_by_id == actor.pk:
        raise OwnEntry
    return require_approver(actor, request.entry, course)


def may_carry_out(user: Any, request: CorrectionRequest) -> bool:
    """Whether :func:`require_turn` would let the person pass."""
    try:
        require_turn(user, request)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def decline_correction(*, actor: User, request: CorrectionRequest, answer: str) -> CorrectionRequest:
    """Leave the entry as it is, and say why. Raises NotAllowed, WrongState, Invalid without an answer."""
    require(actor, Action.REVERSE_ENTRY)
    request = _asked(request)
    request.state, request.answer = RequestState.DECLINED, given_reason(answer)
    request.decided_by, request.decided_at = actor, timezone.now()
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.record(actor=actor, action="entry.decline_correction", subject=request.entry, reason=request.answer)
    return request


def _asked(request: CorrectionRequest) -> CorrectionRequest:
    """The request as it is now, locked. Raises WrongState where it was decided."""
    rows = CorrectionRequest.objects.select_for_update(of=("self",))
    related = ("entry__programme__giver", "entry__workstream__lead", "asked_by", "file")
    request = rows.select_related(*related).get(pk=request.pk)
    if request.state != RequestState.ASKED:
        raise WrongState(state=RequestState(request.state).label)
    return request
