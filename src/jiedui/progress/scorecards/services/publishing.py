"""Publishing a version: once, and then it stays as it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.progress.scorecards.enums import VersionState
from jiedui.progress.scorecards.errors import NoGrades, PointsDoNotAddUp
from jiedui.progress.scorecards.models import ScorecardVersion
from jiedui.progress.scorecards.plan import Plan, plan_of
from jiedui.progress.scorecards.safeguard import refuse_indicator, refuse_rule, refuse_words
from jiedui.progress.scorecards.services import guard


@transaction.atomic
def publish_version(*, actor: Any, version: ScorecardVersion) -> ScorecardVersion:
    """From now on units are scored by it.

    Raises VersionPublished, PointsDoNotAddUp, NoGrades, Invalid without lines; and, once more for each line, what is
    never scored.
    """
    held = guard.draft_of(actor, version)
    plan = plan_of(held)
    check(plan)
    held.state, held.published_by, held.published_at = VersionState.PUBLISHED, actor, timezone.now()
    held.save()
    audit.record(
        actor=actor,
        action="scorecard.publish",
        subject=held,
        lines=len(plan.lines),
        total=plain(held.total),
        reason=held.reason,
        doc_number=held.doc_number,
    )
    return held


def check(plan: Plan) -> None:
    """Raise what keeps the version from being published."""
    if not plan.lines:
        raise Invalid(_("There is no line yet. Add what is to be scored first."))
    for heading in plan.headings:
        refuse_words(heading.name, heading.name_en)
    for planned in plan.lines:
        line = planned.line
        refuse_words(line.name, line.name_en)
        if line.indicator is not None:
            refuse_indicator(line.indicator)
        if line.rule is not None:
            refuse_rule(line.rule)
    difference = plan.sum - plan.version.total
    if difference:
        words = _("%(points)s too many") if difference > 0 else _("%(points)s missing")
        raise PointsDoNotAddUp(
            sum=plain(plan.sum),
            total=plain(plan.version.total),
            difference=words % {"points": plain(abs(difference))},
        )
    if not plan.grades or plan.grades[-1].at_least != 0:
        raise NoGrades
