"""What reviewers do: take up, remark, take an adjusted figure, pass on or accept, send back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.kernel import audit
from jiedui.kernel.columns import write_columns
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.returns import sealing
from jiedui.returns.enums import NoticeKind, ReturnState, Verdict
from jiedui.returns.errors import QuestionOpen
from jiedui.returns.models import Decision, Remark, Return, ReturnLine, ReturnText
from jiedui.returns.services.access import asked_level, locked, require_reviewer, touch
from jiedui.returns.services.notices import tell_reporters, tell_reviewers
from jiedui.returns.transitions import Verb

BATCH = 500


@dataclass(frozen=True, slots=True)
class RemarkSpec:
    """A remark to be made: on a line, on a section, or on the whole return."""

    text: str
    line: ReturnLine | None = None
    section: ReturnText | None = None


@transaction.atomic
def take_up_return(*, actor: User, one: Return, stamp: int | None = None) -> Return:
    """Begin the review, so that the unit cannot take the return back. Raises NotYourLevel, OwnReturn, WrongState."""
    (one,) = locked([one], Verb.TAKE_UP, stamp=stamp)
    require_reviewer(actor, one, asked_level(one))
    if one.state == ReturnState.SUBMITTED:
        _begin(actor, one)
    return one


def _begin(actor: User, one: Return) -> None:
    one.state = ReturnState.IN_REVIEW
    touch(one, "state")
    audit.record(actor=actor, action="return.take_up", subject=one, level=one.level)


@transaction.atomic
def remark_on(*, actor: User, one: Return, spec: RemarkSpec) -> Remark:
    """Write a remark; the unit sees it when the return is sent back. The first one begins the review.

    Raises NotYourLevel, OwnReturn, WrongState, Invalid for an empty one.
    """
    (one,) = locked([one], Verb.TAKE_UP)
    require_reviewer(actor, one, asked_level(one))
    if one.state == ReturnState.SUBMITTED:
        _begin(actor, one)
    return _remark(actor, one, spec)


def _remark(actor: User, one: Return, spec: RemarkSpec) -> Remark:
    if not spec.text.strip():
        raise Invalid(_("Say what is to be mended."), address="text")
    if any(part is not None and part.of_id != one.pk for part in (spec.line, spec.section)):
        raise Invalid(_("This is part of another return."), address="line")
    return Remark.objects.create(
        of=one, line=spec.line, section=spec.section, level=one.level, text=spec.text.strip(), by=actor
    )


@transaction.atomic
def remove_remark(*, actor: User, remark: Remark) -> None:
    """Take back a remark that the unit has not seen. Raises NotYourLevel, OwnReturn, WrongState."""
    (one,) = locked([remark.of], Verb.TAKE_UP)
    require_reviewer(actor, one, asked_level(one))
    one.remarks.filter(pk=remark.pk, opened=False).delete()


@transaction.atomic
def take_adjustment(*, actor: User, line: ReturnLine) -> ReturnLine:
    """Take the unit's own figure for a line, as its reason says. Raises NotYourLevel, OwnReturn, WrongState."""
    (one,) = locked([line.of], Verb.TAKE_UP)
    require_reviewer(actor, one, asked_level(one))
    line = one.lines.select_for_update().get(pk=line.pk)
    if line.is_question:
        line.taken_by = actor
        line.save(update_fields=["taken_by"])
        touch(one)
        audit.record(actor=actor, action="return.take_adjustment", subject=one, line=line.number)
    return line


def approve_return(*, actor: User, one: Return, stamp: int | None = None) -> Return:
    """Pass the return on to the next level, or accept it on the last one.

    An accepted return is sealed: nothing in it is changed after that. Raises NotYourLevel, OwnReturn,
    ChangedMeanwhile, WrongState, or InvalidMany with each adjusted figure nobody decided on.
    """
    return approve_returns(actor=actor, returns=[one], stamp=stamp)[0]


