"""What every unit scores by a version on a day, with what each line rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from jiedui.organisations.models import OrgUnit
from jiedui.progress.scorecards.enums import Measure, Whom
from jiedui.progress.scorecards.facts import Basis, Facts
from jiedui.progress.scorecards.functions import Rank, hundredths, points_at, points_of_place
from jiedui.progress.scorecards.models import ScoreGrade, ScoreHeading, ScoreLine
from jiedui.progress.scorecards.plan import Plan, PlannedLine
from jiedui.progress.scorecards.queries import Judged, judgements

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineScore:
    """One line of one unit. ``points`` is None where the line is left out of the unit's score."""

    planned: PlannedLine
    points: Decimal | None
    basis: Basis | None = None
    place: int | None = None
    of_places: int = 0
    judged: Judged | None = None
    meant: bool = True
    rivals: tuple[Decimal, ...] = ()

    @property
    def line(self) -> ScoreLine:
        """The line itself."""
        return self.planned.line

    @property
    def waits(self) -> bool:
        """Whether it is to be judged and nobody did yet."""
        return self.line.measure == Measure.JUDGED and self.meant and self.judged is None


@dataclass(frozen=True)
class UnitScore:
    """A unit's score: what it got of the points that apply to it, told as if all of them did."""

    unit: OrgUnit
    level: Whom
    lines: tuple[LineScore, ...]
    total: Decimal
    rank: int | None = None
    of_ranks: int = 0
    grade: ScoreGrade | None = None

    @cached_property
    def got(self) -> Decimal:
        """Points of the lines that apply."""
        return sum((one.points for one in self.lines if one.points is not None), ZERO)

    @cached_property
    def possible(self) -> Decimal:
        """The most these lines could give."""
        return sum((one.line.points for one in self.lines if one.points is not None), ZERO)

    @cached_property
    def score(self) -> Decimal | None:
        """Told out of the version's total; None where no line applies."""
        return self.folded(self.got)

    def folded(self, points: Decimal) -> Decimal | None:
        """Points of the lines that apply, told out of the total."""
        if not self.possible:
            return None
        return hundredths(Fraction(points) * Fraction(self.total) / Fraction(self.possible))

    def of_heading(self, heading: ScoreHeading) -> tuple[Decimal, Decimal] | None:
        """Points got and points possible under a heading; None where none of its lines applies."""
        own = [one for one in self.lines if one.line.heading_id == heading.pk and one.points is not None]
        if not own:
            return None
        return sum((one.points or ZERO for one in own), ZERO), sum((one.line.points for one in own), ZERO)


@dataclass(frozen=True)
class Sheet:
    """The scores of a day: the programme as a whole first, then its units by level and rank."""

    plan: Plan
    facts: Facts
    scores: tuple[UnitScore, ...]

    @property
    def on(self) -> date:
        """The day."""
        return self.facts.on

    def of(self, unit: OrgUnit) -> UnitScore | None:
        """The score of one unit; None where nothing of it is scored."""
        return next((score for score in self.scores if score.unit.pk == unit.pk), None)


def score_sheet(plan: Plan, facts: Facts) -> Sheet:
    """Reckon a version on the facts of a day. Two queries for units and judgements, and those of the facts."""
    judged = judgements(plan, facts.on)
    bases = {
        (planned.line.pk, unit.pk): basis
        for planned in plan.lines
        for unit in facts.units
        if (basis := facts.basis(planned.line, unit)) is not None
    }
    scored = [unit for unit in facts.units if _is_scored(plan, unit, bases)]
    among = _among(plan, scored, facts, bases)
    scores = [
        UnitScore(
            unit,
            facts.level(unit),
            tuple(_line(planned, unit, facts, bases, among, judged) for planned in plan.lines),
            plan.version.total,
        )
        for unit in scored
    ]
    return Sheet(plan, facts, tuple(_ordered(_ranked(plan, scores))))


def _is_scored(plan: Plan, unit: OrgUnit, bases: Mapping[tuple[int, int], Basis]) -> bool:
    """A unit of which some line rests on a target, a rule or something done."""
    own = (bases.get((planned.line.pk, unit.pk)) for planned in plan.lines)
    return any(basis and (basis.standings or basis.entries or basis.check) for basis in own)


Level = tuple[int, Whom]


def _among(
    plan: Plan, units: Iterable[OrgUnit], facts: Facts, bases: Mapping[tuple[int, int], Basis]
) -> dict[Level, list[Decimal]]:
    """The values of each line within each level, for places."""
    found: defaultdict[Level, list[Decimal]] = defaultdict(list)
    for unit in units:
        for planned in plan.lines:
            basis = bases.get((planned.line.pk, unit.pk))
            if basis is not None and isinstance(planned.function, Rank):
                found[planned.line.pk, facts.level(unit)].append(basis.value)
    return found


def _line(
    planned: PlannedLine,
    unit: OrgUnit,
    facts: Facts,
    bases: Mapping[tuple[int, int], Basis],
    among: Mapping[Level, list[Decimal]],
    judged: Mapping[tuple[int, int], Judged],
) -> LineScore:
    line, function = planned.line, planned.function
    if not facts.is_meant(line, unit):
        return LineScore(planned, None, meant=False)
    if function is None:
        said = judged.get((unit.pk, line.pk))
        return LineScore(planned, said.points if said else None, judged=said)
    basis = bases.get((line.pk, unit.pk))
    if basis is None:
        return LineScore(planned, None)
    if not isinstance(function, Rank):
        return LineScore(planned, points_at(function, basis.value, line.points), basis)
    values = among[line.pk, facts.level(unit)]
    if len(values) < 2:  # a place among one says nothing
        return LineScore(planned, None, basis)
    points = points_of_place(function, basis.value, values, line.points)
    place = function.place(basis.value, values)
    return LineScore(planned, points, basis, place, len(values), rivals=tuple(values))


def _ranked(plan: Plan, scores: list[UnitScore]) -> list[UnitScore]:
    """With rank and grade; equal scores share a rank, each level has its own ranks."""
    by_level: defaultdict[Whom, list[Decimal]] = defaultdict(list)
    for one in scores:
        if one.score is not None:
            by_level[one.level].append(one.score)
    return [
        one
        if one.score is None
        else replace(
            one,
            rank=1 + sum(other > one.score for other in by_level[one.level]),
            of_ranks=len(by_level[one.level]),
            grade=plan.grade_of(one.score),
        )
        for one in scores
    ]


LEVELS = [Whom.PROGRAMME, Whom.TERRITORIES, Whom.DEPARTMENTS]


def _ordered(scores: Iterable[UnitScore]) -> list[UnitScore]:
    return sorted(
        scores, key=lambda one: (LEVELS.index(one.level), one.rank is None, one.rank or 0, one.unit.path)
    )
