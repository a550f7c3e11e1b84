"""Projects as rows and cards: money and physical progress side by side, late ones marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jiedui.ledger.project_figures import Money, ProjectMoney, money_of
from jiedui.projects.enums import Stage
from jiedui.projects.lateness import Course, Lateness, course_of
from jiedui.projects.models import Project
from jiedui.projects.queries import in_course

LOOKS = {
    Lateness.OVERDUE: ("bad", "square"),
    Lateness.NOT_STARTED: ("bad", "square"),
    Lateness.MILESTONE: ("warn", "down"),
    Lateness.BEHIND: ("warn", "down"),
    Lateness.IN_TIME: ("neutral", "dot"),
    Lateness.STANDS: ("good", "dot"),
    Lateness.NO_DAYS: ("quiet", "ring"),
    Lateness.ENDED: ("good", "check"),
}


MOST_CARDS = 8
"""Cards of a stage on the board: what fits a screen, and a few screens of a phone."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with what is computed of it."""

    project: Project
    money: ProjectMoney
    course: Course
    noted_on: date | None

    @property
    def look(self) -> tuple[str, str]:
        """Tone and shape of its chip."""
        return LOOKS[self.course.lateness]

    @property
    def paid_percent(self) -> int | None:
        """Arrived of what was planned, in whole per cent; None without a plan."""
        rate = self.money.total.arrival_rate
        return None if rate is None else int(rate * 100)

    @property
    def planned(self) -> Decimal | None:
        """The giving side's money, for columns."""
        return self.money.total.planned or None

    @property
    def arrived(self) -> Decimal:
        """What was paid out so far, for columns."""
        return self.money.total.arrived

    @property
    def spent(self) -> Decimal:
        """What was spent so far, for columns."""
        return self.money.total.spent


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the board."""

    stage: Stage
    rows: list[ProjectRow]

    @property
    def first(self) -> list[ProjectRow]:
        """Those that the board shows; the list has them all."""
        return self.rows[:MOST_CARDS]

    @property
    def more(self) -> int:
        """How many it leaves to the list."""
        return max(0, len(self.rows) - MOST_CARDS)

    @property
    def planned(self) -> Decimal | None:
        """Money planned for the projects of this stage."""
        return sum((row.planned or Decimal(0) for row in self.rows), Decimal(0)) or None


def rows_of(projects: QuerySet[Project], today: date) -> list[ProjectRow]:
    """The projects as rows, in a fixed number of queries."""
    money = money_of(projects)
    return [row_of(project, money.get(project.pk, ProjectMoney()), today) for project in in_course(projects)]


def row_of(project: Project, money: ProjectMoney, today: date) -> ProjectRow:
    """One row; ``project`` comes from :func:`jiedui.projects.queries.in_course`."""
    said: int | None = getattr(project, "progress", None)
    course = course_of(project, said, list(project.milestones.all()), today)
    return ProjectRow(project, money, course, getattr(project, "noted_on", None))


def board(rows: Iterable[ProjectRow]) -> list[Column]:
    """The rows by stage, every stage in its place, late ones first."""
    order = list(Lateness)
    ranked = sorted(rows, key=lambda row: order.index(row.course.lateness))
    return [Column(stage, [row for row in ranked if row.project.stage == stage]) for stage in Stage]


def together(rows: Sequence[ProjectRow]) -> Money:
    """The money of all rows."""
    return sum((row.money.total for row in rows), Money())
