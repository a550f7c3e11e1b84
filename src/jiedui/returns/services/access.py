"""Who may act on which return, and the locked rows every act works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, allows, require, scope_of
from jiedui.kernel.errors import NotAllowed
from jiedui.organisations.models import OrgUnit
from jiedui.returns.enums import Reviewer
from jiedui.returns.errors import ChangedMeanwhile, NotYourLevel, OwnReturn
from jiedui.returns.models import Return, ReviewLevel
from jiedui.returns.queries import RELATED
from jiedui.returns.transitions import Verb, require_state


def locked(returns: Sequence[Return], verb: Verb, *, stamp: int | None = None) -> list[Return]:
    """The returns as they are now, locked until the transaction ends and fit for ``verb``.

    Always in the order of their numbers, so that two people who lock several never wait for one another. Raises
    ChangedMeanwhile where a single return is no longer what the actor saw (``stamp``), else what the table of
    transitions names.
    """
    found = list(
        Return.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in returns])
        .select_related(*RELATED)
        .order_by("pk")
    )
    for one in found:
        # The state says more than that it changed.
        require_state(verb, one.state)
        if stamp is not None and one.stamp != stamp:
            raise ChangedMeanwhile
    return found


def require_reporter(actor: Any, one: Return) -> None:
    """Raise NotAllowed unless ``actor`` reports for the return's unit."""
    require(actor, Action.FILE_RETURN, unit=one.unit)


def reviewing_unit(one: Return, level: ReviewLevel) -> OrgUnit:
    """The unit that looks at the return on a level."""
    programme = one.schedule.programme
    office = programme.office or programme.giver
    if level.reviewer == Reviewer.NAMED and level.unit is not None:
        return level.unit
    if level.reviewer == Reviewer.LEAD:
        workstream = one.schedule.workstream
        return (workstream.lead if workstream else None) or programme.giver
    if level.reviewer == Reviewer.PARENT:
        return one.unit.parent or office
    return office


def require_reviewer(actor: Any, one: Return, level: ReviewLevel) -> None:
    """Raise NotYourLevel unless the return waits for ``actor``; OwnReturn for what they handed in themselves.

    The office may decide on every level, and on its own where the programme does not keep duties apart.
    """
    require(actor, Action.REVIEW_RETURN)
    office = bool(scope_of(actor).paths(Role.OFFICE))
    if not office and not _holds(actor, one, level):
        raise NotYourLevel(reviewer=reviewing_unit(one, level).label)
    if one.submitted_by_id == actor.pk and not (office and not one.schedule.programme.separate_duties):
        raise OwnReturn


def _holds(actor: Any, one: Return, level: ReviewLevel) -> bool:
    unit = reviewing_unit(one, level)
    if level.reviewer == Reviewer.OFFICE:
        return False
    if level.reviewer == Reviewer.LEAD:
        return unit.path.startswith(scope_of(actor).paths(Role.LEAD))
    return allows(actor, Action.REVIEW_RETURN, unit=unit)


def asked_level(one: Return) -> ReviewLevel:
    """The level of the review that is asked now; one that was taken out of the schedule since is the office's."""
    found = next((level for level in one.schedule.levels.all() if level.number == one.level), None)
    return found or ReviewLevel(schedule=one.schedule, number=one.level, reviewer=Reviewer.OFFICE)


def may_file(user: User, one: Return) -> bool:
    """Whether the person reports for the return's unit."""
    return allows(user, Action.FILE_RETURN, unit=one.unit)


def may_review(user: User, one: Return) -> bool:
    """Whether the person may decide on the level that is asked now."""
    try:
        require_reviewer(user, one, asked_level(one))
    except NotAllowed:
        return False
    return True


def touch(one: Return, *fields: str) -> None:
    """Store ``fields`` and let everybody who looked before know that the return has changed."""
    one.stamp += 1
    one.save(update_fields=["stamp", *fields])
