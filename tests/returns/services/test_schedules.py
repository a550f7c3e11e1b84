"""Schedules say what goes together, and are changed without touching what was made."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jiedui.kernel.errors import NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.returns import errors, queries, services
from jiedui.returns.enums import Cadence, DueRule, Reporters, Reviewer
from jiedui.returns.models import ReturnSchedule
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"name": " "}, "name"),
        ({"valid_to": date(2018, 1, 1)}, "valid_to"),
        ({"due_number": 0}, "due_number"),
        ({"due_number": 32}, "due_number"),
        ({"cadence": Cadence.WEEKLY}, "due_rule"),
        ({"due_rule": DueRule.FIXED_DAY, "due_day": date(2019, 3, 1)}, "due_rule"),
        ({"due_rule": DueRule.FIXED_DAY, "cadence": Cadence.YEARLY}, "due_day"),
        ({"cadence": Cadence.ONCE, "valid_to": None}, "valid_to"),
        ({"reporters": Reporters.NAMED}, "units"),
        ({"reporters": Reporters.LEADS, "workstream": None}, "workstream"),
        ({"levels": []}, "levels"),
        ({"levels": [services.LevelSpec(Reviewer.NAMED)]}, "levels"),
        ({"lines": [services.LineSpec(kind="purchase", measure="amount")]}, "lines[1]"),
        ({"lines": [services.LineSpec(kind="purchase", measure="tons", name="吨")]}, "lines[1]"),
        (
            {"lines": [services.LineSpec(kind="purchase", measure="amount", name="a", filter={"colour": 1})]},
            "lines[1]",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_with_its_address(
    world: World, changes: dict[str, Any], address: str
) -> None:
    with pytest.raises(errors.ScheduleUnfit) as refusal:
        scene.schedule(world, **{"lines": [], **changes})

    assert refusal.value.address == address
    assert not ReturnSchedule.objects.exists()


def test_a_headcount_kept_as_stated_is_asked_of_nobody(world: World) -> None:
    jobs = acts.indicator(world, "", "", code="jobs", as_stated=True)

    with pytest.raises(errors.AsStatedLine):
        scene.schedule(world, lines=[services.LineSpec(jobs)])
    assert not ReturnSchedule.objects.exists()


def test_how_many_were_put_to_work_is_asked_of_nobody(world: World) -> None:
    placed = services.LineSpec(kind="placement", measure="persons", name="转移就业人数")

    with pytest.raises(errors.ScheduleUnfit):
        scene.schedule(world, lines=[placed])
    assert not ReturnSchedule.objects.exists()


def test_what_was_made_stays_when_the_schedule_changes(world: World) -> None:
    one = scene.july(world, sections=[services.SectionSpec("进展")])
    before = scene.snapshot(one)
    schedule = one.schedule
    spec = services.spec_of(schedule)
    assert spec == scene.spec(
        world, lines=[services.LineSpec(scene.purchases())], sections=[services.SectionSpec("进展")],
        levels=[services.LevelSpec(Reviewer.LEAD), services.LevelSpec(Reviewer.OFFICE)], units=[],
    )  # fmt: skip

    changed = scene.spec(world, name="新月报", lines=[], due_number=8)
    services.update_schedule(actor=world.office, schedule=schedule, spec=changed)

    assert scene.snapshot(one) == before
    (august, _west) = scene.produce(world, until=date(2019, 8, 31), since=date(2019, 8, 31))
    assert (august.due_on, august.lines.count()) == (date(2019, 9, 9), 0)
    log = AuditRecord.objects.get(action="schedule.update")
    assert log.changes == {"name": ["消费帮扶月报", "新月报"], "due_number": [5, 8]}


def test_a_schedule_in_use_is_ended_and_not_deleted(world: World) -> None:
    schedule = scene.july(world).schedule

    with pytest.raises(errors.ScheduleInUse):
        services.delete_schedule(actor=world.office, schedule=schedule)
    with pytest.raises(errors.ScheduleInUse):
        services.update_schedule(
            actor=world.office,
            schedule=schedule,
            spec=scene.spec(world, cadence=Cadence.QUARTERLY, lines=[]),
        )
    services.end_schedule(actor=world.office, schedule=schedule, last=scene.JULY)
    assert scene.produce(world, until=date(2019, 9, 30), since=date(2019, 8, 1)) == []


def test_only_the_office_changes_what_is_asked(world: World) -> None:
    spec = scene.spec(world)

    for who in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            services.create_schedule(actor=who, programme=world.programme, spec=spec)
    assert not ReturnSchedule.objects.exists()
    schedule = scene.schedule(world, lines=[])
    services.delete_schedule(actor=world.office, schedule=schedule)
    assert list(queries.schedules_of(world.programme)) == []
