"""Reading questions about figures, and alerts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from jiedui.accounts.policies import Action, allows, scope_of
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Programme
from jiedui.progress.alerts import KINDS, AlertKind
from jiedui.progress.enums import QuestionState, Verdict
from jiedui.progress.models import Alert, PlausibilityQuestion
from jiedui.progress.plausibility import CHECKS, PlausibilityCheck


def questions_for(user: Any, programme: Programme) -> QuerySet[PlausibilityQuestion]:
    """Those about units of the person's own; all of them for the office and auditors."""
    questions = PlausibilityQuestion.objects.filter(programme=programme, check_key__in=CHECKS)
    if not allows(user, Action.SEE_QUESTIONS):
        return questions.none()
    scope = scope_of(user)
    seen = questions if scope.sees_all else questions.filter(scope.within("unit"))
    return seen.select_related("unit", "answered_by")


def open_questions(user: Any, programme: Programme) -> QuerySet[PlausibilityQuestion]:
    """Those of :func:`questions_for` that nobody has answered."""
    return questions_for(user, programme).filter(state=QuestionState.OPEN)


def get_question(user: Any, programme: Programme, pk: int) -> PlausibilityQuestion:
    """One of them. Raises NotFound."""
    try:
        return questions_for(user, programme).get(pk=pk)
    except PlausibilityQuestion.DoesNotExist:
        raise NotFound from None


@dataclass(frozen=True, slots=True)
class HitRate:
    """How often a check was right: of its closed questions, those whose figures were wrong or were changed."""

    check: PlausibilityCheck
    asked: int
    closed: int
    hits: int

    @property
    def rate(self) -> Decimal | None:
        """0 to 1; None before the first is closed."""
        return Decimal(self.hits) / self.closed if self.closed else None


def hit_rates(programme: Programme) -> list[HitRate]:
    """One for each check, in their order (one query)."""
    closed = ~Q(state=QuestionState.OPEN)
    hit = Q(verdict=Verdict.WRONG) | Q(state=QuestionState.SETTLED)
    rows = (
        PlausibilityQuestion.objects.filter(programme=programme)
        .values_list("check_key")
        .annotate(asked=Count("pk"), closed=Count("pk", filter=closed), hits=Count("pk", filter=hit))
    )
    found = {key: numbers for key, *numbers in rows}
    return [HitRate(check, *found.get(key, (0, 0, 0))) for key, check in CHECKS.items()]


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert with its sentence in the reader's language."""

    alert: Alert
    kind: AlertKind
    subject: Any
    sentence: str


def alerts_for(user: Any, programme: Programme) -> QuerySet[Alert]:
    """The alerts that stand about units of the person's own; all of them for the office and auditors. Gravest first."""
    alerts = Alert.objects.filter(programme=programme, closed_on__isnull=True, kind__in=KINDS)
    if not allows(user, Action.SEE_PROGRAMME):
        return alerts.none()
    scope = scope_of(user)
    seen = alerts if scope.sees_all else alerts.filter(scope.within("unit"))
    gravity = Case(*(When(kind=key, then=at) for at, key in enumerate(KINDS)))
    return seen.select_related("unit").order_by(gravity, "-raised_on", "id")


def told(alerts: Iterable[Alert]) -> list[ToldAlert]:
    """The alerts in words, the gravest kinds first; one query for each kind. What is gone since says nothing."""
    rows = list(alerts)
    made = []
    for key, kind in KINDS.items():
        of_kind = [alert for alert in rows if alert.kind == key]
        subjects = kind.subjects().in_bulk({alert.subject for alert in of_kind}) if of_kind else {}
        made += [
            ToldAlert(alert, kind, subjects[alert.subject], kind.says(subjects[alert.subject], alert.facts))
            for alert in of_kind
            if alert.subject in subjects
        ]
    return made
