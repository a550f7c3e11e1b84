"""What the reporting unit does: adjust, write, answer, hand in, take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.columns import write_columns
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.ledger import chain
from jiedui.plans.models import Programme
from jiedui.returns.counting import may_be_adjusted
from jiedui.returns.enums import ReturnState
from jiedui.returns.errors import (
    ClockRefused,
    FigureMissing,
    NarrativeMissing,
    NotAdjustable,
    PeriodNotOver,
    ReasonMissing,
    RemarkUnanswered,
    TextChanged,
)
from jiedui.returns.figures import COMPUTED, FIXED, Figures
from jiedui.returns.models import Remark, Return, ReturnLine, ReturnText
from jiedui.returns.services.access import locked, require_reporter, touch
from jiedui.returns.services.notices import tell_reviewers
from jiedui.returns.transitions import Verb
from jiedui.returns.wording import about, unfit_words

LARGEST = Decimal(10) ** 11


@transaction.atomic
def adjust_line(
    *, actor: User, line: ReturnLine, value: Decimal | None, reason: str = "", stamp: int | None = None
) -> ReturnLine:
    """Put the unit's own figure beside the ledger's, with a reason; None takes it away again.

    A figure the ledger does not have is stated in the same way and needs no reason. Raises NotAllowed, HandedIn,
    Frozen, ReasonMissing, NotAdjustable for people put to work, Invalid for a figure that is none.
    """
    one = _own(actor, line.of, stamp)
    line = one.lines.select_for_update().get(pk=line.pk)
    if value is not None:
        if not may_be_adjusted(line.definition):
            raise NotAdjustable(address="value")
        if line.counted and not reason.strip():
            raise ReasonMissing(address="reason")
        value = _figure(value)
    before = audit.snapshot(line, ("adjusted", "reason"))
    line.adjusted, line.reason, line.taken_by = value, reason.strip() if value is not None else "", None
    line.save(update_fields=["adjusted", "reason", "taken_by"])
    touch(one)
    audit.record(
        actor=actor,
        action="return.adjust",
        subject=one,
        changes=audit.changes(before, line),
        line=line.number,
        reason=line.reason,
    )
    return line


def _figure(value: Decimal) -> Decimal:
    try:
        figure = value.quantize(Decimal("0.0001"))
    except InvalidOperation:
        figure = LARGEST
    if not 0 <= figure < LARGEST:
        raise Invalid(_("A figure is zero or more, and below 10^11."), address="value")
    return figure


@transaction.atomic
def write_text(
    *, actor: User, section: ReturnText, text: str, stamp: int | None = None, seen: str = ""
) -> ReturnText:
    """Write the narrative under one heading.

    ``seen`` is the stamp of the text it was written over, as :attr:`ReturnText.stamp` gave it: what somebody else, or
    the same person elsewhere, has written meanwhile is not written over. Raises NotAllowed, HandedIn, Frozen,
    ChangedMeanwhile, TextChanged.
    """
    one = _own(actor, section.of, stamp)
    section = one.texts.select_for_update().get(pk=section.pk)
    if seen and seen != section.stamp and text.strip() != section.text:
        raise TextChanged(section=section.label)
    before = audit.snapshot(section, ("text",))
    section.text = text.strip()
    section.save(update_fields=["text"])
    if changes := audit.changes(before, section):
        touch(one)
        audit.record(actor=actor, action="return.write", subject=one, changes=changes, section=section.number)
    return section


@transaction.atomic
def answer_remark(*, actor: User, remark: Remark, answer: str) -> Remark:
    """Answer what a reviewer sent back. Raises NotAllowed, NotFound, HandedIn, Frozen, Invalid."""
    one = _own(actor, remark.of, None)
    remark = one.remarks.select_for_update().get(pk=remark.pk)
    if not remark.opened:
        raise NotFound
    if not answer.strip():
        raise Invalid(_("Write an answer."), address="answer")
    remark.answer, remark.answered_by, remark.answered_at = answer.strip(), actor, timezone.now()
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    touch(one)
    audit.record(actor=actor, action="return.answer", subject=one, remark=remark.pk, answer=remark.answer)
    return remark


def submit_return(*, actor: User, one: Return, stamp: int | None = None, on: date | None = None) -> Return:
    """Hand a return in; its figures are fixed as the ledger stands now.

    Raises NotAllowed, AlreadySubmitted, Frozen, ChangedMeanwhile, PeriodNotOver, or InvalidMany with everything
    that is still to do.
    """
    return submit_returns(actor=actor, returns=[one], stamp=stamp, on=on)[0]


@transaction.atomic
def submit_returns(
    *,
    actor: User,
    returns: Sequence[Return],
    stamp: int | None = None,
    on: date | None = None,
    quietly: bool = False,
    blanks: bool = False,
) -> list[Return]:
    """Hand in several returns of one programme at once: all of them or, where one cannot be, none.

    ``on`` is the day that counts as the day of filing, for a programme whose clock stands still or whose data is
    generated (ClockRefused elsewhere). ``quietly`` tells no reviewer. With
    ``blanks``, which only the office may, what the ledger does not have may stay empty. Raises as
    :func:`submit_return`.
    """
    found = locked(returns, Verb.SUBMIT, stamp=stamp)
    if not found:
        return []
    if blanks:
        require(actor, Action.REOPEN_RETURN)
    programme = found[0].schedule.programme
    today = day_of(programme, on)
    for one in found:
        require_reporter(actor, one)
        if today < one.opens_on:
            raise PeriodNotOver(state="", day=one.opens_on.isoformat())
    lines = _lines(found)
    # Nothing is accepted, and no hold raised or lifted, between reading the figures and noting the moment.
    chain.lock()
    figures = Figures(programme, [line for group in lines.values() for line in group])
    for one in found:
        figures.fix(one, lines[one.pk])
    if problems := [problem for held in unfit(found, lines, blanks=blanks).values() for problem in held]:
        raise InvalidMany(problems)
    write_columns([line for group in lines.values() for line in group], COMPUTED)
    _store_submitted(actor, found, today)
    if not quietly:
        tell_reviewers(found)
    return found


def day_of(programme: Programme, on: date | None) -> date:
    """What counts as today. Raises ClockRefused where nobody may say so."""
    if on is None:
        return programme.today
    if programme.reference_date is None and not programme.synthetic:
        raise ClockRefused(address="on")
    return on


def _store_submitted(actor: User, returns: list[Return], today: date) -> None:
    now = timezone.now()
    for one in returns:
        one.state, one.level, one.stamp = ReturnState.SUBMITTED, 1, one.stamp + 1
        one.submitted_by, one.submitted_at = actor, now
        one.filed_on = one.filed_on or today
    fields = ("state", "level", "stamp", "submitted_by", "submitted_at", "filed_on", *FIXED)
    write_columns(returns, fields)
    audit.record_many(
        audit.draft(
            actor=actor, action="return.submit", subject=one, sequence=one.sequence,
            entries=one.entries, digest=one.entries_digest,
        )
        for one in returns
    )  # fmt: skip


def _lines(returns: Sequence[Return]) -> dict[int, list[ReturnLine]]:
    by_pk = {one.pk: one for one in returns}
    found: defaultdict[int, list[ReturnLine]] = defaultdict(list)
    for line in ReturnLine.objects.filter(of__in=by_pk).order_by("of", "number"):
        line.of = by_pk[line.of_id]
        found[line.of_id].append(line)
    return found


def unfit(
    returns: Sequence[Return],
    lines: Mapping[int, Sequence[ReturnLine]] | None = None,
    *,
    blanks: bool = False,
) -> dict[int, list[Invalid]]:
    """What is still to do before each of these can be handed in, by the return's number; a fixed number of queries.

    ``blanks``: figures the ledger does not have and sections may stay empty.
    """
    found: defaultdict[int, list[Invalid]] = defaultdict(list)
    lines = lines if lines is not None else _lines(returns)
    if not blanks:
        _find_blanks(returns, lines, found)
    for pk, refusal in unfit_words(returns, lines):
        found[pk].append(refusal)
    unanswered = Remark.objects.filter(of__in=returns, opened=True, answer="")
    for remark in unanswered.select_related("line", "section"):
        refusal = RemarkUnanswered(about=about(remark), address=f"remarks.{remark.pk}")
        found[remark.of_id].append(refusal)
    return found


def _find_blanks(
    returns: Sequence[Return], lines: Mapping[int, Sequence[ReturnLine]], found: dict[int, list[Invalid]]
) -> None:
    for one in returns:
        for line in lines[one.pk]:
            # An open line that is counted is computed when it is handed in.
            if not line.counted and line.adjusted is None:
                found[one.pk].append(FigureMissing(line=line.label, address=f"lines.{line.number}"))
    for text in ReturnText.objects.filter(of__in=returns, required=True, text=""):
        found[text.of_id].append(NarrativeMissing(section=text.label, address=f"sections.{text.number}"))


@transaction.atomic
def withdraw_return(*, actor: User, one: Return, stamp: int | None = None) -> Return:
    """Take a return back before its review has begun. Raises NotAllowed, NotSubmitted, ReviewBegun, Frozen."""
    (one,) = locked([one], Verb.WITHDRAW, stamp=stamp)
    require_reporter(actor, one)
    one.state, one.level = ReturnState.OPEN, 0
    touch(one, "state", "level")
    audit.record(actor=actor, action="return.withdraw", subject=one)
    return one


def _own(actor: User, one: Return, stamp: int | None) -> Return:
    """The return, locked, if the unit may change it and the actor reports for it."""
    (one,) = locked([one], Verb.EDIT, stamp=stamp)
    require_reporter(actor, one)
    return one
