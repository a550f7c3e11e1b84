"""What lies on a person's desk: entries that wait, things due, papers with open discrepancies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import scope_of
from jiedui.console.return_rows import ReturnRow, rows_of
from jiedui.documents.enums import DocumentState
from jiedui.documents.models import SourceDocument
from jiedui.documents.queries import open_discrepancies
from jiedui.kernel.counting import counted
from jiedui.ledger.queries import waiting_for
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.queries import open_questions
from jiedui.progress.standings import DueItem, Overview, due_of
from jiedui.returns.enums import ReturnState
from jiedui.returns.queries import waiting_for as waiting_returns

MOST_RETURNS = 5


@dataclass(frozen=True, slots=True)
class Pile:
    """Entries that wait for the person: ``filter`` is the ledger's name for the list."""

    label: str | Promise
    count: int
    filter: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for the person: in the ledger (empty piles are left out), open questions, returns to review."""

    piles: list[Pile]
    questions: int
    reviews: int


def what_waits(user: Any, programme: Programme) -> Waits:
    """How much waits for the person, counted in one query."""
    waiting = waiting_for(user, programme)
    lists: dict[str, tuple[str | Promise, QuerySet[Any, Any]]] = {
        "decide": (_("waiting for your decision"), waiting.to_decide),
        "confirm": (_("waiting for your confirmation"), waiting.to_confirm),
        "returned": (_("returned to you"), waiting.returned),
        "differences": (_("in dispute between the two sides"), waiting.differing),
        "corrections": (_("to be corrected, as was asked"), waiting.to_correct),
    }
    rows = {name: found for name, (_label, found) in lists.items()}
    others = {
        "questions": open_questions(user, programme),
        "reviews": waiting_returns(user, programme).to_review,
    }
    counts = counted({**rows, **others})
    piles = [Pile(label, counts[name], name) for name, (label, _rows) in lists.items()]
    return Waits([pile for pile in piles if pile.count], counts["questions"], counts["reviews"])


def due_for(user: Any, found: Overview, units: Iterable[OrgUnit], *, on: date) -> list[DueItem]:
    """What is due from the person's own ``units``; for the office and auditors, all that is due. No query."""
    sees_all = scope_of(user).sees_all
    return due_of(found.agenda, found.rows, on=on, units=None if sees_all else units)


def own_units(user: Any) -> QuerySet[OrgUnit]:
    """The units whose pages a person will want first; none for the office and auditors, who see all alike."""
    scope = scope_of(user)
    held = () if scope.sees_all else scope.unit_ids()
    return OrgUnit.objects.filter(pk__in=held)


@dataclass(frozen=True, slots=True)
class ReturnPiles:
    """Returns that the person owes, by their day, and how many there are beyond these."""

    to_file: list[ReturnRow]
    more: int


def return_piles(user: Any, programme: Programme) -> ReturnPiles:
    """What the person owes, what was sent back to them first."""
    waiting = waiting_returns(user, programme)
    owed = sorted(waiting.sent_back | waiting.to_file, key=lambda one: one.state != ReturnState.SENT_BACK)
    return ReturnPiles(rows_of(owed[:MOST_RETURNS], programme.today), max(0, len(owed) - MOST_RETURNS))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in review, with how many of its figures wait for a choice."""

    document: SourceDocument
    open_count: int


def papers_with_discrepancies(programme: Programme) -> list[Paper]:
    """Documents with discrepancies that wait for a choice, the fullest first."""
    in_review = open_discrepancies(programme).filter(document__state=DocumentState.REVIEW)
    counts = Counter(found.document for found in in_review)
    return [Paper(document, count) for document, count in counts.most_common()]
