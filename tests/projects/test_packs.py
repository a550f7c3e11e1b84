"""projects.csv of a programme pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.plans.packs import PackReport
from jiedui.projects.models import Project
from jiedui.projects.packs import load_projects
from tests.conftest import World

HEAD = "number,workstream,name,givers,receiver,type,planned_start,households,district,local,document_number\n"
GOOD = "2019-001,consumption,果蔬大棚,东城区,云岭县,industry,2019-03-01,120,350万,50万,海财〔2019〕3号\n"


def load(folder: Path, world: World, *rows: str) -> PackReport:
    (folder / "projects.csv").write_text(HEAD + "".join(rows), "utf-8")
    report = PackReport()
    load_projects(folder, world.programme, report)
    return report


def test_projects_are_loaded_with_their_budget(tmp_path: Path, world: World) -> None:
    report = load(tmp_path, world, GOOD)

    made = Project.objects.get()
    assert report.created == {"projects": 1}
    assert (made.receiver, list(made.givers.all()), made.households) == (world.county, [world.east], 120)
    assert [(line.source, line.amount, line.document_number) for line in made.budget.all()] == [
        ("district", 3_500_000, "海财〔2019〕3号"),
        ("local", 500_000, ""),
    ]


def test_loading_again_changes_nothing_and_tells_what_differs(tmp_path: Path, world: World) -> None:
    load(tmp_path, world, GOOD)

    report = load(tmp_path, world, GOOD.replace("果蔬大棚", "大棚"))

    assert (report.created, report.unchanged) == ({}, {"projects": 1})
    assert [(kept.where, kept.stored, kept.in_pack) for kept in report.kept] == [
        ("projects.csv:2", "果蔬大棚", "大棚")
    ]
    assert Project.objects.get().name == "果蔬大棚"


def test_a_pack_without_the_file_has_no_projects(tmp_path: Path, world: World) -> None:
    report = PackReport()

    load_projects(tmp_path, world.programme, report)

    assert report.created == {}


@pytest.mark.parametrize(
    "row",
    [
        GOOD.replace("industry", "castle"),
        GOOD.replace("东城区", "南城区"),
        GOOD.replace("consumption", "space"),
        GOOD.replace("2019-03-01", "1 March"),
        GOOD.replace("果蔬大棚", ""),
        GOOD.replace("果蔬大棚", "派出所警用装备"),
        GOOD.replace(",120,", ",12.5,"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_nothing_is_written(
    tmp_path: Path, world: World, row: str
) -> None:
    with pytest.raises(InvalidMany) as refused:
        load(tmp_path, world, GOOD.replace("2019-001", "2019-000"), row)

    assert {error.address for error in refused.value.errors} == {"projects.csv:3"}
    assert not Project.objects.exists()


def test_a_number_stands_once(tmp_path: Path, world: World) -> None:
    with pytest.raises(InvalidMany) as refused:
        load(tmp_path, world, GOOD, GOOD)

    assert [error.address for error in refused.value.errors] == ["projects.csv:3"]
