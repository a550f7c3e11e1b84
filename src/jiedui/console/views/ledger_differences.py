"""What the entry's page shows of a difference between the two sides, and of a correction that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, allows
from jiedui.console.views.ledger_changes import Change, changes_between
from jiedui.console.views.ledger_table import days_since
from jiedui.kernel import figures
from jiedui.ledger.approvals import Course, course_of_request
from jiedui.ledger.enums import DifferenceState, Outcome, RequestState, Side
from jiedui.ledger.models import CorrectionRequest, Difference, DifferenceWord, Entry
from jiedui.ledger.schemas import said_by
from jiedui.ledger.services import may_carry_out, side_of

TOLD: dict[str, str | Promise] = {
    "disputed": _("disputes the entry"),
    "said": _("says"),
    "agreed": _("agrees to the proposal"),
    "declined": _("does not carry it out"),
    "closed": _("settled the difference"),
    Outcome.STANDS: _("proposes: the giver's figure stands"),
    Outcome.CORRECTED: _("proposes: the receiver's figure is right, and the entry is corrected"),
    Outcome.WITHDRAWN: _("proposes: the entry is taken back"),
}


LOOK = {
    DifferenceState.OPEN: ("bad", "square"),
    DifferenceState.AGREED: ("warn", "diamond"),
    DifferenceState.CLOSED: ("good", "check"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """The latest difference on an entry, what was said in it, and what this person may do now."""

    difference: Difference
    words: list[tuple[DifferenceWord, str]]
    side: Side | None
    figure: str

    @property
    def age(self) -> str:
        """How long it has been open."""
        return days_since(self.difference.opened_at)

    @property
    def look(self) -> tuple[str, str]:
        """The tone and shape of its state."""
        return LOOK[DifferenceState(self.difference.state)]

    @property
    def open(self) -> bool:
        """Whether the two sides may still propose and agree."""
        return self.difference.state == DifferenceState.OPEN

    @property
    def may_speak(self) -> bool:
        """Whether the person may say something."""
        return self.side is not None and self.difference.state != DifferenceState.CLOSED

    @property
    def may_propose(self) -> bool:
        """Whether the person speaks for one of the two sides."""
        return self.open and self.side in {Side.GIVER, Side.RECEIVER}

    @property
    def may_agree(self) -> bool:
        """Whether there is a proposal of the other side."""
        proposed = self.difference.proposed_side
        return self.may_propose and bool(proposed) and proposed != self.side


def case_of(user: Any, entry: Entry) -> Case | None:
    """The latest difference on the entry; None where the two sides never differed."""
    difference = entry.differences.order_by("-id").first()
    if difference is None:
        return None
    words = [(word, str(TOLD.get(word.act, word.act))) for word in difference.words.select_related("by")]
    unit = "元" if entry.amount is not None else entry.quantity_unit if entry.persons is None else "人"
    settled = difference.figure
    return Case(
        difference, words, side_of(user, entry), "" if settled is None else figures.exact(settled, unit)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction that was asked for: what would change, and what this person may do about it.

    ``course``: the approvals it needs. ``next_word``: whether it is this person's turn.
    """

    request: CorrectionRequest
    changes: list[Change]
    course: Course
    next_word: bool
    may_decline: bool


def asked_of(user: Any, entry: Entry) -> Asked | None:
    """The correction that is asked for and not decided."""
    rows = entry.correction_requests.filter(state=RequestState.ASKED)
    request = rows.select_related("asked_by", "file").first()
    if request is None:
        return None
    request.entry = entry
    changes = [] if request.content is None else changes_between(entry, said_by(entry), request.content)
    turn = may_carry_out(user, request)
    return Asked(request, changes, course_of_request(request), turn, allows(user, Action.REVERSE_ENTRY))
