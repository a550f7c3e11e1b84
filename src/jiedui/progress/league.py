"""Comparing units and fields of work by pace.

A unit's (or a workstream's) pace is the plain mean of the paces of its targets, each counted up to 120 %: being
far ahead in one field must not hide being behind in another. Counted are targets of its own (not the months or
receivers they are split into) that have a pace on the day. Targets that are as stated, not recorded yet, or not
begun have none and never count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.progress.enums import Status
from jiedui.progress.reckoning import standings
from jiedui.progress.standing import Standing

CAP = Decimal("1.2")


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """A unit's place. ``pace`` is None, and so is ``rank``, where nothing of it can be paced."""

    unit: OrgUnit
    pace: Decimal | None
    behind: int
    standings: list[Standing]
    rank: int | None = None

    @property
    def paced(self) -> int:
        """How many targets the pace is made of."""
        return len(self.standings)


@dataclass(frozen=True, slots=True)
class WorkstreamPace:
    """A field of work: the pace of its whole targets, and how many of them stand where."""

    workstream: Workstream
    pace: Decimal | None
    behind: int
    standings: list[Standing]
    counts: dict[Status, int]

    @property
    def status(self) -> Status:
        """The worst that is true of one of its targets, or NOT_RECORDED."""
        order = [Status.OUT_OF_REACH, Status.BEHIND, Status.ON_PACE, Status.AHEAD, Status.REACHED]
        unpaced = [Status.AS_STATED, Status.NOT_RECORDED]
        return next((s for s in [*order, *unpaced] if self.counts.get(s)), Status.NOT_RECORDED)


def without_parts(rows: Iterable[Standing]) -> list[Standing]:
    """Standings of targets that are not parts of another target of the same unit and indicator.

    A part is tied to its whole, or speaks of a receiver, or of a shorter time inside it, where another does not: a plan
    may state a total and figures for some receivers that do not add up to it.
    """
    held = list(rows)
    by_holder: defaultdict[tuple[int, int], list[Standing]] = defaultdict(list)
    for row in held:
        by_holder[row.indicator.pk, row.unit.pk].append(row)
    return [
        row
        for row in held
        if not row.is_part
        and not any(_within(row, other) for other in by_holder[row.indicator.pk, row.unit.pk])
    ]


def _within(row: Standing, other: Standing) -> bool:
    one, whole = row.target, other.target
    inside = whole.starts_on <= one.starts_on and one.ends_on <= whole.ends_on
    shorter = (one.starts_on, one.ends_on) != (whole.starts_on, whole.ends_on)
    narrower = whole.receiver_id is None and one.receiver_id is not None
    same = whole.receiver_id == one.receiver_id
    return inside and (narrower or (same and shorter))


def whole_targets(rows: Iterable[Standing]) -> list[Standing]:
    """Standings of whole targets in whose period the day lies."""
    return [s for s in without_parts(rows) if s.target.starts_on <= s.on <= s.target.ends_on]


def programme_targets(rows: Iterable[Standing]) -> list[Standing]:
    """For each indicator its targets at the highest unit that has one: the programme's own, as a rule."""
    return highest(whole_targets(rows))


def highest(whole: Iterable[Standing]) -> list[Standing]:
    """The same of targets that are known to be whole."""
    best: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in whole:
        held = best[row.indicator.pk]
        if held and _depth(row) < _depth(held[0]):
            held.clear()
        if not held or _depth(row) == _depth(held[0]):
            held.append(row)
    return [row for held in best.values() for row in held]


def _depth(row: Standing) -> int:
    return row.unit.path.count("/")


def mean_pace(rows: Iterable[Standing]) -> Decimal | None:
    """The mean pace, each counted up to the cap; None where nothing has a pace."""
    paces = [min(row.pace, CAP) for row in rows if row.status.paced and row.pace is not None]
    return sum(paces, Decimal(0)) / len(paces) if paces else None


def league(programme: Programme, *, on: date, workstream: Workstream | None = None) -> list[LeagueRow]:
    """The territories (districts) below the programme's giver, by pace; those without a pace at the end."""
    return league_of(programme, standings(programme, on=on, workstream=workstream))


def league_of(programme: Programme, rows: Iterable[Standing]) -> list[LeagueRow]:
    """The league made of standings that are already at hand."""
    return league_among(programme, whole_targets(rows))


def league_among(programme: Programme, whole: Iterable[Standing]) -> list[LeagueRow]:
    """The same of targets that are known to be whole."""
    by_unit: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in whole:
        if _is_district(row.unit, programme.giver):
            by_unit[row.unit.pk].append(row)
    made = [_league_row(group) for group in by_unit.values()]
    made.sort(key=lambda r: (r.pace is None, -(r.pace or 0), r.behind, r.unit.path))
    return [LeagueRow(row.unit, row.pace, row.behind, row.standings, _rank(row, made)) for row in made]


def _is_district(unit: OrgUnit, giver: OrgUnit) -> bool:
    below = unit.path.startswith(giver.path) and unit.pk != giver.pk
    return below and unit.kind in UnitKind.territories()


def _league_row(group: list[Standing]) -> LeagueRow:
    counted = [row for row in group if row.status.paced and row.pace is not None]
    return LeagueRow(group[0].unit, mean_pace(counted), sum(row.status.lagging for row in counted), counted)


def _rank(row: LeagueRow, made: list[LeagueRow]) -> int | None:
    """Equal paces share a rank."""
    if row.pace is None:
        return None
    return 1 + sum(1 for other in made if other.pace is not None and other.pace > row.pace)


def workstream_pace(programme: Programme, *, on: date) -> list[WorkstreamPace]:
    """Each workstream's pace over its programme-wide targets, in the workstreams' order; none is left out."""
    return workstream_pace_of(programme, standings(programme, on=on))


def workstream_pace_of(programme: Programme, rows: Iterable[Standing]) -> list[WorkstreamPace]:
    """The workstreams' pace made of standings that are already at hand (one query for the workstreams)."""
    return paces_of(programme.workstreams.select_related("lead"), programme_targets(rows))


def paces_of(workstreams: Iterable[Workstream], whole: Iterable[Standing]) -> list[WorkstreamPace]:
    """Each of the workstreams with those of the programme's own targets that are of its field."""
    groups: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in whole:
        groups[row.indicator.workstream_id].append(row)
    return [_workstream_row(workstream, groups[workstream.pk]) for workstream in workstreams]


def _workstream_row(workstream: Workstream, group: list[Standing]) -> WorkstreamPace:
    return WorkstreamPace(
        workstream,
        mean_pace(group),
        sum(row.status.lagging for row in group),
        group,
        dict(Counter(row.status for row in group)),
    )
