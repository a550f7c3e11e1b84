"""What one person may choose from, by any name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake.choices import Choices
from jiedui.organisations.enums import UnitKind
from tests.conftest import World, plant
from tests.projects.works import project


def choices(world: World, user: Any = None) -> Choices:
    return Choices(world.programme, user or world.giver)


def refusal(call: Any, said: Any) -> str:
    with translation.override("en"):
        with pytest.raises(Invalid) as refused:
            call(said)
        return refused.value.words


@pytest.mark.parametrize("said", ["云岭县", " 云岭县 ", "Yunling", "yunling"])
def test_a_unit_is_known_by_its_names(said: str, world: World) -> None:
    assert choices(world).unit(said) == world.county


def test_a_unit_is_known_by_its_short_name_and_number(world: World) -> None:
    known = choices(world)

    assert known.unit("市商务局") == world.commerce
    assert known.unit(world.county.pk) == known.unit(f"云岭县 #{world.county.pk}") == world.county
    assert known.unit(float(world.county.pk)) == world.county


def test_an_unknown_or_double_name_is_refused_with_what_to_write(world: World) -> None:
    twin = plant("云岭县", UnitKind.COUNTY, plant("东山省", UnitKind.PROVINCE))
    known = choices(world)

    assert refusal(known.unit, "无此县") == "There is no unit called “无此县”. Choose from the list."
    assert refusal(known.unit, 999_999) == "There is no such unit."
    words = refusal(known.unit, "云岭县")
    assert words.startswith("“云岭县” may mean several units. Write one of: ")
    assert f"云岭县 #{world.county.pk}" in words
    assert f"云岭县 #{twin.pk}" in words


def test_givers_are_ones_own_and_receivers_of_the_other_side(world: World) -> None:
    assert choices(world).givers == [world.east]
    assert {unit.name for unit in choices(world, world.office).givers} >= {"东城区", "西城区"}
    assert {unit.name for unit in choices(world).receivers} == {"西山省", "云岭县", "石泉县"}


def test_options_mean_one_thing_each(world: World) -> None:
    plant("云岭县", UnitKind.COUNTY, plant("东山省", UnitKind.PROVINCE))
    with translation.override("zh-hans"):
        labels = [option.label for option in choices(world).options("receiver")]

    assert len(set(labels)) == len(labels)
    assert sum(label.startswith("云岭县 #") for label in labels) == 2


def test_a_workstream_is_known_by_key_or_name(world: World) -> None:
    known = choices(world)

    assert known.workstream("consumption") == known.workstream("消费扶贫") == known.workstream("Consumption")
    assert refusal(known.workstream, "无") == "This programme has no workstream “无”. Choose one of its own."


def test_a_project_is_known_by_its_number_its_name_or_its_id(world: World) -> None:
    """A bare 12 in a cell is the office's number, as a program sends it an id."""
    first, second = project(world, "2019-001"), project(world, "2019-002", name="果园")
    by_number = project(world, str(first.pk), name="水渠")
    known = choices(world).project

    assert known("2019-001") == known(f"果蔬大棚基地 #{first.pk}") == known(f"#{first.pk}") == first
    assert known("果园") == known(second.pk) == second
    assert known(str(first.pk)) == known(float(first.pk)) == by_number
    assert known(first.pk) == first
    words = "There is no such project in this programme, or you may not see it."
    assert [refusal(known, said) for said in (first.pk + 0.5, str(second.pk), True, "#9999")] == [words] * 4


def test_no_project_is_guessed(world: World) -> None:
    words = "There is no such project in this programme, or you may not see it."

    assert [refusal(choices(world).project, said) for said in ("果园", 5, "#5")] == [words] * 3


def test_a_thousand_names_ask_the_database_no_more_than_one(world: World) -> None:
    known = choices(world)
    known.unit("云岭县")
    with CaptureQueriesContext(connection) as queries:
        for _number in range(1000):
            known.unit("石泉县")

    assert len(queries) == 0
