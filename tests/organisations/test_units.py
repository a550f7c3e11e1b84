"""The tree of units keeps its paths right; names and codes keep their order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.errors import CircularMove, DuplicateUnit
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import ancestors, get_unit, subtree
from jiedui.organisations.resolver import resolve
from jiedui.organisations.services import (
    add_alias,
    add_code,
    create_unit,
    move_unit,
    rename_unit,
    set_active,
)
from tests.conftest import World


def ids(path: str) -> list[int]:
    return [int(pk) for pk in path.strip("/").split("/")]


def paths_are_right() -> bool:
    by_id = OrgUnit.objects.in_bulk()
    return all(
        ids(unit.path) == [*(ids(by_id[unit.parent_id].path) if unit.parent_id else []), unit.pk]
        for unit in by_id.values()
    )


def test_a_unit_is_planted_under_its_parent(world: World) -> None:
    street = create_unit(
        actor=world.office, name=" 北门街 ", kind=UnitKind.TOWNSHIP, parent=world.east, name_en="North Gate"
    )
    assert (street.name, street.path) == ("北门街", street.path_under(world.east))
    assert ancestors(street) == [world.city, world.east]
    assert list(subtree(world.east)) == [world.east, street]
    record = AuditRecord.objects.first()
    assert record is not None
    assert (record.action, record.actor) == ("unit.create", world.office)


def test_a_namesake_under_the_same_parent_is_refused(world: World) -> None:
    with pytest.raises(DuplicateUnit):
        create_unit(actor=None, name="东城区", kind=UnitKind.COUNTY, parent=world.city)
    create_unit(actor=None, name="东城区", kind=UnitKind.COUNTY, parent=world.province)
    with pytest.raises(DuplicateUnit):
        create_unit(actor=None, name="海州市", kind=UnitKind.PROVINCE)


@pytest.mark.parametrize(("name", "kind"), [(" ", UnitKind.COUNTY), ("新区", "planet")])
def test_a_nameless_or_strange_unit_is_refused(world: World, name: str, kind: str) -> None:
    count = OrgUnit.objects.count()
    with pytest.raises(Invalid):
        create_unit(actor=None, name=name, kind=kind, parent=world.city)
    assert OrgUnit.objects.count() == count


def test_only_the_office_plants_units(world: World) -> None:
    for actor in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            create_unit(actor=actor, name="新区", kind=UnitKind.COUNTY, parent=world.city)
    assert not OrgUnit.objects.filter(name="新区").exists()


def test_a_moved_unit_takes_its_subtree_along(world: World) -> None:
    street = create_unit(actor=None, name="北门街", kind=UnitKind.TOWNSHIP, parent=world.east)
    lane = create_unit(actor=None, name="槐树巷", kind=UnitKind.VILLAGE, parent=street)
    move_unit(actor=world.office, unit=street, parent=world.west)
    lane.refresh_from_db()
    assert ids(lane.path) == [world.city.pk, world.west.pk, street.pk, lane.pk]
    assert paths_are_right()


def test_a_unit_cannot_be_put_under_itself(world: World) -> None:
    street = create_unit(actor=None, name="北门街", kind=UnitKind.TOWNSHIP, parent=world.east)
    for parent in (street, world.east):
        with pytest.raises(CircularMove):
            move_unit(actor=None, unit=world.east, parent=parent)
    assert paths_are_right()


def test_a_renamed_unit_still_answers_to_its_old_name(world: World) -> None:
    rename_unit(actor=world.office, unit=world.west, name="城西新区", short_name="城西")
    assert resolve("西城区").unit == world.west
    assert resolve("城西").unit == world.west
    with pytest.raises(DuplicateUnit):
        rename_unit(actor=None, unit=world.west, name="东城区")


def test_a_closed_unit_is_not_resolved(world: World) -> None:
    set_active(actor=world.office, unit=world.west, active=False)
    assert resolve("西城区").unit is None
    set_active(actor=world.office, unit=world.west, active=True)
    assert resolve("西城区").unit == world.west


def test_the_same_alias_is_added_once(world: World) -> None:
    first = add_alias(actor=None, unit=world.east, text="城东")
    assert add_alias(actor=None, unit=world.east, text=" 城 东 ") == first
    with pytest.raises(Invalid):
        add_alias(actor=None, unit=world.east, text="（）")


def test_a_code_belongs_to_one_unit_at_a_time(world: World) -> None:
    add_code(actor=None, unit=world.east, code="990101", valid_to=date(2015, 12, 31))
    add_code(actor=None, unit=world.west, code="990101", valid_from=date(2016, 1, 1))
    with pytest.raises(Invalid, match="990101"):
        add_code(actor=None, unit=world.county, code="990101", valid_from=date(2015, 6, 1))
    with pytest.raises(Invalid):
        add_code(actor=None, unit=world.county, code="12ab56")
    assert not world.county.codes.exists()


def test_an_unknown_unit_is_not_found(world: World) -> None:
    from jiedui.kernel.errors import NotFound

    assert get_unit(str(world.east.pk)) == world.east
    for pk in (0, "x"):
        with pytest.raises(NotFound):
            get_unit(pk)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8)), max_size=8),
)
def test_paths_are_right_after_any_moves(world: World, moves: list[tuple[int, int]]) -> None:
    units = list(OrgUnit.objects.order_by("pk"))
    for which, where in moves:
        parent = None if where == len(units) else units[where % len(units)]
        try:
            move_unit(actor=None, unit=units[which % len(units)], parent=parent)
        except (CircularMove, DuplicateUnit):
            continue
    assert paths_are_right()


def test_units_sort_in_the_order_in_which_they_were_planted(world: World) -> None:
    names = [f"第{number}街" for number in range(12)]
    for name in names:
        create_unit(actor=None, name=name, kind=UnitKind.TOWNSHIP, parent=world.east)
    assert [unit.name for unit in subtree(world.east)] == ["东城区", *names]
