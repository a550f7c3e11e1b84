"""Who may do what: the one table, and the scope each query restricts itself to.

Two questions only. *May this person do this at all (here)?* is :func:`allows`. *Which rows may this person
see?* is answered by each app's ``queries.py`` from the :class:`Scope` of the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.kernel.errors import NotAllowed
from jiedui.organisations.models import OrgUnit


class Action(StrEnum):
    """Everything that is guarded."""

    SEE_PROGRAMME = "see_programme"
    SEE_ENTRIES = "see_entries"
    RECORD_ENTRY = "record_entry"
    DECIDE_ENTRY = "decide_entry"
    CONFIRM_ENTRY = "confirm_entry"
    REVERSE_ENTRY = "reverse_entry"
    ASK_CORRECTION = "ask_correction"
    SPEAK_IN_DIFFERENCE = "speak_in_difference"
    SEE_PROJECTS = "see_projects"
    EDIT_PROJECT = "edit_project"
    LEAD_PROJECT = "lead_project"
    REPORT_PROGRESS = "report_progress"
    SEE_DOCUMENTS = "see_documents"
    UPLOAD_DOCUMENT = "upload_document"
    REVIEW_DOCUMENT = "review_document"
    ACCEPT_PLAN = "accept_plan"
    EDIT_PLAN = "edit_plan"
    SEE_PUBLICATIONS = "see_publications"
    EDIT_PUBLICATION = "edit_publication"
    PUBLISH = "publish"
    SEE_RETURNS = "see_returns"
    FILE_RETURN = "file_return"
    REVIEW_RETURN = "review_return"
    REOPEN_RETURN = "reopen_return"
    EDIT_SCHEDULE = "edit_schedule"
    SEE_SAFEGUARDS = "see_safeguards"
    RAISE_HOLD = "raise_hold"
    LIFT_HOLD = "lift_hold"
    SEE_GRIEVANCES = "see_grievances"
    ANSWER_GRIEVANCE = "answer_grievance"
    SEE_QUESTIONS = "see_questions"
    ANSWER_QUESTION = "answer_question"
    SEE_SCORES = "see_scores"
    EDIT_SCORECARD = "edit_scorecard"
    SELF_SCORE = "self_score"
    SCORE_PROGRAMME = "score_programme"
    CROSS_SCORE = "cross_score"
    THIRD_SCORE = "third_score"
    JUDGE_SCORE = "judge_score"
    REOPEN_SCORE = "reopen_score"
    MANAGE_UNITS = "manage_units"
    MANAGE_PEOPLE = "manage_people"
    VERIFY = "verify"
    SEE_AUDIT = "see_audit"


EVERYONE = frozenset(Role)
OFFICE = frozenset({Role.OFFICE})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_PROGRAMME: EVERYONE,
    Action.SEE_ENTRIES: EVERYONE,
    Action.RECORD_ENTRY: frozenset({Role.OFFICE, Role.LEAD, Role.GIVER}),
    Action.DECIDE_ENTRY: frozenset({Role.OFFICE, Role.LEAD}),
    Action.CONFIRM_ENTRY: frozenset({Role.RECEIVER}),
    Action.REVERSE_ENTRY: OFFICE,
    Action.ASK_CORRECTION: frozenset({Role.OFFICE, Role.LEAD, Role.GIVER}),
    Action.SPEAK_IN_DIFFERENCE: frozenset({Role.OFFICE, Role.LEAD, Role.GIVER, Role.RECEIVER}),
    Action.SEE_PROJECTS: EVERYONE,
    Action.EDIT_PROJECT: frozenset({Role.OFFICE, Role.LEAD, Role.GIVER}),
    Action.LEAD_PROJECT: frozenset({Role.OFFICE, Role.LEAD}),
    Action.REPORT_PROGRESS: frozenset({Role.OFFICE, Role.RECEIVER}),
    Action.SEE_DOCUMENTS: EVERYONE,
    Action.UPLOAD_DOCUMENT: frozenset({Role.OFFICE, Role.LEAD}),
    Action.REVIEW_DOCUMENT: frozenset({Role.OFFICE, Role.LEAD}),
    Action.ACCEPT_PLAN: OFFICE,
    Action.EDIT_PLAN: OFFICE,
    Action.SEE_PUBLICATIONS: EVERYONE,
    Action.EDIT_PUBLICATION: OFFICE,
    Action.PUBLISH: OFFICE,
    Action.SEE_RETURNS: EVERYONE,
    Action.FILE_RETURN: EVERYONE - {Role.AUDITOR},
    Action.REVIEW_RETURN: frozenset({Role.OFFICE, Role.LEAD, Role.GIVER}),
    Action.REOPEN_RETURN: OFFICE,
    Action.EDIT_SCHEDULE: OFFICE,
    Action.SEE_SAFEGUARDS: EVERYONE,
    Action.RAISE_HOLD: EVERYONE,
    Action.LIFT_HOLD: OFFICE,
    # Not the units, nor the leads: a grievance may speak of any of them.
    Action.SEE_GRIEVANCES: frozenset({Role.OFFICE, Role.AUDITOR}),
    Action.ANSWER_GRIEVANCE: OFFICE,
    Action.SEE_QUESTIONS: frozenset({Role.OFFICE, Role.AUDITOR, Role.LEAD, Role.GIVER}),
    Action.ANSWER_QUESTION: frozenset({Role.LEAD, Role.GIVER, Role.OFFICE}),
    Action.SEE_SCORES: EVERYONE,
    Action.EDIT_SCORECARD: OFFICE,
    # A unit scores itself; the office scores the programme, and never a unit in its place.
    Action.SELF_SCORE: frozenset({Role.LEAD, Role.GIVER}),
    Action.SCORE_PROGRAMME: OFFICE,
    Action.CROSS_SCORE: frozenset({Role.LEAD}),
    Action.THIRD_SCORE: frozenset({Role.AUDITOR}),
    Action.JUDGE_SCORE: OFFICE,
    Action.REOPEN_SCORE: OFFICE,
    Action.MANAGE_UNITS: OFFICE,
    Action.MANAGE_PEOPLE: OFFICE,
    Action.VERIFY: frozenset({Role.OFFICE, Role.AUDITOR}),
    Action.SEE_AUDIT: frozenset({Role.OFFICE, Role.AUDITOR}),
}


APPOINTABLE: dict[Action, frozenset[Role]] = {
    Action.CROSS_SCORE: frozenset({Role.LEAD, Role.GIVER, Role.RECEIVER}),
    Action.THIRD_SCORE: EVERYONE - {Role.OFFICE},
}
"""Who may do what else once the office has appointed them to it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The (role, unit path) pairs of a person. Office and auditors see everything."""

    grants: tuple[tuple[Role, str, int], ...]

    @property
    def sees_all(self) -> bool:
        """Whether every row may be seen."""
        return any(role in {Role.OFFICE, Role.AUDITOR} for role, _, _ in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Paths of the units held in one of ``roles`` (any role if none is named)."""
        return tuple(path for role, path, _ in self.grants if not roles or role in roles)

    def unit_ids(self, *roles: Role) -> tuple[int, ...]:
        """Ids of the units held in one of ``roles`` (any role if none is named)."""
        return tuple(pk for role, _, pk in self.grants if not roles or role in roles)

    def within(self, prefix: str, *roles: Role) -> Q:
        """A condition: the unit reached by lookup ``prefix`` lies in one of the held subtrees.

        ``scope.within("giver")`` for a model with a ``giver`` foreign key; ``""`` for OrgUnit itself.
        """
        parts = [Q(path__startswith=path) for path in self.paths(*roles)]
        held = reduce(or_, parts, Q(pk__in=[]))
        if not prefix or not parts:
            return held
        # The units are looked up once and rows compared by id. Joined by way of their paths, two of them or-ed,
        # PostgreSQL tried every pair of units: twelve seconds for a list of sixty thousand entries.
        return Q(**{f"{prefix}__in": OrgUnit.objects.filter(held).order_by().values("pk")})


