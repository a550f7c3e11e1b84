"""A version as it is reckoned with: its lines with their functions made ready, its grades from the best down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jiedui.progress.scorecards.functions import Function, function_of
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreGrade, ScoreHeading, ScoreLine


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line with its function; a judged line has none."""

    line: ScoreLine
    function: Function | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A version, read once for a page."""

    version: ScorecardVersion
    headings: tuple[ScoreHeading, ...]
    lines: tuple[PlannedLine, ...]
    grades: tuple[ScoreGrade, ...]

    @property
    def sum(self) -> Decimal:
        """What the lines add up to."""
        return sum((planned.line.points for planned in self.lines), Decimal(0))

    def under(self, heading: ScoreHeading) -> list[PlannedLine]:
        """The lines under a heading."""
        return [planned for planned in self.lines if planned.line.heading_id == heading.pk]

    def grade_of(self, score: Decimal) -> ScoreGrade | None:
        """The best grade whose bound the score reaches."""
        return next((grade for grade in self.grades if score >= grade.at_least), None)


def plan_of(version: ScorecardVersion) -> Plan:
    """Three queries."""
    lines = ScoreLine.objects.filter(heading__version=version).select_related(
        "heading", "indicator__workstream", "rule__numerator", "rule__denominator"
    )
    return Plan(
        version,
        tuple(version.headings.order_by("order", "id")),
        tuple(_ready(lines.order_by("heading__order", "heading_id", "order", "id"))),
        tuple(version.grades.order_by("-at_least")),
    )


def _ready(lines: Iterable[ScoreLine]) -> Iterable[PlannedLine]:
    for line in lines:
        yield PlannedLine(line, function_of(line.shape, line.parameters) if line.shape else None)
