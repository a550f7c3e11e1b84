"""Reading scorecards and assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from jiedui.accounts.policies import Action, allows, scope_of
from jiedui.kernel.errors import NotFound
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.enums import AssessmentState, Assessor, VersionState
from jiedui.progress.scorecards.functions import hundredths
from jiedui.progress.scorecards.models import (
    Assessment,
    AssessmentScore,
    ScoreAppointment,
    ScorecardVersion,
    ScoreLine,
)
from jiedui.progress.scorecards.plan import Plan


def versions_for(user: Any, programme: Programme) -> QuerySet[ScorecardVersion]:
    """The published versions, newest first; whoever may change scorecards sees the draft, too."""
    found = ScorecardVersion.objects.filter(scorecard__programme=programme).select_related(
        "scorecard__programme__giver", "published_by", "made_by"
    )
    if not allows(user, Action.SEE_SCORES):
        return found.none()
    if not allows(user, Action.EDIT_SCORECARD):
        found = found.filter(state=VersionState.PUBLISHED)
    return found.order_by("-scorecard_id", "-number")


def get_version(user: Any, programme: Programme, pk: int | str) -> ScorecardVersion:
    """One of them. Raises NotFound."""
    try:
        return versions_for(user, programme).get(pk=pk)
    except (ScorecardVersion.DoesNotExist, ValueError):
        raise NotFound from None


def version_in_force(programme: Programme) -> ScorecardVersion | None:
    """The last version that was published."""
    published = ScorecardVersion.objects.filter(scorecard__programme=programme, state=VersionState.PUBLISHED)
    return published.select_related("scorecard__programme__giver").order_by("-published_at", "-id").first()


def get_line(version: ScorecardVersion, pk: int) -> ScoreLine:
    """A line of the version. Raises NotFound."""
    found = ScoreLine.objects.filter(heading__version=version, pk=pk).select_related(
        "heading", "indicator__workstream", "rule"
    )
    line = found.first()
    if line is None:
        raise NotFound
    return line


@dataclass(frozen=True, slots=True)
class Judged:
    """Points that a person gave a line, why, and what proves it."""

    points: Decimal
    note: str
    evidence: str
    assessment: int


def judgements(plan: Plan, on: date) -> dict[tuple[int, int], Judged]:
    """The office's last judgement up to a day, by unit and line (one query).

    What was judged by another version of the scorecard holds for the line of the same code, as the same share of its
    points: else a new version would take away what nobody judged anew.
    """
    lines = {planned.line.code: planned.line for planned in plan.lines}
    rows = (
        AssessmentScore.objects.filter(
            assessment__version__scorecard=plan.version.scorecard_id,
            assessment__kind=Assessor.OFFICE,
            assessment__state=AssessmentState.SUBMITTED,
            assessment__on__lte=on,
            points__isnull=False,
            line__code__in=lines,
        )
        .order_by("assessment__on", "assessment__version__number", "assessment_id")
        .select_related("line", "assessment")
    )
    return {
        (row.assessment.unit_id, lines[row.line.code].pk): _judged(row, lines[row.line.code]) for row in rows
    }


def _judged(row: AssessmentScore, line: ScoreLine) -> Judged:
    share = Fraction(row.points or 0) / Fraction(row.line.points)
    points = hundredths(share * Fraction(line.points))
    return Judged(points, row.note, row.evidence, row.assessment_id)


def assessments_for(user: Any, programme: Programme) -> QuerySet[Assessment]:
    """Handed-in ones of the person's own units, and all that the person wrote; all of them for office and auditors."""
    found = Assessment.objects.filter(version__scorecard__programme=programme).select_related(
        "unit", "entered_by", "version__scorecard__programme__giver"
    )
    if not allows(user, Action.SEE_SCORES):
        return found.none()
    scope = scope_of(user)
    if scope.sees_all:
        return found
    handed_in = Q(state=AssessmentState.SUBMITTED)
    own_draft = Q(kind=Assessor.SELF)
    return found.filter(Q(entered_by=user) | (scope.within("unit") & (handed_in | own_draft)))


def get_assessment(user: Any, programme: Programme, pk: int) -> Assessment:
    """One of them. Raises NotFound."""
    found = assessments_for(user, programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def side_by_side(
    user: Any, version: ScorecardVersion, unit: OrgUnit, on: date
) -> dict[str, tuple[Assessment, dict[int, AssessmentScore]]]:
    """The last one handed in up to a day of each kind, with its scores by line (two queries)."""
    found: dict[str, Assessment] = {}
    seen = assessments_for(user, version.scorecard.programme).filter(
        version=version, unit=unit, on__lte=on, state=AssessmentState.SUBMITTED
    )
    for one in seen.order_by("on", "id"):
        found[one.kind] = one
    scores: dict[int, dict[int, AssessmentScore]] = {one.pk: {} for one in found.values()}
    for score in AssessmentScore.objects.filter(assessment__in=scores):
        scores[score.assessment_id][score.line_id] = score
    return {kind: (one, scores[one.pk]) for kind, one in found.items()}


def appointments_of(programme: Programme) -> QuerySet[ScoreAppointment]:
    """Who scores whom beside themselves."""
    return programme.score_appointments.select_related("unit", "by_unit", "by_user").order_by(
        "unit__path", "kind", "id"
    )


def is_appointed(user: Any, programme: Programme, unit: OrgUnit, kind: str) -> bool:
    """Whether the person, or a unit of theirs, is to score this unit (one query)."""
    scope = scope_of(user)
    mine = Q(by_user=user.pk) | Q(by_unit__in=scope.unit_ids())
    return programme.score_appointments.filter(mine, unit=unit, kind=kind).exists()


def kinds_open_to(user: Any, programme: Programme, unit: OrgUnit) -> list[Assessor]:
    """What the person may score this unit as."""
    from jiedui.progress.scorecards.services.powers import may_assess

    return [kind for kind in Assessor if may_assess(user, programme, unit, kind)]