def scope_of(user: Any) -> Scope:
    """The scope of a person, read once per user object. Anonymous and role-less people get an empty one."""
    if not isinstance(user, User) or not user.is_active:
        return Scope(())
    cached: Scope | None = getattr(user, "_scope", None)
    if cached is None:
        rows = user.memberships.select_related("unit").order_by("id")
        cached = Scope(tuple((Role(m.role), m.unit.path, m.unit_id) for m in rows))
        user._scope = cached  # type: ignore[attr-defined]
    return cached


def allows(user: Any, action: Action, *, unit: OrgUnit | None = None) -> bool:
    """Whether ``user`` may do ``action`` (at ``unit``, where the act belongs to one).

    The office acts everywhere; any other role only inside the subtree of the unit in which it is held.
    """
    for role, path, _ in scope_of(user).grants:
        if role not in ALLOWED[action]:
            continue
        if unit is None or role in {Role.OFFICE, Role.AUDITOR} or unit.path.startswith(path):
            return True
    return False


def require(user: Any, action: Action, *, unit: OrgUnit | None = None) -> None:
    """Raise NotAllowed unless :func:`allows`."""
    if not allows(user, action, unit=unit):
        raise NotAllowed


def allows_about(user: Any, action: Action, *, unit: OrgUnit, appointed: bool = False) -> bool:
    """Whether ``user`` may do ``action`` about a unit that is not theirs; ``appointed`` widens it to APPOINTABLE.

    A unit is theirs if they hold a role in it, above it or below it. Auditors stand outside.
    """
    grants = scope_of(user).grants
    inside = (
        unit.path.startswith(path) or path.startswith(unit.path)
        for role, path, _ in grants
        if role is not Role.AUDITOR
    )
    roles = APPOINTABLE[action] if appointed else ALLOWED[action]
    return not any(inside) and any(role in roles for role, _, _ in grants)
