"""Setting up projects and changing them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedui.accounts.models import User
from jiedui.kernel.errors import InvalidMany, NotAllowed, NotFound
from jiedui.kernel.models import AuditRecord
from jiedui.projects import services
from jiedui.projects.content import BudgetLine
from jiedui.projects.errors import HandedOver, NumberTaken
from jiedui.projects.models import Project, ProjectBudget
from jiedui.projects.queries import get_project, projects_for
from tests.conftest import World
from tests.projects import works


def test_a_giver_puts_a_project_into_the_reserve(world: World) -> None:
    made = works.created(world)

    assert (made.stage, made.receiver, list(made.givers.all())) == ("reserve", world.county, [world.east])
    lines = [(line.source, line.amount, line.document_number) for line in made.budget.all()]
    assert lines == [
        ("district", Decimal("3000000.00"), "津对口〔2019〕3号"),
        ("local", Decimal("500000.00"), ""),
    ]
    assert AuditRecord.objects.get(action="project.create").actor == world.giver


@pytest.mark.parametrize("who", ["other_giver", "receiver", "auditor", "nobody"])
def test_nobody_sets_up_a_project_of_another_units(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.create_project(
            actor=getattr(world, who), programme=world.programme, content=works.content(world)
        )

    assert not Project.objects.exists()


@pytest.mark.parametrize("who", ["office", "lead"])
def test_office_and_lead_set_up_projects_of_any_giver(world: World, who: str) -> None:
    made = services.create_project(
        actor=getattr(world, who), programme=world.programme, content=works.content(world)
    )

    assert made.number == "2019-001"


def test_a_lead_sets_up_none_in_another_workstream(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.create_project(
            actor=world.lead,
            programme=world.programme,
            content=works.content(world, workstream=world.funds),
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"number": "x" * 41}, "number"),
        ({"name": "大棚\x00"}, "name"),
        ({"type": "castle"}, "type"),
        ({"planned_end": date(2019, 1, 1)}, "planned_end"),
        ({"persons": -1}, "persons"),
        ({"givers": []}, "givers"),
        ({"budget": [BudgetLine("district", Decimal(0))]}, "budget"),
        ({"budget": [BudgetLine("bank", Decimal(1))]}, "budget"),
        ({"budget": [BudgetLine("city", Decimal(1)), BudgetLine("city", Decimal(2))]}, "budget"),
        ({"name": "派出所视频监控设备"}, "name"),
        ({"content": "联系人身份证110101199003070012"}, "content"),
        ({"content": "电话13812345678"}, "content"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidMany) as refused:
        works.created(world, **changes)

    assert {error.address for error in refused.value.errors} == {field}
    assert not Project.objects.exists()
    assert not ProjectBudget.objects.exists()


def test_units_stand_on_their_own_side(world: World) -> None:
    with pytest.raises(InvalidMany) as refused:
        works.created(world, givers=[world.county], receiver=world.west)

    assert {error.address for error in refused.value.errors} == {"givers", "receiver"}


def test_a_number_is_given_once(world: World) -> None:
    works.created(world)

    with pytest.raises(InvalidMany) as refused:
        works.created(world, name="另一个项目")

    assert [type(error) for error in refused.value.errors] == [NumberTaken]
    assert Project.objects.count() == 1


def test_a_change_is_noted_with_before_and_after(world: World) -> None:
    made = works.created(world)

    services.update_project(
        actor=world.giver,
        project=made,
        content=works.content(world, households=150, budget=[BudgetLine("district", Decimal(4_000_000))]),
    )

    made.refresh_from_db()
    assert (made.households, made.budget.get().amount) == (150, Decimal(4_000_000))
    changes = AuditRecord.objects.get(action="project.update").changes
    assert changes["households"] == [120, 150]
    assert changes["budget"] == [
        ["district 3000000 津对口〔2019〕3号", "local 500000"],
        ["district 4000000"],
    ]
    assert set(changes) == {"households", "budget"}


def test_a_giver_gives_no_project_away(world: World) -> None:
    made = works.created(world)

    with pytest.raises(NotAllowed):
        services.update_project(
            actor=world.giver, project=made, content=works.content(world, givers=[world.west])
        )

    assert list(made.givers.all()) == [world.east]


def test_what_was_handed_over_is_closed(world: World) -> None:
    made = works.completed(world)
    works.step(world, made, "handed_over", date(2019, 9, 25), document="移交书2019-1")

    with pytest.raises(HandedOver):
        services.update_project(actor=world.office, project=made, content=works.content(world, name="新名称"))

    made.refresh_from_db()
    assert made.name == "果蔬大棚基地"


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("office", {"1", "2", "3"}),
        ("auditor", {"1", "2", "3"}),
        ("lead", {"2"}),
        ("giver", {"1", "3"}),
        ("other_giver", {"2", "3"}),
        ("receiver", {"1", "3"}),
        ("nobody", set()),
    ],
)
def test_each_sees_the_projects_of_their_own(world: World, who: str, numbers: set[str]) -> None:
    works.project(world, "1")
    works.project(world, "2", world.west, receiver=world.other_county, workstream=world.consumption)
    works.project(world, "3", world.east, world.west)
    user: User = getattr(world, who)

    seen = list(projects_for(user))

    assert {made.number for made in seen} == numbers
    assert len(seen) == len(numbers)


def test_a_project_out_of_sight_is_not_there(world: World) -> None:
    made = works.project(world)

    with pytest.raises(NotFound):
        get_project(world.other_giver, world.programme, made.pk)
    assert get_project(world.giver, world.programme, made.pk) == made
