"""States of a return, what leads from one to another, and what refuses: the whole story as one table.

Who may do what is not here but in :mod:`jiedui.returns.services.access`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiedui.kernel.errors import WrongState
from jiedui.returns import errors
from jiedui.returns.enums import ReturnState

OPEN, SUBMITTED, IN_REVIEW, SENT_BACK, ACCEPTED = ReturnState
EDITABLE = frozenset({OPEN, SENT_BACK})
WAITING = frozenset({SUBMITTED, IN_REVIEW})


class Verb(StrEnum):
    """What can be done to a return."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TAKE_UP = "take_up"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a verb leads where (nowhere, for None), and what is raised from any other state."""

    verb: Verb
    states: frozenset[ReturnState]
    to: ReturnState | None
    refusals: dict[ReturnState, type[WrongState]]


def _table(*rows: Transition) -> dict[Verb, Transition]:
    return {row.verb: row for row in rows}


TABLE = _table(
    Transition(
        Verb.EDIT, EDITABLE, None,
        {SUBMITTED: errors.HandedIn, IN_REVIEW: errors.HandedIn, ACCEPTED: errors.Frozen},
    ),
    Transition(
        Verb.SUBMIT, EDITABLE, SUBMITTED,
        {SUBMITTED: errors.AlreadySubmitted, IN_REVIEW: errors.AlreadySubmitted, ACCEPTED: errors.Frozen},
    ),
    Transition(
        Verb.WITHDRAW, frozenset({SUBMITTED}), OPEN,
        {OPEN: errors.NotSubmitted, SENT_BACK: errors.NotSubmitted, IN_REVIEW: errors.ReviewBegun,
         ACCEPTED: errors.Frozen},
    ),
    Transition(
        Verb.TAKE_UP, WAITING, IN_REVIEW,
        {OPEN: errors.NotSubmitted, SENT_BACK: errors.AlreadySentBack, ACCEPTED: errors.AlreadyAccepted},
    ),
    Transition(
        Verb.PASS_ON, WAITING, IN_REVIEW,
        {OPEN: errors.NotSubmitted, SENT_BACK: errors.AlreadySentBack, ACCEPTED: errors.AlreadyAccepted},
    ),
    Transition(
        Verb.ACCEPT, WAITING, ACCEPTED,
        {OPEN: errors.NotSubmitted, SENT_BACK: errors.AlreadySentBack, ACCEPTED: errors.AlreadyAccepted},
    ),
    Transition(
        Verb.SEND_BACK, WAITING, SENT_BACK,
        {OPEN: errors.NotSubmitted, SENT_BACK: errors.AlreadySentBack, ACCEPTED: errors.Frozen},
    ),
    Transition(
        Verb.REOPEN, frozenset({ACCEPTED}), None,
        {OPEN: errors.NotAccepted, SUBMITTED: errors.NotAccepted, IN_REVIEW: errors.NotAccepted,
         SENT_BACK: errors.NotAccepted},
    ),
)  # fmt: skip
"""Reopening leaves the accepted version as it is and opens a new one."""


def require_state(verb: Verb, state: str) -> None:
    """Raise the refusal that the table names unless ``verb`` leads on from ``state``."""
    row = TABLE[verb]
    if state not in row.states:
        raise row.refusals[ReturnState(state)]


def possible(state: str) -> frozenset[Verb]:
    """What can be done in a state, by somebody who may."""
    return frozenset(verb for verb, row in TABLE.items() if state in row.states)
