"""Help between two sides is drawn once, however deep the units lie."""

from __future__ import annotations

from decimal import Decimal

from jiedui.console.exchanges import Flow, counterparts, flows, with_own
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.progress.reckoning import book_of
from tests.conftest import plant
from tests.console.conftest import Stage


def _flows(stage: Stage) -> list[Flow]:
    programme, today = stage.world.programme, stage.world.programme.today
    return flows(programme, stage.purchases, on=today, book=book_of(programme, today))


def _summary(found: list[Flow]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(f.giver.name, f.receiver.name): (int(f.value), int(f.own)) for f in found}


def test_what_a_district_gave_is_not_counted_again_for_its_city(stage: Stage) -> None:
    stage.scene.entry("40000", "2019-03-01", giver=stage.world.city, receiver=stage.world.county)
    found = _flows(stage)
    assert _summary(found) == {
        ("海州市", "云岭县"): (540000, 40000),
        ("东城区", "云岭县"): (500000, 500000),
        ("西城区", "石泉县"): (100000, 100000),
    }


def test_what_a_school_gave_counts_for_the_pairing_of_its_district(stage: Stage) -> None:
    school = plant("东城区第一小学", UnitKind.SCHOOL, stage.world.east)
    village = plant("苹果村", UnitKind.VILLAGE, stage.world.county)
    stage.scene.entry("7000", "2019-03-01", giver=school, receiver=village)
    found = _flows(stage)
    assert _summary(found)["东城区", "云岭县"] == (507000, 507000)
    assert len(found) == 2


def test_own_values_add_up_to_the_whole_over_three_levels() -> None:
    a = OrgUnit(pk=1, path="/1/", name="a")
    b = OrgUnit(pk=2, path="/1/2/", name="b")
    c = OrgUnit(pk=3, path="/1/2/3/", name="c")
    r, s = OrgUnit(pk=8, path="/8/", name="r"), OrgUnit(pk=9, path="/8/9/", name="s")
    made = [
        Flow(a, r, Decimal(100), 1),
        Flow(b, r, Decimal(70), 1),
        Flow(c, s, Decimal(20), 1),
        Flow(b, s, Decimal(30), 1),
    ]
    found = with_own(made)
    assert [int(f.own) for f in found] == [30, 40, 20, 10]
    assert sum(f.own for f in found) == 100


def test_a_row_inside_another_says_so(stage: Stage) -> None:
    stage.scene.entry("40000", "2019-03-01", giver=stage.world.city, receiver=stage.world.county)
    programme, today = stage.world.programme, stage.world.programme.today
    book = book_of(programme, today)
    table = counterparts(programme, stage.world.county, on=today, gives=False, book=book)
    assert [(row.unit.name, row.within) for row in table.rows] == [("海州市", False), ("东城区", True)]
