"""What a person may do with an entry now, what stands in the way, and what it would mean."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedui.accounts.policies import Action, allows
from jiedui.console.views.ledger_words import plain
from jiedui.kernel.errors import Invalid
from jiedui.kernel.figures import Scale, scale_of
from jiedui.ledger import checks, postings
from jiedui.ledger.approvals import Course
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.kinds.base import Needed, Severity
from jiedui.ledger.models import Entry
from jiedui.ledger.services.access import may_approve, may_decide
from jiedui.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class Powers:
    """The acts a person may do on an entry in its present state. The services ask again when it is done."""

    edit: bool
    attach: bool
    accept: bool
    decide: bool
    confirm: bool
    dispute: bool
    reverse: bool
    correct: bool
    ask: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return self.edit or self.decide or self.dispute or self.reverse or self.ask


def powers(user: Any, entry: Entry, course: Course | None = None) -> Powers:
    """What ``user`` may do with ``entry`` (as ``with_trust`` gives it, knowing whether it was reversed)."""
    records = allows(user, Action.RECORD_ENTRY, unit=entry.giver)
    editable = entry.state in EntryState.editable()
    submitted = entry.state == EntryState.SUBMITTED
    reversed_by = getattr(entry, "reversed_by_id", None)
    standing = entry.state == EntryState.ACCEPTED and not entry.reverses_id and not reversed_by
    speaks = standing and allows(user, Action.CONFIRM_ENTRY, unit=entry.receiver)
    return Powers(
        edit=editable and records,
        attach=(editable or submitted) and records,
        accept=submitted and may_approve(user, entry, course),
        decide=submitted and may_decide(user, entry, course),
        confirm=speaks and getattr(entry, "verdict", "") != Verdict.AGREED,
        dispute=speaks,
        reverse=standing and allows(user, Action.REVERSE_ENTRY),
        correct=standing and allows(user, Action.REVERSE_ENTRY),
        ask=standing
        and not allows(user, Action.REVERSE_ENTRY)
        and allows(user, Action.ASK_CORRECTION, unit=entry.giver),
    )


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps an entry from going on, and what somebody should look at."""

    refusals: list[Invalid]
    warnings: list[str]

    @property
    def words(self) -> list[str]:
        """The refusals, each once, without their addresses."""
        return list(dict.fromkeys(plain(refusal) for refusal in self.refusals))


def obstacles(entry: Entry) -> Obstacles:
    """What would stop submission (or, once submitted, acceptance) now, and the warnings of the kind's checks."""
    if entry.state == EntryState.ACCEPTED:
        return Obstacles([], [])
    found = checks.findings(entry)
    if entry.state == EntryState.SUBMITTED:
        refusals = checks.evidence_refusals(entry, Needed.SUBMISSION, Needed.ACCEPTANCE)
    else:
        refusals = checks.submission_refusals(entry, found)
    return Obstacles(refusals, [str(item.message) for item in found if item.severity == Severity.WARNING])


@dataclass(frozen=True, slots=True)
class Counted:
    """What the entry adds to one indicator."""

    indicator: Indicator
    giver_id: int
    value: Decimal

    @property
    def scale(self) -> Scale:
        """How the value is written."""
        return scale_of([self.value], self.indicator.unit, self.indicator.decimals)


def counted(entry: Entry) -> list[Counted]:
    """What the entry adds to indicators, or would add once accepted."""
    if entry.state == EntryState.ACCEPTED:
        rows = list(entry.postings.select_related("indicator__workstream"))
    else:
        would_be = copy(entry)
        would_be.state = EntryState.ACCEPTED
        rows = postings.postings_of(would_be, postings.indicators_for(entry.programme_id, entry.kind))
    return [Counted(row.indicator, row.giver_id, row.value) for row in rows]
