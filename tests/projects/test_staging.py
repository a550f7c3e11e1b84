"""The steps of a project."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.projects import services
from jiedui.projects.enums import Stage
from jiedui.projects.errors import (
    HandedOver,
    NoSuchStep,
    NothingToTakeBack,
    StepTooEarly,
    Unfinished,
)
from jiedui.projects.models import ProjectStageChange
from jiedui.projects.queries import steps_of
from jiedui.projects.steps import STEPS
from tests.conftest import World
from tests.projects import works

DAY = date(2019, 9, 20)


def test_a_project_goes_its_way(world: World) -> None:
    made = works.created(world)
    works.step(world, made, Stage.SIGNED, date(2019, 3, 1))
    works.step(world, made, Stage.STARTED, date(2019, 4, 1))
    works.note(world, made, 100)
    works.step(world, made, Stage.OPERATING, date(2019, 7, 1))
    works.step(world, made, Stage.COMPLETED, date(2019, 8, 1), file=("report.txt", "验收".encode()))
    works.step(world, made, Stage.HANDED_OVER, date(2019, 9, 1), document="移交书")

    assert [(step.stage, step.day.month) for step in steps_of(made)] == [
        ("signed", 3),
        ("started", 4),
        ("operating", 7),
        ("completed", 8),
        ("handed_over", 9),
    ]
    change = made.stage_changes.get(stage=Stage.COMPLETED)
    content, media_type, name = services.open_document(world.receiver, change.pk)
    assert (content.decode(), media_type, name) == ("验收", "text/plain", "report.txt")


@pytest.mark.parametrize(("now", "wanted"), [*product(Stage, Stage)])
def test_only_the_steps_of_the_table_are_taken(world: World, now: Stage, wanted: Stage) -> None:
    made = works.project(world, stage=now)
    made.notes.create(day=DAY, progress=100, text="x")

    def go() -> ProjectStageChange:
        return services.change_stage(
            actor=world.giver, project=made, stage=wanted, day=DAY, document="移交书"
        )

    if wanted in STEPS[now]:
        assert go().stage == wanted
        return
    with pytest.raises(HandedOver if now == Stage.HANDED_OVER else NoSuchStep):
        go()
    made.refresh_from_db()
    assert made.stage == now
    assert not made.stage_changes.exists()


def test_a_step_lies_neither_in_the_future_nor_before_the_last(world: World) -> None:
    made = works.started(world)
    works.note(world, made, 100)

    with pytest.raises(StepTooEarly):
        works.step(world, made, Stage.COMPLETED, date(2019, 3, 31))
    with pytest.raises(Invalid):
        works.step(world, made, Stage.COMPLETED, date(2999, 1, 1))

    made.refresh_from_db()
    assert made.stage == Stage.STARTED


@pytest.mark.parametrize("progress", [None, 0, 99])
def test_what_does_not_stand_is_not_completed(world: World, progress: int | None) -> None:
    made = works.started(world)
    if progress is not None:
        works.note(world, made, progress)

    with pytest.raises(Unfinished):
        works.step(world, made, Stage.COMPLETED, DAY)

    made.refresh_from_db()
    assert made.stage == Stage.STARTED


def test_handing_over_needs_its_document(world: World) -> None:
    made = works.completed(world)

    with pytest.raises(Invalid) as refused:
        works.step(world, made, Stage.HANDED_OVER, date(2019, 9, 25))

    assert refused.value.address == "document"
    made.refresh_from_db()
    assert made.stage == Stage.COMPLETED


@pytest.mark.parametrize("who", ["other_giver", "receiver", "auditor", "nobody"])
def test_others_take_no_step(world: World, who: str) -> None:
    made = works.created(world)

    with pytest.raises(NotAllowed):
        services.change_stage(actor=getattr(world, who), project=made, stage=Stage.STARTED, day=DAY)

    made.refresh_from_db()
    assert made.stage == Stage.RESERVE


def test_a_wrong_step_is_taken_back_with_its_reason(world: World) -> None:
    made = works.created(world)
    works.step(world, made, Stage.SIGNED, date(2019, 3, 1))
    works.step(world, made, Stage.STARTED, date(2019, 4, 1))

    with pytest.raises(NotAllowed):
        services.take_step_back(actor=world.giver, project=made, reason="x")
    with pytest.raises(Invalid):
        services.take_step_back(actor=world.lead, project=made, reason=" ")
    services.take_step_back(actor=world.lead, project=made, reason="日期有误")

    made.refresh_from_db()
    assert made.stage == Stage.SIGNED
    assert [step.stage for step in steps_of(made)] == ["signed"]
    assert made.stage_changes.count() == 3
    log = AuditRecord.objects.filter(action="project.stage").first()
    assert log is not None
    assert (log.changes, log.detail["reason"]) == ({"stage": ["started", "signed"]}, "日期有误")
    works.step(world, made, Stage.STARTED, date(2019, 4, 8))
    assert [step.day.day for step in steps_of(made)] == [1, 8]


def test_even_a_handing_over_can_be_taken_back(world: World) -> None:
    made = works.completed(world)
    works.step(world, made, Stage.HANDED_OVER, date(2019, 9, 25), document="移交书")

    services.take_step_back(actor=world.office, project=made, reason="另一个项目")

    made.refresh_from_db()
    assert made.stage == Stage.COMPLETED


def test_there_may_be_nothing_to_take_back(world: World) -> None:
    made = works.created(world)

    with pytest.raises(NothingToTakeBack):
        services.take_step_back(actor=world.office, project=made, reason="x")
