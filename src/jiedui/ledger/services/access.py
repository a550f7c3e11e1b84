"""Who may act on which entry, and the locked row every transition works on."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require, scope_of
from jiedui.kernel.errors import NotAllowed, WrongState
from jiedui.ledger.approvals import Course, course_of, entered_by
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AcceptedForEver, ApprovedAlready, AwaitsAnother, OwnEntry
from jiedui.ledger.models import Entry
from jiedui.organisations.models import OrgUnit


def locked(entry: Entry, *related: str) -> Entry:
    """The entry as it is now, locked until the transaction ends, with the ``related`` rows the act needs.

    Building the query costs more than running it, so each act names only what it reads.
    """
    rows = Entry.objects.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=entry.pk)


def require_state(entry: Entry, *states: str) -> None:
    """Raise AcceptedForEver or WrongState unless the entry is in one of ``states``."""
    if entry.state in states:
        return
    if entry.state == EntryState.ACCEPTED:
        raise AcceptedForEver
    raise WrongState(state=EntryState(entry.state).label)


def deciding_unit(entry: Entry) -> OrgUnit:
    """The unit that decides on the entry: the workstream's lead, else the programme's own giver."""
    return entry.workstream.lead or entry.programme.giver


def require_decider(actor: Any, entry: Entry, course: Course | None = None) -> Course:
    """Raise NotAllowed unless ``actor`` may decide; OwnEntry for one's own entry.

    The office may decide on its own unless the programme or the amount keeps the two apart; then whoever recorded,
    changed or submitted the entry is kept out, too. The answer says which approvals it needs.
    """
    require(actor, Action.DECIDE_ENTRY, unit=deciding_unit(entry))
    course = course or course_of(entry)
    if course.separate and entered_by(entry, actor.pk, course.hands):
        raise OwnEntry
    if entry.recorded_by_id == actor.pk and not is_office(actor):
        raise OwnEntry
    return course


def require_approver(actor: Any, entry: Entry, course: Course | None = None) -> Course:
    """As :func:`require_decider`, and that it is the actor's turn. Raises ApprovedAlready, AwaitsAnother, too."""
    course = require_decider(actor, entry, course)
    if any(approval.by_id == actor.pk for approval in course.given):
        raise ApprovedAlready
    if course.remaining and not _holds(actor, course.remaining[0], entry):
        raise AwaitsAnother(role=Role(course.remaining[0]).label)
    return course


def _holds(actor: Any, role: str, entry: Entry) -> bool:
    """Whether the person holds the role where it counts for the entry: the office's anywhere, a lead's at its unit."""
    paths = scope_of(actor).paths(Role(role))
    return bool(paths) if role == Role.OFFICE else deciding_unit(entry).path.startswith(paths)


def is_office(user: Any) -> bool:
    """Whether the person holds the office's role."""
    return bool(scope_of(user).paths(Role.OFFICE))


def may_decide(user: User, entry: Entry, course: Course | None = None) -> bool:
    """Whether :func:`require_decider` would let the person pass."""
    try:
        require_decider(user, entry, course)
    except NotAllowed:
        return False
    return True


def may_approve(user: User, entry: Entry, course: Course | None = None) -> bool:
    """Whether :func:`require_approver` would let the person pass."""
    try:
        require_approver(user, entry, course)
    except NotAllowed:
        return False
    return True
