"""schedules.yaml of a pack: loaded once, every problem with file and line, nothing half-written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.plans.packs import PackReport
from jiedui.returns.enums import Reporters, Reviewer
from jiedui.returns.models import ReturnSchedule
from jiedui.returns.packs import load_schedules
from tests.conftest import World
from tests.ledger import acts

GOOD = """schedules:
  - {code: monthly, workstream: consumption, name: 月报, cadence: monthly, due_rule: day_of_next_month,
     due_number: 5, reporters: named, units: 东城区|西城区, reviewers: lead|西城区|office,
     lines: [{indicator: consumption/purchases},
             {kind: purchase, measure: amount, filter: {channel: [canteen, union]}, name: 食堂, unit: 元}],
     sections: [{name: 进展, name_en: Progress, required: yes}]}
"""


def load(world: World, folder: Path, text: str) -> PackReport:
    (folder / "schedules.yaml").write_text(text, "utf-8")
    report = PackReport()
    load_schedules(folder, programme=world.programme, report=report)
    return report


def test_a_schedule_is_read_with_all_its_parts_and_loading_again_changes_nothing(
    world: World, tmp_path: Path
) -> None:
    acts.indicator(world, code="purchases")

    assert load(world, tmp_path, GOOD).created == {"schedules": 1}
    schedule = ReturnSchedule.objects.get()
    assert (schedule.reporters, schedule.valid_to) == (Reporters.NAMED, date(2019, 12, 31))
    assert [row.unit for row in schedule.units.all()] == [world.east, world.west]
    assert [(level.reviewer, level.unit) for level in schedule.levels.all()] == [
        (Reviewer.LEAD, None), (Reviewer.NAMED, world.west), (Reviewer.OFFICE, None),
    ]  # fmt: skip
    assert [line.filter for line in schedule.lines.all()] == [{}, {"channel": ["canteen", "union"]}]
    assert [section.required for section in schedule.sections.all()] == [True]

    again = load(world, tmp_path, GOOD.replace("name: 月报", "name: 新月报"))
    assert (again.created, again.unchanged["schedules"], len(again.kept)) == ({}, 1, 1)
    schedule.refresh_from_db()
    assert schedule.name == "月报"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("consumption/purchases", "consumption/none", "schedules.yaml:4"),
        ("cadence: monthly", "cadence: daily", "schedules.yaml:2"),
        ("东城区", "南城区", "schedules.yaml:2"),
        ("workstream: consumption", "workstream: health", "schedules.yaml:2"),
        ("due_number: 5", "due_number: 5.5", "schedules.yaml:2"),
        ("due_number: 5", "due_number: 55", "schedules.yaml:2"),
        ("measure: amount", "measure: tons", "schedules.yaml:2"),
        ("name_en: Progress", "colour: red", "schedules.yaml:6"),
        ("schedules:", "schedule:", "schedules.yaml:2"),
    ],
)
def test_a_problem_is_named_with_its_line_and_nothing_is_written(
    world: World, tmp_path: Path, old: str, new: str, where: str
) -> None:
    acts.indicator(world, code="purchases")

    with pytest.raises(InvalidMany) as refusal:
        load(world, tmp_path, GOOD.replace(old, new))

    assert [error.address for error in refusal.value.errors] == [where]
    assert not ReturnSchedule.objects.exists()


def test_a_pack_without_schedules_is_whole(world: World, tmp_path: Path) -> None:
    report = PackReport()

    load_schedules(tmp_path, programme=world.programme, report=report)

    assert report.changed_nothing
