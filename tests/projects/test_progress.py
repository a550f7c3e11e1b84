"""Physical progress, photographs and milestones."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from jiedui.kernel.errors import FileRefused, Invalid, InvalidMany, NotAllowed, NotFound
from jiedui.projects import services
from jiedui.projects.errors import HandedOver, MilestoneDone, NotBegun
from jiedui.projects.models import ProgressNote, ProgressPicture
from jiedui.projects.queries import latest_note
from tests.conftest import World
from tests.projects import works

DAY = date(2019, 6, 1)


@pytest.mark.parametrize("who", ["office", "lead", "giver", "receiver"])
def test_those_who_build_and_those_on_the_spot_say_how_far_it_is(world: World, who: str) -> None:
    made = works.started(world)

    note = services.note_progress(
        actor=getattr(world, who), project=made, day=DAY, progress=40, text="基础完工"
    )

    assert latest_note(made) == note


@pytest.mark.parametrize("who", ["other_giver", "auditor", "nobody"])
def test_others_say_nothing_of_it(world: World, who: str) -> None:
    made = works.started(world)

    with pytest.raises(NotAllowed):
        services.note_progress(actor=getattr(world, who), project=made, day=DAY, progress=40, text="基础完工")

    assert not ProgressNote.objects.exists()


def test_a_front_office_reports_for_its_own_county_only(world: World) -> None:
    made = works.project(world, "9", receiver=world.other_county, stage="started")

    with pytest.raises(NotAllowed):
        services.note_progress(actor=world.receiver, project=made, day=DAY, progress=1, text="x")


def test_the_latest_day_counts_not_the_latest_writing(world: World) -> None:
    made = works.started(world)
    works.note(world, made, 60, date(2019, 8, 1))
    works.note(world, made, 30, date(2019, 6, 1))

    note = latest_note(made)

    assert note is not None
    assert note.progress == 60


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"progress": 101}, "progress"),
        ({"progress": -1}, "progress"),
        ({"day": date(2999, 1, 1)}, "day"),
        ({"text": " "}, "text"),
        ({"text": "安装人脸识别卡口"}, "text"),
        ({"pictures": [("a.jpg", b"x")] * 11}, "pictures"),
    ],
)
def test_a_note_that_cannot_be_taken_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    made = works.started(world)
    given = {"day": DAY, "progress": 40, "text": "基础完工", **changes}

    with pytest.raises(InvalidMany) as refused:
        services.note_progress(actor=world.giver, project=made, **given)

    assert {error.address for error in refused.value.errors} == {field}
    assert not ProgressNote.objects.exists()


def test_before_work_begins_there_is_no_progress(world: World) -> None:
    made = works.created(world)

    with pytest.raises(NotBegun):
        works.note(world, made, 10)

    assert not ProgressNote.objects.exists()


def test_nothing_is_noted_of_what_was_handed_over(world: World) -> None:
    made = works.completed(world)
    works.step(world, made, "handed_over", date(2019, 9, 25), document="移交书")

    with pytest.raises(HandedOver):
        works.note(world, made, 100, date(2019, 9, 28))


def test_a_photograph_keeps_nothing_but_what_it_shows(world: World) -> None:
    made = works.started(world)
    picture = works.photograph()
    assert b"117.2" in picture

    works.note(world, made, 40, pictures=[("现场.jpg", picture), ("again.jpg", picture)])

    kept = ProgressPicture.objects.get()
    content, media_type, name = services.open_picture(world.receiver, kept.pk)
    assert (media_type, name) == ("image/jpeg", "again.jpg")
    assert b"117.2" not in content
    assert Image.open(io.BytesIO(content)).size == (8, 6)
    with pytest.raises(NotFound):
        services.open_picture(world.other_giver, kept.pk)


def test_only_pictures_are_photographs(world: World) -> None:
    made = works.started(world)

    with pytest.raises(FileRefused):
        works.note(world, made, 40, pictures=[("report.txt", b"x")])

    assert not ProgressNote.objects.exists()


def test_milestones_are_set_and_reached(world: World) -> None:
    made = works.started(world)
    milestone = services.add_milestone(
        actor=world.giver, project=made, due_on=date(2019, 7, 1), text="主体封顶", progress=60
    )
    with pytest.raises(InvalidMany):
        services.add_milestone(actor=world.giver, project=made, due_on=date(2019, 7, 1), text="主体封顶")
    with pytest.raises(NotAllowed):
        services.add_milestone(actor=world.receiver, project=made, due_on=DAY, text="x")
    with pytest.raises(Invalid):
        services.reach_milestone(actor=world.receiver, milestone=milestone, day=date(2999, 1, 1))

    services.reach_milestone(actor=world.receiver, milestone=milestone, day=date(2019, 7, 8))

    milestone.refresh_from_db()
    assert milestone.done_on == date(2019, 7, 8)
    with pytest.raises(MilestoneDone):
        services.reach_milestone(actor=world.giver, milestone=milestone, day=date(2019, 7, 9))
