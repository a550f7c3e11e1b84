"""Whether a project is late: against its planned days, its milestones and the way it should have come by today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.working_days import working_days
from jiedui.projects.enums import Stage
from jiedui.projects.models import Project, ProjectMilestone

SLACK = 10
"""Points of physical progress that may lack before a project is behind; what is judged by eye is not exact."""


class Lateness(models.TextChoices):
    """The worst that can be said of a project's days, the worst first."""

    OVERDUE = "overdue", _("past its end")
    NOT_STARTED = "not_started", _("not started in time")
    MILESTONE = "milestone", _("milestone missed")
    BEHIND = "behind", _("behind its time")
    IN_TIME = "in_time", _("in time")
    STANDS = "stands", _("stands, not yet accepted")
    NO_DAYS = "no_days", _("no days planned")
    ENDED = "ended", _("done")

    @property
    def late(self) -> bool:
        """Whether it is a reason to ask."""
        return self in {self.OVERDUE, self.NOT_STARTED, self.MILESTONE, self.BEHIND}


@dataclass(frozen=True, slots=True)
class Course:
    """Where a project stands in time: what can be said of it, per cent done and per cent expected by today."""

    lateness: Lateness
    progress: int
    expected: int | None


def course_of(
    project: Project, progress: int | None, milestones: Sequence[ProjectMilestone], today: date
) -> Course:
    """The course of a project whose latest progress note says ``progress`` per cent."""
    expected = expected_progress(project, today)
    done = 100 if project.stage in Stage.ended() else progress or 0
    return Course(_lateness(project, done, expected, milestones, today), done, expected)


def expected_progress(project: Project, today: date) -> int | None:
    """Per cent of the planned working days that have gone by; None without planned days."""
    start, end = project.planned_start, project.planned_end
    if start is None or end is None:
        return None
    if today < start:
        return 0
    return min(100, working_days(start, min(today, end)) * 100 // max(1, working_days(start, end)))


def _lateness(
    project: Project,
    progress: int,
    expected: int | None,
    milestones: Sequence[ProjectMilestone],
    today: date,
) -> Lateness:
    if project.stage in Stage.ended():
        return Lateness.ENDED
    if progress == 100 and project.stage in Stage.begun():
        return Lateness.STANDS
    if project.planned_end and project.planned_end < today:
        return Lateness.OVERDUE
    if project.planned_start and project.planned_start < today and project.stage not in Stage.begun():
        return Lateness.NOT_STARTED
    if any(missed(milestone, progress, today) for milestone in milestones):
        return Lateness.MILESTONE
    if expected is None:
        return Lateness.NO_DAYS
    return Lateness.BEHIND if progress + SLACK < expected else Lateness.IN_TIME


def missed(milestone: ProjectMilestone, progress: int, today: date) -> bool:
    """Whether a milestone's day has gone by without it; one that names a per cent is reached by that per cent."""
    if milestone.done_on is not None or milestone.due_on >= today:
        return False
    return milestone.progress is None or progress < milestone.progress
