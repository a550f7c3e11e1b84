"""Reading holds and grievances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from jiedui.accounts.policies import Action, require
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Programme
from jiedui.safeguards.codes import digest_of
from jiedui.safeguards.enums import GrievanceState, HoldOn
from jiedui.safeguards.models import Grievance, GrievanceStep, LabourHold
from jiedui.safeguards.names import name_of

Subject = tuple[HoldOn, str]


def holds_of(programme: Programme) -> QuerySet[LabourHold]:
    """The programme's holds, the latest first, with who raised and lifted them."""
    return LabourHold.objects.filter(programme=programme).select_related("raised_by", "lifted_by")


def standing_holds(programme_id: int, subjects: Iterable[Subject]) -> QuerySet[LabourHold]:
    """The holds that stand on any of these workshops or recruiters."""
    condition = Q(pk__in=[])
    for on, name in subjects:
        condition |= Q(on=on, key=name_of(name))
    return LabourHold.objects.filter(condition, programme=programme_id, lifted_at__isnull=True)


def state_of(grievance: Grievance) -> GrievanceState:
    """The state of the latest step."""
    latest = GrievanceStep.objects.filter(grievance=grievance).order_by("-id").values_list("state", flat=True)
    return GrievanceState(latest[0])


def grievances_of(programme: Programme) -> QuerySet[Grievance]:
    """The programme's grievances, the oldest first, each with ``state`` and ``moved_at``, when it was last moved."""
    latest = GrievanceStep.objects.filter(grievance=OuterRef("pk")).order_by("-id")
    found = Grievance.objects.filter(programme=programme)
    return found.annotate(
        state=Subquery(latest.values("state")[:1]), moved_at=Subquery(latest.values("at")[:1])
    )


def open_grievances(programme: Programme) -> QuerySet[Grievance]:
    """Those that are not closed, the oldest first."""
    return grievances_of(programme).exclude(steps__state=GrievanceState.CLOSED)


def get_grievance(user: Any, programme: Programme, pk: int) -> Grievance:
    """The grievance with its state. Raises NotAllowed for whoever may not read grievances, NotFound."""
    require(user, Action.SEE_GRIEVANCES)
    found = grievances_of(programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def followed(code: str) -> Grievance | None:
    """The grievance that a code opens, with its programme; None where there is none."""
    return Grievance.objects.select_related("programme").filter(digest=digest_of(code)).first()


@dataclass(frozen=True, slots=True)
class GrievanceAge:
    """What a programme's first page says of grievances: how many are open and unanswered, the oldest's age in days."""

    open: int
    unanswered: int
    oldest_days: int | None


def grievance_age(programme: Programme, *, now: datetime | None = None) -> GrievanceAge:
    """The open grievances and their age in full days, by the calendar and not by the programme's clock; one query."""
    waiting = Q(state__in=[GrievanceState.RECEIVED, GrievanceState.LOOKING])
    found = open_grievances(programme).order_by().aggregate(
        open=Count("pk"), unanswered=Count("pk", filter=waiting), oldest=Min("filed_at")
    )  # fmt: skip
    oldest = found["oldest"]
    days = None if oldest is None else ((now or timezone.now()) - oldest).days
    return GrievanceAge(found["open"], found["unanswered"], days)
