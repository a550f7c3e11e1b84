"""Thresholds are kept, broken, or cannot be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.plans.models import Indicator, Rule
from jiedui.progress.standings import RuleState, check_rules
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


@pytest.fixture
def livelihood(scene: Scene) -> Indicator:
    """Money spent on people's livelihood."""
    return scene.indicator("livelihood", kind="transfer")


def rule(scene: Scene, numerator: Indicator | None, denominator: Indicator | None, **fields: object) -> Rule:
    """At least 80 % of the one in the other."""
    fields = {"threshold": Decimal("0.8"), **fields}
    return Rule.objects.create(
        programme=scene.world.programme, code="r1", text="民生占八成", revision=scene.world.revision,
        numerator=numerator, denominator=denominator, **fields,
    )  # fmt: skip


def test_a_share_at_the_threshold_keeps_the_rule_and_below_it_breaks_it(
    scene: Scene, livelihood: Indicator
) -> None:
    rule(scene, livelihood, scene.purchases)
    scene.entry("80", "2019-03-01", indicator=livelihood)
    scene.entry("100", "2019-03-01")
    (check,) = check_rules(scene.world.programme, on=ON)
    assert (check.state, check.value) == (RuleState.KEPT, Decimal("0.8"))
    scene.entry("1", "2019-04-01")
    (check,) = check_rules(scene.world.programme, on=ON)
    assert (check.state, check.numerator, check.denominator) == (RuleState.BROKEN, Decimal(80), Decimal(101))
    assert check_rules(scene.world.programme, on=date(2019, 3, 31))[0].state is RuleState.KEPT


def test_an_amount_may_stand_alone_against_a_ceiling(scene: Scene) -> None:
    rule(scene, scene.purchases, None, comparator="<=", threshold=Decimal(50))
    scene.entry("50", "2019-03-01")
    assert check_rules(scene.world.programme, on=ON)[0].state is RuleState.KEPT
    scene.entry("0.01", "2019-03-01")
    assert check_rules(scene.world.programme, on=ON)[0].state is RuleState.BROKEN


def test_a_rule_is_unknown_where_nothing_is_recorded_or_nothing_may_be_scored(
    scene: Scene, livelihood: Indicator
) -> None:
    made = rule(scene, livelihood, scene.purchases)
    assert check_rules(scene.world.programme, on=ON)[0].state is RuleState.UNKNOWN
    scene.entry("1", "2019-03-01")
    for broken in (
        {"threshold": None},
        {"numerator": None},
        {"numerator": scene.indicator("no-kind", kind="")},
        {"denominator": scene.indicator("stated", as_stated=True)},
    ):
        Rule.objects.filter(pk=made.pk).update(
            **{"threshold": Decimal("0.8"), "numerator": livelihood, "denominator": scene.purchases, **broken}
        )
        assert check_rules(scene.world.programme, on=ON)[0].state is RuleState.UNKNOWN, broken
