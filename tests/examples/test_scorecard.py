"""The example's scorecard: six headings, a hundred points, nobody put to work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.plans.headcounts import is_headcount_of_work
from jiedui.plans.models import Programme
from jiedui.plans.packs import PackReport
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.models import Scorecard
from jiedui.progress.scorecards.packs import load_scorecard
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.queries import version_in_force
from jiedui.progress.scorecards.reckoning import score_sheet
from tests.examples.conftest import PACK

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(loaded: PackReport, db: None) -> Programme:
    return Programme.objects.get(code="tianjin-2019")


def test_it_is_published_with_six_headings_and_a_hundred_points(programme: Programme) -> None:
    version = version_in_force(programme)
    assert version is not None
    plan = plan_of(version)

    assert (len(plan.headings), len(plan.lines), plan.sum, len(plan.grades)) == (6, 20, 100, 4)
    counted = [planned.line.indicator for planned in plan.lines if planned.line.indicator]
    assert not [one for one in counted if one.as_stated or is_headcount_of_work(one.kind)]


def test_loading_again_changes_nothing(programme: Programme) -> None:
    report = PackReport()
    load_scorecard(PACK, programme=programme, report=report)

    assert (report.created, report.unchanged) == ({}, {"scorecards": 1})


def test_every_district_and_the_programme_are_scored(programme: Programme) -> None:
    version = version_in_force(programme)
    assert version is not None
    sheet = score_sheet(plan_of(version), Facts(programme, date(2019, 9, 30)))

    assert [score.level for score in sheet.scores].count("territories") == 16
    assert sheet.scores[0].unit == programme.giver
    # Nothing is recorded yet: all is expected, nothing done, places are shared.
    assert {score.rank for score in sheet.scores[1:17]} <= set(range(1, 17))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{code: a, name: 甲, points: 1, measure: completion, indicator: no/such, shape: linear}", "no/such"),
        ("{code: a, name: 甲, points: 1, measure: beauty}", "beauty"),
        ("{code: a, name: 甲, points: 100, measure: judged, colour: red}", "colour"),
        ("{code: a, name: 甲, points: 1, measure: rule, rule: industry-half}", "99"),
        ("{code: a, name: 甲, points: 100, measure: completion, indicator: labour/vacancies, shape: linear,"
         " zero: 1, full: 1}", ""),
    ],
)  # fmt: skip
def test_faults_are_told_with_file_and_line(
    programme: Programme, tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "scorecard.yaml").write_text(
        f"code: other\nname: 考核\npublish: yes\nheadings:\n  - name: 产业\n    lines:\n      - {line}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidMany) as refusal:
        load_scorecard(tmp_path, programme=programme, report=PackReport())
    (problem,) = refusal.value.errors
    assert problem.address.startswith("scorecard.yaml:") and words in str(problem)
    assert Scorecard.objects.count() == 1
