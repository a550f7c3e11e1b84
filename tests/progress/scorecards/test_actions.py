"""The actions that raise a score most keep what they promise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiedui.plans.enums import Better, Rollup
from jiedui.plans.models import Indicator, Rule
from jiedui.progress.scorecards.actions import Action, Sort, actions, points_after
from jiedui.progress.scorecards.enums import Measure, Shape
from jiedui.progress.scorecards.facts import Basis
from jiedui.progress.scorecards.functions import function_of, points_at
from jiedui.progress.scorecards.models import ScoreLine
from jiedui.progress.scorecards.plan import PlannedLine
from jiedui.progress.scorecards.reckoning import LineScore
from tests.progress.conftest import Scene
from tests.progress.scorecards.cards import ON, Card, draft_card


@pytest.fixture
def card(scene: Scene) -> Card:
    """The east promised 1,000 for the year and does 50 a month; the west does 70 a month."""
    scene.target("1000", scene.world.east)
    scene.target("1000", scene.world.west)
    for month in range(1, 10):
        scene.entry("50", f"2019-{month:02d}-10", evidence=month < 7)
        scene.entry("70", f"2019-{month:02d}-10", giver=scene.world.west)
    return draft_card(scene.world)


def of_east(card: Card) -> list[Action]:
    """The actions of the east district, all of them."""
    sheet = card.sheet()
    score = sheet.of(card.world.east)
    assert score is not None
    return actions(score, sheet.facts, None)


def test_within_reach_is_what_the_best_month_brings_in_the_months_left(card: Card, scene: Scene) -> None:
    card.line("done", "100", indicator=scene.purchases)
    (action,) = of_east(card)

    # Three months at 50 bring 150 of the 550 that are missing: 15 of the 55 points.
    assert (action.sort, action.more, action.gain, action.reachable) == (Sort.MORE, 150, 15, True)
    assert action.months == 3


def test_a_step_out_of_reach_is_told_as_such(card: Card, scene: Scene) -> None:
    card.line(
        "done",
        "100",
        indicator=scene.purchases,
        shape="step",
        parameters={"rungs": [["0.7", "0.5"], ["1", "1"]]},
    )
    (action,) = of_east(card)

    assert (action.more, action.gain, action.reachable) == (250, 50, False)


def test_the_highest_step_within_reach_is_offered(card: Card, scene: Scene) -> None:
    rungs = [["0.4", "0.1"], ["0.5", "0.4"], ["0.6", "0.6"], ["0.9", "1"]]
    card.line("done", "100", indicator=scene.purchases, shape="step", parameters={"rungs": rungs})
    (action,) = of_east(card)

    assert (action.more, action.gain, action.reachable) == (150, 50, True)


def test_the_place_ahead_is_what_the_next_unit_has(card: Card, scene: Scene) -> None:
    card.line("place", "10", Measure.VALUE, scene.purchases, "rank", {})
    (action,) = of_east(card)

    assert (action.more, action.gain, action.place, action.reachable) == (180, 100, 1, False)


def test_one_amount_counts_for_all_lines_of_its_indicator(card: Card, scene: Scene) -> None:
    card.line("done", "60", indicator=scene.purchases)
    card.line("again", "40", Measure.VALUE, scene.purchases, "threshold", {"at": "500"})
    (action,) = of_east(card)

    assert (action.more, action.gain) == (150, Decimal("9") + 40)
    assert [one.line.code for one in action.lines] == ["again", "done"]


def test_proof_of_what_is_done_is_always_within_reach(card: Card, scene: Scene) -> None:
    card.line("proved", "50", Measure.EVIDENCED, scene.purchases, parameters={"zero": "0", "full": "0.9"})
    card.line("confirmed", "50", Measure.CONFIRMED, scene.purchases)
    confirmed, proved = of_east(card)

    assert (proved.sort, proved.more, proved.gain, proved.reachable) == (
        Sort.EVIDENCE,
        105,
        Decimal("12.96"),
        True,
    )
    assert (confirmed.sort, confirmed.more, confirmed.gain) == (Sort.CONFIRMATION, 450, 50)


def test_a_broken_rule_says_how_much_keeps_it(card: Card, scene: Scene) -> None:
    part = scene.indicator("part")
    scene.entry("150", "2019-08-01", indicator=part)
    rule = Rule.objects.create(
        programme=scene.world.programme, code="half", text="过半", revision=scene.world.revision,
        numerator=part, denominator=scene.purchases, threshold=Decimal("0.5"),
    )  # fmt: skip
    card.line("half", "100", Measure.RULE, rule=rule)
    (action,) = of_east(card)

    # What is added above the line is added below it: (150 + 150) of (450 + 150).
    assert (action.sort, action.indicator, action.more, action.gain) == (Sort.RULE, part, 150, 100)


def test_what_is_within_reach_comes_first_then_what_adds_most(card: Card, scene: Scene) -> None:
    for code, value, month in (("small", "10", 9), ("large", "30", 9), ("never", "0", 9)):
        indicator = scene.indicator(code, unit="个")
        scene.target("40", scene.world.east, indicator)
        if value != "0":
            scene.entry(value, f"2019-{month:02d}-01", indicator=indicator)
    card.line("small", "20", indicator=Indicator.objects.get(code="small"))
    card.line("large", "30", indicator=Indicator.objects.get(code="large"))
    card.line("never", "50", indicator=Indicator.objects.get(code="never"))
    found = of_east(card)

    assert [(one.indicator.code, one.more, one.reachable) for one in found] == [
        ("small", 30, True),
        ("large", 10, True),
        ("never", 40, False),
    ]


def test_means_ceilings_and_full_lines_offer_nothing(card: Card, scene: Scene) -> None:
    mean = scene.indicator("mean", over_time=Rollup.RATIO, over_units=Rollup.RATIO)
    scene.entry("1", "2019-08-01", indicator=mean)
    few = scene.indicator("few", better=Better.DOWN)
    scene.target("10", scene.world.east, few)
    scene.entry("30", "2019-08-01", indicator=few)
    card.line("mean", "10", Measure.VALUE, mean, parameters={"zero": "0", "full": "2"})
    card.line("few", "10", indicator=few, parameters={"zero": "4", "full": "1"})
    card.line("full", "10", Measure.VALUE, scene.purchases, parameters={"zero": "0", "full": "100"})

    assert of_east(card) == []


@pytest.mark.parametrize(
    ("measure", "shape", "parameters"),
    [
        (Measure.COMPLETION, "linear", {"zero": "0.2", "full": "1"}),
        (Measure.COMPLETION, "step", {"rungs": [["0.5", "0.3"], ["0.58", "0.8"]]}),
        (Measure.COMPLETION, "threshold", {"at": "0.55"}),
        (Measure.PACE, "linear", {"zero": "0", "full": "1"}),
        (Measure.VALUE, "rank", {"last": "0.3"}),
    ],
)
def test_doing_what_is_offered_brings_what_is_promised(
    card: Card, scene: Scene, measure: Measure, shape: str, parameters: dict[str, Any]
) -> None:
    card.line("line", "100", measure, scene.purchases, shape, parameters)
    before = card.sheet().of(card.world.east)
    (action,) = of_east(card)
    scene.entry(str(action.more), ON.isoformat())
    after = card.sheet().of(card.world.east)

    assert before and after and before.score is not None and after.score is not None
    assert after.score - before.score == action.gain > 0


AMOUNTS = some.decimals(min_value=0, max_value=1000, places=0)


@given(
    figure=AMOUNTS,
    target=some.decimals(min_value=1, max_value=1000, places=0),
    rungs=some.lists(
        some.decimals(min_value="0.1", max_value=2, places=2), min_size=1, max_size=5, unique=True
    ),
)
def test_an_amount_rounded_up_to_whole_steps_reaches_its_edge(
    figure: Decimal, target: Decimal, rungs: list[Decimal]
) -> None:
    shares = [[str(at), str(Decimal(n) / len(rungs))] for n, at in enumerate(sorted(rungs), start=1)]
    function = function_of(Shape.STEP, {"rungs": shares})
    line = ScoreLine(points=Decimal(10), measure=Measure.COMPLETION)
    basis = Basis(figure / target, figure, target, 1, date(2019, 1, 1), ON)
    one = LineScore(PlannedLine(line, function), points_at(function, basis.value, line.points), basis)  # type: ignore[arg-type]
    for edge in sorted(rungs):
        more = (edge * target - figure).to_integral_value("ROUND_CEILING")
        if more > 0:
            assert points_after(one, more) >= points_at(function, edge, line.points)  # type: ignore[arg-type]
