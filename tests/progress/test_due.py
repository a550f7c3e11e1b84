"""What is due or late, for everybody or for some units."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Duty, TaskState
from jiedui.plans.models import Milestone, Task, TaskUnit
from jiedui.plans.services import Order, order_milestone
from jiedui.progress.standings import due, standings
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


def task(scene: Scene, number: int, due_on: date | None, *units: OrgUnit, **fields: str) -> Task:
    """A task with responsible units."""
    made = Task.objects.create(
        workstream=scene.world.consumption, number=number, text=f"任务{number}", due_on=due_on,
        revision=scene.world.revision, **fields,
    )  # fmt: skip
    for unit in units:
        TaskUnit.objects.create(task=made, unit=unit, duty=Duty.RESPONSIBLE)
    return made


def milestone(scene: Scene, due_on: date, share: str | None = None, text: str = "过半") -> Milestone:
    """A milestone of the purchases."""
    return Milestone.objects.create(
        workstream=scene.world.consumption, due_on=due_on, text=text, revision=scene.world.revision,
        indicator=scene.purchases if share else None, share=Decimal(share) if share else None,
    )  # fmt: skip


def test_open_tasks_late_or_due_within_thirty_days_come_the_most_urgent_first(scene: Scene) -> None:
    task(scene, 1, date(2019, 10, 30))
    task(scene, 2, date(2019, 10, 31))
    task(scene, 3, date(2019, 9, 1))
    task(scene, 4, date(2019, 9, 1), state=TaskState.DONE)
    task(scene, 5, None, due_text="持续推进")
    items = due(scene.world.programme, on=ON)
    assert [(d.text, d.days, d.late) for d in items] == [("任务3", -29, True), ("任务1", 30, False)]
    assert [d.text for d in due(scene.world.programme, on=ON, within=timedelta(days=0))] == ["任务3"]


def test_units_see_what_concerns_their_subtree(scene: Scene) -> None:
    task(scene, 1, ON, scene.world.east)
    task(scene, 2, ON, scene.world.west)
    milestone(scene, ON + timedelta(days=1), text="会商")
    programme = scene.world.programme

    def told(*units: OrgUnit) -> list[str]:
        return [d.text for d in due(programme, on=ON, units=units)]

    assert told(scene.world.east) == ["任务1"]
    assert told(scene.world.commerce) == ["会商"], "its workstream's milestone"
    assert told(scene.world.city) == ["任务1", "任务2", "会商"]
    assert told() == []


def test_a_milestone_with_a_share_stays_until_it_is_reached(scene: Scene) -> None:
    scene.target("1000")
    milestone(scene, date(2019, 8, 15), "0.5")
    (item,) = due(scene.world.programme, on=ON)
    assert (item.late, item.days, item.is_task) == (True, -46, False)
    scene.entry("500", "2019-09-20")
    assert due(scene.world.programme, on=ON) == []


def test_a_revised_milestone_is_due_and_paced_by_its_new_day(scene: Scene) -> None:
    scene.target("1000")
    scene.entry("300", "2019-09-20")
    half = milestone(scene, date(2019, 8, 15), "0.5")
    order = Order("调整", reason="会议议定")
    order_milestone(actor=None, milestone=half, order=order, due_on=ON, text="四成", share=Decimal("0.4"))
    (item,) = due(scene.world.programme, on=ON)
    assert (item.text, item.days) == ("四成", 0)
    (standing,) = standings(scene.world.programme, on=ON)
    assert standing.expected == 400


def test_an_event_is_told_of_until_its_day(scene: Scene) -> None:
    milestone(scene, ON, text="召开联席会议")
    assert [d.text for d in due(scene.world.programme, on=ON)] == ["召开联席会议"]
    assert due(scene.world.programme, on=ON + timedelta(days=1)) == []


def test_nobody_is_pressed_about_an_as_stated_headcount(scene: Scene) -> None:
    scene.purchases.as_stated = True
    scene.purchases.save()
    scene.target("1000")
    milestone(scene, date(2019, 8, 15), "0.5")
    assert due(scene.world.programme, on=ON) == []
