"""Scores that people give: written as a draft, handed in once, reopened by the office alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, WrongState
from jiedui.organisations.models import OrgUnit
from jiedui.progress.scorecards.enums import AssessmentState, Assessor, Measure
from jiedui.progress.scorecards.errors import AssessmentSubmitted
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.models import Assessment, AssessmentScore, ScorecardVersion
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.reckoning import LineScore, UnitScore, score_sheet
from jiedui.progress.scorecards.safeguard import unfit_words
from jiedui.progress.scorecards.services.powers import may_assess

APART = {Assessor.CROSS, Assessor.THIRD}
"""Each of these writes an assessment of their own."""


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What an assessor says of a line; no points yet, or points with why and what proves them."""

    points: Decimal | None
    note: str = ""
    evidence: str = ""


@transaction.atomic
def begin_assessment(
    *, actor: Any, version: ScorecardVersion, unit: OrgUnit, kind: Assessor, on: date
) -> Assessment:
    """The assessment of this day, begun with the computed points: nobody types a figure that is there.

    Where it was begun before, that one. Raises NotAllowed, WrongState for a draft version, Invalid for a unit or a day
    that is not scored.
    """
    programme = version.scorecard.programme
    if not may_assess(actor, programme, unit, kind):
        raise NotAllowed
    if version.is_draft:
        raise WrongState(state=version.get_state_display())
    if not programme.starts_on <= on <= programme.today:
        raise Invalid(_("Choose a day from the programme's start up to today."), address="on")
    ScorecardVersion.objects.select_for_update().get(pk=version.pk)  # two who begin follow one another
    begun = Assessment.objects.filter(version=version, unit=unit, kind=kind, on=on)
    if kind in APART:
        begun = begun.filter(entered_by=actor)
    if (there := begun.first()) is not None:
        return there
    lines = lines_of(scored(version, unit, on), kind)
    if not lines:
        raise Invalid(_("There is nothing to be judged."), address="on")
    made = Assessment.objects.create(version=version, unit=unit, kind=kind, on=on, entered_by=actor)
    AssessmentScore.objects.bulk_create(
        AssessmentScore(assessment=made, line=one.line, points=_proposed(one)) for one in lines
    )
    audit.record(actor=actor, action="assessment.begin", subject=made, kind=str(kind))
    return made


def scored(version: ScorecardVersion, unit: OrgUnit, on: date) -> UnitScore:
    """The unit's score. Raises Invalid where nothing of it is scored."""
    found = score_sheet(plan_of(version), Facts(version.scorecard.programme, on)).of(unit)
    if found is None:
        raise Invalid(_("Nothing of this unit is scored on that day."), address="on")
    return found


def lines_of(score: UnitScore, kind: str) -> list[LineScore]:
    """The lines an assessor speaks of: the office of what is judged, the others of all that apply to the unit."""
    if kind == Assessor.OFFICE:
        return [one for one in score.lines if one.line.measure == Measure.JUDGED and one.meant]
    return [one for one in score.lines if one.meant and (one.points is not None or one.waits)]


def _proposed(one: LineScore) -> Decimal | None:
    return None if one.line.measure == Measure.JUDGED else one.points


@transaction.atomic
def write_assessment(
    *, actor: Any, assessment: Assessment, said: Mapping[int, LineSaid], note: str = ""
) -> Assessment:
    """Keep what was said so far, by line. Raises NotAllowed, AssessmentSubmitted, InvalidMany."""
    held = _draft(actor, assessment)
    scores = {score.line_id: score for score in held.scores.select_related("line")}
    wrong = [
        Invalid(_("Between 0 and %(most)s."), address=f"line{pk}", most=scores[pk].line.points)
        for pk, one in said.items()
        if pk in scores and one.points is not None and not 0 <= one.points <= scores[pk].line.points
    ]
    wrong += [
        problem for pk, one in said.items() for problem in unfit_words(f"line{pk}", one.note, one.evidence)
    ]
    wrong += unfit_words("note", note)
    if wrong:
        raise InvalidMany(wrong)
    for pk, one in said.items():
        if pk in scores:
            score = scores[pk]
            score.points, score.note, score.evidence = one.points, one.note.strip(), one.evidence.strip()
    AssessmentScore.objects.bulk_update(scores.values(), ["points", "note", "evidence"])
    held.note = note.strip()
    held.save(update_fields=["note"])
    audit.record(actor=actor, action="assessment.write", subject=held, lines=len(said))
    return held


@transaction.atomic
def submit_assessment(*, actor: Any, assessment: Assessment) -> Assessment:
    """Hand it in, with what the figures gave beside it.

    Every line needs points; points that differ from the computed ones, and judged ones, need their reason; judged ones
    what proves them, too. Raises NotAllowed, AssessmentSubmitted, InvalidMany.
    """
    held = _draft(actor, assessment)
    score = scored(held.version, held.unit, held.on)
    computed = {one.line.pk: one for one in score.lines}
    rows = list(held.scores.select_related("line"))
    for row in rows:
        one = computed.get(row.line_id)
        row.computed = one.points if one and one.line.measure != Measure.JUDGED else None
    if wrong := [problem for row in rows if (problem := _lacks(row))]:
        raise InvalidMany(wrong)
    AssessmentScore.objects.bulk_update(rows, ["computed"])
    held.state, held.submitted_at = AssessmentState.SUBMITTED, timezone.now()
    held.save(update_fields=["state", "submitted_at"])
    audit.record(
        actor=actor,
        action="assessment.submit",
        subject=held,
        changes={"state": [AssessmentState.DRAFT, AssessmentState.SUBMITTED]},
    )
    return held


def _lacks(row: AssessmentScore) -> Invalid | None:
    where, judged = f"line{row.line_id}", row.line.measure == Measure.JUDGED
    if row.points is None:
        return Invalid(_("Points are missing."), address=where)
    if not row.note and (judged or row.points != row.computed):
        words = _("Say why.") if judged else _("This differs from the computed points: say why.")
        return Invalid(words, address=where)
    if judged and not row.evidence:
        return Invalid(_("Say what proves it."), address=where)
    return None


@transaction.atomic
def reopen_assessment(*, actor: Any, assessment: Assessment, reason: str) -> Assessment:
    """Back to its author. Raises NotAllowed, WrongState where it was not handed in, Invalid without a reason."""
    held = _held(assessment)
    require(actor, Action.REOPEN_SCORE)
    if held.state != AssessmentState.SUBMITTED:
        raise WrongState(state=held.get_state_display())
    if not reason.strip():
        raise Invalid(_("Say why it is reopened."), address="reason")
    held.state, held.submitted_at = AssessmentState.DRAFT, None
    held.save(update_fields=["state", "submitted_at"])
    audit.record(
        actor=actor,
        action="assessment.reopen",
        subject=held,
        changes={"state": [AssessmentState.SUBMITTED, AssessmentState.DRAFT]},
        reason=reason.strip(),
    )
    return held


def _draft(actor: Any, assessment: Assessment) -> Assessment:
    held = _held(assessment)
    if not may_assess(actor, held.version.scorecard.programme, held.unit, Assessor(held.kind)):
        raise NotAllowed
    if held.kind in APART and held.entered_by_id != actor.pk:
        raise NotAllowed
    if held.state != AssessmentState.DRAFT:
        raise AssessmentSubmitted
    return held


def _held(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("unit", "version__scorecard__programme__giver")
        .get(pk=assessment.pk)
    )
