"""What can be said of a project's days."""

from __future__ import annotations

from datetime import date

import pytest

from jiedui.projects.enums import Stage
from jiedui.projects.lateness import Lateness, course_of, expected_progress
from jiedui.projects.models import Project, ProjectMilestone

START, END = date(2019, 3, 1), date(2019, 10, 31)


def made(stage: str = Stage.STARTED, start: date | None = START, end: date | None = END) -> Project:
    return Project(stage=stage, planned_start=start, planned_end=end)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2019, 2, 28), 0),
        (date(2019, 3, 1), 0),
        (date(2019, 6, 30), 49),
        (date(2019, 10, 31), 100),
        (date(2020, 1, 1), 100),
    ],
)
def test_what_should_stand_follows_the_working_days(today: date, expected: int) -> None:
    assert expected_progress(made(), today) == expected


@pytest.mark.parametrize(
    ("project", "progress", "today", "lateness"),
    [
        (made(), 49, date(2019, 6, 30), Lateness.IN_TIME),
        (made(), 39, date(2019, 6, 30), Lateness.IN_TIME),
        (made(), 38, date(2019, 6, 30), Lateness.BEHIND),
        (made(), None, date(2019, 6, 30), Lateness.BEHIND),
        (made(), 99, date(2019, 11, 1), Lateness.OVERDUE),
        (made(Stage.OPERATING), 100, date(2019, 11, 1), Lateness.STANDS),
        (made(Stage.SIGNED), None, date(2019, 3, 2), Lateness.NOT_STARTED),
        (made(Stage.SIGNED), None, date(2019, 3, 1), Lateness.IN_TIME),
        (made(Stage.RESERVE), None, date(2019, 11, 1), Lateness.OVERDUE),
        (made(Stage.COMPLETED), 100, date(2019, 11, 1), Lateness.ENDED),
        (made(Stage.STARTED, None, None), 5, date(2019, 6, 30), Lateness.NO_DAYS),
        (made(Stage.RESERVE, START, None), None, date(2019, 6, 30), Lateness.NOT_STARTED),
    ],
)
def test_the_worst_is_said(project: Project, progress: int | None, today: date, lateness: Lateness) -> None:
    assert course_of(project, progress, [], today).lateness == lateness


@pytest.mark.parametrize(
    ("milestone", "lateness"),
    [
        (ProjectMilestone(due_on=date(2019, 6, 1)), Lateness.MILESTONE),
        (ProjectMilestone(due_on=date(2019, 6, 1), done_on=date(2019, 6, 20)), Lateness.IN_TIME),
        (ProjectMilestone(due_on=date(2019, 6, 30)), Lateness.IN_TIME),
        (ProjectMilestone(due_on=date(2019, 6, 1), progress=50), Lateness.IN_TIME),
        (ProjectMilestone(due_on=date(2019, 6, 1), progress=51), Lateness.MILESTONE),
    ],
)
def test_a_milestone_that_was_missed_is_said(milestone: ProjectMilestone, lateness: Lateness) -> None:
    assert course_of(made(), 50, [milestone], date(2019, 6, 30)).lateness == lateness


def test_the_late_ones_are_four() -> None:
    assert [lateness for lateness in Lateness if lateness.late] == [
        Lateness.OVERDUE,
        Lateness.NOT_STARTED,
        Lateness.MILESTONE,
        Lateness.BEHIND,
    ]