@transaction.atomic
def approve_returns(
    *, actor: User, returns: Sequence[Return], stamp: int | None = None, quietly: bool = False
) -> list[Return]:
    """Pass on or accept several returns at once: all of them or, where one cannot be, none.

    ``quietly`` tells nobody. Raises as :func:`approve_return`.
    """
    found = locked(returns, Verb.ACCEPT, stamp=stamp)
    prefetch_related_objects(found, "schedule__levels__unit")
    for one in found:
        require_reviewer(actor, one, asked_level(one))
    if questions := _questions(found):
        raise InvalidMany(questions)
    last = [one for one in found if one.level >= _levels(one)]
    further = [one for one in found if one.level < _levels(one)]
    _note(actor, last, Verdict.ACCEPTED)
    _note(actor, further, Verdict.PASSED)
    _pass_on(actor, further)
    _accept(actor, last)
    if not quietly:
        tell_reviewers(further)
        tell_reporters(last, NoticeKind.ACCEPTED)
    return found


def _levels(one: Return) -> int:
    return max((level.number for level in one.schedule.levels.all()), default=1)


def _questions(returns: list[Return]) -> list[Invalid]:
    lines = ReturnLine.objects.filter(of__in=returns, adjusted__isnull=False)
    return [
        QuestionOpen(line=line.label, address=f"lines.{line.number}") for line in lines if line.is_question
    ]


def _note(actor: User, returns: Iterable[Return], verdict: Verdict, reason: str = "") -> None:
    Decision.objects.bulk_create(
        (Decision(of=one, level=one.level, verdict=verdict, reason=reason, by=actor) for one in returns),
        batch_size=BATCH,
    )


def _pass_on(actor: User, returns: list[Return]) -> None:
    for one in returns:
        one.state, one.level, one.stamp = ReturnState.IN_REVIEW, one.level + 1, one.stamp + 1
    write_columns(returns, ("state", "level", "stamp"))
    audit.record_many(
        audit.draft(actor=actor, action="return.pass_on", subject=one, level=one.level - 1) for one in returns
    )


def _accept(actor: User, returns: list[Return]) -> None:
    """Seal them. What was in doubt among remarks that never left the reviewers is not part of the return."""
    Remark.objects.filter(of__in=returns, opened=False).delete()
    now = timezone.now()
    for one in returns:
        one.state, one.level, one.stamp = ReturnState.ACCEPTED, 0, one.stamp + 1
        one.accepted_by, one.accepted_at = actor, now
    prefetch_related_objects(returns, *sealing.SEALED)
    for one in returns:
        one.hash = sealing.seal_of(one)
    write_columns(returns, ("state", "level", "stamp", "accepted_by", "accepted_at", "hash"))
    audit.record_many(
        audit.draft(actor=actor, action="return.accept", subject=one, sequence=one.sequence, hash=one.hash)
        for one in returns
    )


@transaction.atomic
def send_back_return(
    *,
    actor: User,
    one: Return,
    reason: str = "",
    remarks: Sequence[RemarkSpec] = (),
    stamp: int | None = None,
    quietly: bool = False,
) -> Return:
    """Send the return back, as a whole with a reason or line by line with remarks, written before or now.

    ``quietly`` tells nobody. Raises NotYourLevel, OwnReturn, ChangedMeanwhile, WrongState, Invalid where nothing
    says what to mend.
    """
    (one,) = locked([one], Verb.SEND_BACK, stamp=stamp)
    require_reviewer(actor, one, asked_level(one))
    for spec in remarks:
        _remark(actor, one, spec)
    if reason.strip():
        _remark(actor, one, RemarkSpec(reason))
    opened = one.remarks.filter(opened=False).update(opened=True)
    if not opened:
        raise Invalid(_("Say what is to be mended: on a line, or on the whole return."), address="reason")
    _note(actor, [one], Verdict.SENT_BACK, reason.strip())
    level, one.state, one.level = one.level, ReturnState.SENT_BACK, 0
    touch(one, "state", "level")
    audit.record(
        actor=actor,
        action="return.send_back",
        subject=one,
        level=level,
        remarks=opened,
        reason=reason.strip(),
    )
    if not quietly:
        tell_reporters([one], NoticeKind.SENT_BACK)
    return one
