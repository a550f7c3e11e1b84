"""Asking what the figures raise: each question once, and those that are raised no longer settle by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from jiedui.kernel import audit
from jiedui.plans.models import Programme
from jiedui.progress.enums import QuestionState
from jiedui.progress.models import PlausibilityQuestion
from jiedui.progress.plausibility import CHECKS, Doubt, acts_of

Identity = tuple[str, int, str]
"""Check, unit and key of a question."""

MOST_ENTRIES = 200
"""Ids kept with a question; the sentence says how many there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions a round asked anew, asked again of figures that changed, and settled."""

    new: int
    again: int
    settled: int


def ask(programme: Programme, *, on: date) -> Asked:
    """Look at everything accepted up to a day.

    An answered question stays answered while it is raised by the same facts; other facts open it again.
    """
    # Reckoned before anything is locked: it takes seconds, and on SQLite a transaction keeps other writers waiting.
    return _written(programme, _raised(programme, on), on)


@transaction.atomic
def _written(programme: Programme, raised: dict[Identity, Doubt], on: date) -> Asked:
    Programme.objects.select_for_update().get(pk=programme.pk)
    known = {
        (item.check_key, item.unit_id, item.key): item
        for item in PlausibilityQuestion.objects.filter(programme=programme)
    }
    new = [
        _question(programme, identity[0], doubt, on)
        for identity, doubt in raised.items()
        if identity not in known
    ]
    PlausibilityQuestion.objects.bulk_create(new)
    again = sum(
        _open_again(item, raised[identity], on) for identity, item in known.items() if identity in raised
    )
    settled = sum(_settle(item) for identity, item in known.items() if identity not in raised)
    return Asked(len(new), again, settled)


def _raised(programme: Programme, on: date) -> dict[Identity, Doubt]:
    acts = acts_of(programme, on)
    return {
        (check.key, doubt.unit, doubt.key): doubt for check in CHECKS.values() for doubt in check.finds(acts)
    }


def _question(programme: Programme, check: str, doubt: Doubt, on: date) -> PlausibilityQuestion:
    return PlausibilityQuestion(
        programme=programme,
        unit_id=doubt.unit,
        check_key=check,
        key=doubt.key,
        facts=dict(doubt.facts),
        entries=list(doubt.entries[:MOST_ENTRIES]),
        raised_on=on,
    )


def _open_again(item: PlausibilityQuestion, doubt: Doubt, on: date) -> bool:
    """Other facts are another question; the answer that was given stays in the audit log."""
    if item.facts == dict(doubt.facts) and item.state != QuestionState.SETTLED:
        return False
    was = item.state
    item.facts, item.entries = dict(doubt.facts), list(doubt.entries[:MOST_ENTRIES])
    if was != QuestionState.OPEN:
        item.state, item.raised_on = QuestionState.OPEN, on
        item.verdict, item.answer, item.answered_by, item.closed_at = "", "", None, None
        audit.record(actor=None, action="question.again", subject=item, changes={"state": [was, item.state]})
    item.save()
    return was != QuestionState.OPEN


def _settle(item: PlausibilityQuestion) -> bool:
    if item.state != QuestionState.OPEN:
        return False
    item.state, item.closed_at = QuestionState.SETTLED, timezone.now()
    item.save(update_fields=["state", "closed_at"])
    return True
