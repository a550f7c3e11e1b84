"""All that the first page of a programme reckons, reckoned once for each state of the records.

Reading every posting and holding it against every target takes longer than anything else on that page. So what was
reckoned is kept in the process. A page that finds the records unchanged shows it again; one that finds entries accepted
or confirmed since reads anew only what their givers gave to their indicators, and reckons anew only the targets that
rest on it; one that finds the plan changed begins from nothing. :mod:`~jiedui.progress.marks` tells these apart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jiedui.ledger.changes import Strand, changed_since
from jiedui.ledger.rows import rows_of
from jiedui.ledger.series import Book, touched_by
from jiedui.plans.models import Programme, Rule, Target, Workstream
from jiedui.plans.queries import current_rules
from jiedui.progress.due import Agenda, agenda
from jiedui.progress.league import LeagueRow, WorkstreamPace, highest, league_among, paces_of, whole_targets
from jiedui.progress.marks import Marks, read_base, read_marks
from jiedui.progress.pace import Point
from jiedui.progress.reckoning import book_of, current_targets, milestones_of, points_of, standing_of
from jiedui.progress.rules import RuleCheck, check_rule
from jiedui.progress.standing import Standing

KEPT = 8
"""Days of programmes whose figures are kept at a time, the ones asked for last."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Standings, paces, rules and what is due, at the close of a day. ``book`` answers for further days."""

    rows: list[Standing]
    own: list[Standing]
    """Of the rows, those of the programme's own targets."""
    book: Book
    workstreams: list[WorkstreamPace]
    league: list[LeagueRow]
    rules: list[RuleCheck]
    agenda: Agenda
    points: Mapping[int, list[Point]]
    """By indicator, the days by which shares of its targets are due."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is read of the plan; five queries."""

    programme: Programme
    on: date
    targets: list[Target]
    points: Mapping[int, list[Point]]
    milestones: Mapping[int, list[Point]]
    workstreams: list[Workstream]
    rules: list[Rule]
    agenda: Agenda

    @classmethod
    def of(cls, programme: Programme, on: date) -> _Plan:
        targets, points = current_targets(programme), points_of(programme)
        return cls(
            programme,
            on,
            targets,
            points,
            milestones_of(points, targets),
            list(programme.workstreams.select_related("lead")),
            list(current_rules(programme)),
            agenda(programme, on=on),
        )

    def standing(self, target: Target, book: Book) -> Standing:
        milestones = self.milestones.get(target.pk, [])
        return standing_of(target, book, on=self.on, milestones=milestones, since=self.programme.starts_on)

    def overview(self, rows: list[Standing], whole: Iterable[Standing], book: Book) -> Overview:
        own = highest(whole)
        return Overview(
            rows,
            own,
            book,
            paces_of(self.workstreams, own),
            league_among(self.programme, whole),
            [check_rule(rule, book, self.programme, on=self.on) for rule in self.rules],
            self.agenda,
            self.points,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    marks: Marks
    plan: _Plan
    whole: Collection[int]
    """Ids of the targets that are no parts of others: the plan's doing, whatever was recorded."""
    overview: Overview


_kept: OrderedDict[tuple[int, date], _Kept] = OrderedDict()
_lock = threading.Lock()
_turns = tuple(threading.Lock() for _number in range(16))
"""Any day may be asked for, so days share a few of them: whoever shares one waits, and no lock is kept for each."""


def overview(programme: Programme, *, on: date) -> Overview:
    """What stands at the close of ``on``.

    One query where it is known already, four or five where entries were accepted or confirmed since, some ten where it
    is reckoned from nothing. Whoever asks for the same meanwhile waits for it: four threads that reckon side by side
    take four times as long, each of them.
    """
    key = (programme.pk, on)
    with _turns[hash(key) % len(_turns)]:
        return _overview(key, programme)


def _overview(key: tuple[int, date], programme: Programme) -> Overview:
    on = key[1]
    with _lock:
        kept = _kept.get(key)
    marks = read_marks(programme, kept.marks.base if kept else read_base())
    if marks is None:
        return _from_nothing(programme, on)[-1]
    made = _advanced(kept, marks) if kept else None
    if made is None:
        if kept:  # with a base of now, so that the mark does not grow
            marks = read_marks(programme, read_base()) or marks
        made = _Kept(marks, *_from_nothing(programme, on))
    with _lock:
        _kept[key] = made
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made.overview


def _from_nothing(programme: Programme, on: date) -> tuple[_Plan, Collection[int], Overview]:
    plan, book = _Plan.of(programme, on), book_of(programme, on)
    rows = [plan.standing(target, book) for target in plan.targets]
    whole = whole_targets(rows)
    return plan, {row.target.pk for row in whole}, plan.overview(rows, whole, book)


def _advanced(kept: _Kept, marks: Marks) -> _Kept | None:
    """What was kept, brought up to these marks; None where that takes a beginning from nothing."""
    if marks.plan != kept.marks.plan or marks.is_long:
        return None
    if (marks.seen, marks.ledger) == (kept.marks.seen, kept.marks.ledger):
        return kept
    if marks.seen == kept.marks.seen:
        return None  # postings that nobody noted
    strands = changed_since(kept.plan.programme, kept.marks.seen)
    if strands is None:
        return None
    return replace(kept, marks=marks, overview=_with_strands(kept, strands) if strands else kept.overview)


def _with_strands(kept: _Kept, strands: Collection[Strand]) -> Overview:
    """The overview with what these strands consist of now. They may hold more already than was noted by then: what was
    noted in between is read once more the next time."""
    plan, touched = kept.plan, touched_by(strands)
    book = kept.overview.book.with_strands(strands, rows_of(plan.programme, plan.on, strands))
    rows = [
        plan.standing(row.target, book) if (row.target.indicator_id, row.target.unit_id) in touched else row
        for row in kept.overview.rows
    ]
    return plan.overview(rows, [row for row in rows if row.target.pk in kept.whole], book)
