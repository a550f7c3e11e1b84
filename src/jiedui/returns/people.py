"""Who is told: the people who report for a unit, and those who review on a level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiedui.accounts.enums import Role
from jiedui.accounts.models import Membership, User
from jiedui.accounts.policies import ALLOWED, Action
from jiedui.organisations.models import OrgUnit
from jiedui.returns.enums import Reviewer
from jiedui.returns.models import Return, ReviewLevel

REPORTING = ALLOWED[Action.FILE_RETURN] - {Role.OFFICE}
REVIEWING = ALLOWED[Action.REVIEW_RETURN] - {Role.OFFICE}


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody's role in a unit."""

    user: User
    role: str
    path: str


class People:
    """Everybody who has a role, read once."""

    def __init__(self) -> None:
        rows = Membership.objects.filter(user__is_active=True).select_related("user", "unit").order_by("id")
        self.grants = [Grant(row.user, row.role, row.unit.path) for row in rows]

    def reporters(self, unit: OrgUnit) -> list[User]:
        """Those who report for the unit: in the unit itself, or else in the nearest unit above it."""
        return self._nearest(unit, frozenset(REPORTING))

    def reviewers(self, one: Return, level: ReviewLevel, unit: OrgUnit) -> list[User]:
        """Those who look at the return on the level; ``unit`` is the level's."""
        if level.reviewer == Reviewer.OFFICE:
            return self.office()
        roles = frozenset({Role.LEAD}) if level.reviewer == Reviewer.LEAD else frozenset(REVIEWING)
        found = [user for user in self._nearest(unit, roles) if user.pk != one.submitted_by_id]
        return found or self.office()

    def office(self) -> list[User]:
        """The programme office."""
        return _once(grant.user for grant in self.grants if grant.role == Role.OFFICE)

    def _nearest(self, unit: OrgUnit, roles: frozenset[str]) -> list[User]:
        holding = [g for g in self.grants if g.role in roles and unit.path.startswith(g.path)]
        nearest = max((len(grant.path) for grant in holding), default=0)
        return _once(grant.user for grant in holding if len(grant.path) == nearest)


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())
