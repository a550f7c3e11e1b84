"""What pulls a rule down, and which units keep it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.plans.models import Indicator, Rule
from jiedui.progress.breaking import checks_by_unit, entries_against, short_by
from jiedui.progress.reckoning import book_of
from jiedui.progress.rules import RuleState, check_rule
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


@pytest.fixture
def county_level(scene: Scene) -> Indicator:
    """What of the purchases goes below county level."""
    return scene.indicator("county-level")


def rule(scene: Scene, numerator: Indicator, **fields: object) -> Rule:
    """At least 80 % of the purchases, unless said otherwise."""
    fields = {"threshold": Decimal("0.8"), "denominator": scene.purchases, **fields}
    return Rule.objects.create(
        programme=scene.world.programme, code="r1", text="八成到县", revision=scene.world.revision,
        numerator=numerator, **fields,
    )  # fmt: skip


def counted_twice(scene: Scene, value: str, day: str, indicator: Indicator, **fields: object) -> int:
    """An entry that counts below the line and above it."""
    entry = scene.entry(value, day, **fields)  # type: ignore[arg-type]
    entry.postings.create(
        indicator=indicator,
        giver=entry.giver,
        receiver=entry.receiver,
        day=entry.occurred_on,
        value=Decimal(value),
    )
    return entry.pk


def test_what_counts_below_the_line_alone_pulls_a_share_down(scene: Scene, county_level: Indicator) -> None:
    world = scene.world
    made = rule(scene, county_level)
    counted_twice(scene, "60", "2019-03-01", county_level)
    small = scene.entry("10", "2019-03-02")
    great = scene.entry("30", "2019-03-03", giver=world.west)
    taken_back = scene.entry("90", "2019-04-01")
    scene.entry("-90", "2019-04-02", reverses=taken_back)
    scene.entry("500", "2019-10-01")
    found = entries_against(world.office, made, world.programme, on=ON)
    assert [(entry.pk, entry.posted) for entry in found] == [(great.pk, 30), (small.pk, 10)]
    check = check_rule(made, book_of(world.programme, ON), world.programme, on=ON)
    assert (check.state, check.value, short_by(check)) == (RuleState.BROKEN, Decimal("0.6"), Decimal(20))


def test_each_sees_only_what_is_theirs(scene: Scene, county_level: Indicator) -> None:
    world = scene.world
    made = rule(scene, county_level)
    east = scene.entry("10", "2019-03-02")
    scene.entry("30", "2019-03-03", giver=world.west)
    assert list(entries_against(world.giver, made, world.programme, on=ON)) == [east]
    assert list(entries_against(world.nobody, made, world.programme, on=ON)) == []


def test_units_that_break_it_come_first_and_those_without_anything_are_left_out(
    scene: Scene, county_level: Indicator
) -> None:
    world = scene.world
    made = rule(scene, county_level)
    counted_twice(scene, "80", "2019-03-01", county_level)
    scene.entry("20", "2019-03-02")
    scene.entry("30", "2019-03-03", giver=world.west)
    found = checks_by_unit(made, book_of(world.programme, ON), world.programme, on=ON)
    assert [(one.unit, one.check.state, one.check.value) for one in found] == [
        (world.west, RuleState.BROKEN, Decimal(0)),
        (world.east, RuleState.KEPT, Decimal("0.8")),
    ]


def test_above_a_ceiling_stand_the_entries_themselves(scene: Scene) -> None:
    world = scene.world
    made = rule(scene, scene.purchases, denominator=None, comparator="<=", threshold=Decimal(50))
    entry = scene.entry("70", "2019-03-01")
    check = check_rule(made, book_of(world.programme, ON), world.programme, on=ON)
    assert list(entries_against(world.office, made, world.programme, on=ON)) == [entry]
    assert short_by(check) == 20
    assert checks_by_unit(made, book_of(world.programme, ON), world.programme, on=ON) == []


def test_nothing_stands_against_what_is_only_too_little(scene: Scene) -> None:
    world = scene.world
    made = rule(scene, scene.purchases, denominator=None, threshold=Decimal(50))
    scene.entry("10", "2019-03-01")
    assert not entries_against(world.office, made, world.programme, on=ON).exists()
