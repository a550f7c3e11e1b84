"""Sentences that say what the figures on a page amount to; they stand as titles over tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from jiedui.kernel import figures
from jiedui.progress.standings import LeagueRow, Standing, WorkstreamPace


def of_workstreams(rows: Sequence[WorkstreamPace]) -> str:
    """How many fields of work have a target behind."""
    paced = [row for row in rows if row.pace is not None]
    behind = [row for row in paced if row.behind]
    if not paced:
        return gettext("Nothing can be held against the plan yet: no accepted entry counts towards a target.")
    if not behind:
        return gettext("No target of any field of work is behind.")
    return ngettext(
        "%(count)d of %(all)d fields of work has a target behind.",
        "%(count)d of %(all)d fields of work have targets behind.",
        len(behind),
    ) % {"count": len(behind), "all": len(paced)}


def of_league(rows: Sequence[LeagueRow]) -> str:
    """How many units keep up, and who is furthest behind by how much."""
    paced = [row for row in rows if row.pace is not None]
    if not paced:
        return gettext("No unit can be compared yet.")
    slow = [row for row in paced if row.pace is not None and row.pace < 1]
    params: dict[str, object] = {"count": len(paced) - len(slow), "all": len(paced)}
    if not slow:
        return gettext("All %(all)d units keep pace with the plan.") % params
    last = slow[-1]
    params |= {"unit": last.unit.label, "pace": figures.percent(last.pace, 0)}
    if len(slow) == len(paced) > 1 and slow[0].pace == last.pace:
        return gettext("All %(all)d units stand at %(pace)s of what was expected.") % params
    return (
        gettext(
            "%(count)d of %(all)d units keep pace; %(unit)s is furthest back, at %(pace)s of what was expected."
        )
        % params
    )


def of_standing(standing: Standing) -> str:
    """How far a target is from what is expected by the day."""
    params = {"name": standing.indicator.label}
    if standing.gap is None or standing.value is None:
        return gettext("%(name)s: not held against a pace") % params
    indicator = standing.indicator
    params["gap"] = figures.told(abs(standing.gap), indicator.unit, indicator.decimals)
    if abs(standing.gap) < Decimal("0.5").scaleb(-indicator.decimals):
        return gettext("%(name)s: as expected") % params
    if standing.gap < 0:
        return gettext("%(name)s: %(gap)s short of what was expected") % params
    return gettext("%(name)s: %(gap)s more than expected") % params


def of_targets(rows: Sequence[Standing]) -> str:
    """How many of a page's targets are behind."""
    paced = [row for row in rows if row.status.paced]
    behind = sum(row.status.lagging for row in paced)
    if not paced:
        return gettext("None of these targets is held against a pace yet.")
    if not behind:
        return gettext("None of %(all)d targets is behind.") % {"all": len(paced)}
    return ngettext(
        "%(count)d of %(all)d targets is behind.", "%(count)d of %(all)d targets are behind.", behind
    ) % {"count": behind, "all": len(paced)}
