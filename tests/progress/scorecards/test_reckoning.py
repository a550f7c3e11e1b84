"""What units score on a day, by hand-reckoned figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.ledger.enums import Verdict
from jiedui.plans.enums import Better, Rollup
from jiedui.plans.models import Rule
from jiedui.plans.services import Order, order_rule
from jiedui.progress.scorecards.enums import Measure, Whom
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.reckoning import Sheet, score_sheet
from jiedui.returns import services
from jiedui.returns.models import Return
from tests.progress.conftest import Scene
from tests.progress.scorecards.cards import ON, Card, draft_card, sheet_of
from tests.returns import scene as returns


@pytest.fixture
def card(scene: Scene) -> Card:
    """The east promised 1,000 and did 800 (600 with evidence, 200 confirmed), the west 1,000 and did 400."""
    world = scene.world
    scene.target("2000")
    for unit in (world.east, world.west):
        scene.target("1000", unit)
    scene.entry("600", "2019-03-01", evidence=True)
    scene.entry("200", "2019-08-01", verdicts=(Verdict.AGREED,))
    scene.entry("400", "2019-05-01", giver=world.west)
    return draft_card(world)


def points(sheet: Sheet, code: str) -> dict[str, Decimal | None]:
    """What each unit got of a line."""
    return {
        one.unit.name: line.points for one in sheet.scores for line in one.lines if line.line.code == code
    }


def test_completion_goes_evenly_from_nothing_to_all(card: Card, scene: Scene) -> None:
    card.line("done", "50", indicator=scene.purchases)

    assert points(card.sheet(), "done") == {"海州市": 30, "东城区": 40, "西城区": 20}


def test_figures_of_a_past_day_are_those_of_that_day(card: Card, scene: Scene) -> None:
    card.line("done", "50", indicator=scene.purchases)

    assert points(card.sheet(date(2019, 4, 30)), "done") == {"海州市": 15, "东城区": 30, "西城区": 0}


def test_after_the_year_the_last_targets_still_count(card: Card, scene: Scene) -> None:
    card.line("done", "50", indicator=scene.purchases)

    assert points(card.sheet(date(2020, 2, 28)), "done")["东城区"] == 40


def test_pace_is_held_against_what_is_due(card: Card, scene: Scene) -> None:
    card.line("pace", "10", Measure.PACE, scene.purchases, parameters={"zero": "0.5", "full": "1"})
    (row,) = [line for line in card.sheet().scores[1].lines if line.line.code == "pace"]

    assert row.basis is not None and row.basis.against is not None
    assert row.basis.value == Decimal(800) / row.basis.against
    assert row.points == 10  # 800 of the 747 or so that are due


def test_proof_is_a_share_of_what_was_done(card: Card, scene: Scene) -> None:
    card.line("proved", "10", Measure.EVIDENCED, scene.purchases)
    card.line("confirmed", "10", Measure.CONFIRMED, scene.purchases)
    sheet = card.sheet()

    assert points(sheet, "proved") == {"海州市": 5, "东城区": Decimal("7.5"), "西城区": 0}
    assert points(sheet, "confirmed")["东城区"] == Decimal("2.5")


def test_places_are_told_among_units_of_the_level_and_ties_share(card: Card, scene: Scene) -> None:
    card.line("place", "10", Measure.VALUE, scene.purchases, "rank", {"last": "0.4"})
    assert points(card.sheet(), "place") == {"海州市": None, "东城区": 10, "西城区": 4}

    scene.entry("400", "2019-06-01", giver=scene.world.west)
    assert points(card.sheet(), "place") == {"海州市": None, "东城区": 10, "西城区": 10}


def test_less_may_be_better(card: Card, scene: Scene) -> None:
    card.line("few", "10", Measure.VALUE, scene.purchases, parameters={"zero": "900", "full": "400"})

    assert points(card.sheet(), "few") == {"海州市": 0, "东城区": 2, "西城区": 10}


def test_a_rule_is_kept_by_each_units_own_figures(card: Card, scene: Scene) -> None:
    part = scene.indicator("part")
    scene.entry("500", "2019-03-01", indicator=part)
    rule = Rule.objects.create(
        programme=scene.world.programme, code="half", text="过半", revision=scene.world.revision,
        numerator=part, denominator=scene.purchases, threshold=Decimal("0.5"),
    )  # fmt: skip
    card.line("half", "10", Measure.RULE, rule=rule)

    assert points(card.sheet(), "half") == {"海州市": 0, "东城区": 10, "西城区": 0}


def test_a_line_goes_by_the_version_of_its_rule_that_is_in_force(card: Card, scene: Scene) -> None:
    part = scene.indicator("part")
    scene.entry("500", "2019-03-01", indicator=part)
    rule = Rule.objects.create(
        programme=scene.world.programme, code="half", text="过半", revision=scene.world.revision,
        numerator=part, denominator=scene.purchases, threshold=Decimal("0.5"),
    )  # fmt: skip
    card.line("half", "10", Measure.RULE, rule=rule)
    order_rule(
        actor=None, rule=rule, order=Order("调整", reason="会议议定"), text="三成", comparator=">=",
        threshold=Decimal("0.3"),
    )  # fmt: skip

    assert points(card.sheet(), "half") == {"海州市": 10, "东城区": 10, "西城区": 0}


def test_a_line_may_speak_of_some_units_only(card: Card, scene: Scene) -> None:
    card.line("whole", "10", indicator=scene.purchases, whom=Whom.PROGRAMME)
    card.line("districts", "10", indicator=scene.purchases, whom=Whom.TERRITORIES)
    sheet = card.sheet()

    assert points(sheet, "whole") == {"海州市": 6, "东城区": None, "西城区": None}
    assert points(sheet, "districts") == {"海州市": None, "东城区": 8, "西城区": 4}


def test_what_does_not_apply_is_left_out_and_the_rest_told_out_of_the_total(card: Card, scene: Scene) -> None:
    training = scene.indicator("training", unit="人次")
    scene.target("10", scene.world.east, training)
    scene.entry("3", "2019-03-01", indicator=training)
    card.line("done", "70", indicator=scene.purchases)
    card.line("trained", "20", indicator=training)
    card.line("judged", "10", Measure.JUDGED)
    sheet = card.sheet()
    east, west = sheet.of(scene.world.east), sheet.of(scene.world.west)

    assert east and (east.got, east.possible, east.score) == (Decimal(62), 90, Decimal("68.89"))
    assert west and (west.got, west.possible, west.score) == (Decimal(28), 70, Decimal(40))
    assert [one.waits for one in west.lines] == [False, False, True]
    assert (east.rank, east.of_ranks, west.rank) == (1, 2, 2)
    assert east.grade and west.grade and (east.grade.name, west.grade.name) == ("一般", "差")
    assert east.of_heading(sheet.plan.headings[0]) == (62, 90)
    assert east.of_heading(sheet.plan.headings[1]) is None


def test_figures_that_nothing_counts_do_not_apply(card: Card, scene: Scene) -> None:
    uncounted = scene.indicator("uncounted", kind="", measure="")
    scene.target("10", scene.world.east, uncounted)
    card.line("uncounted", "10", indicator=uncounted)

    assert card.sheet().scores == ()


def test_targets_for_several_receivers_are_taken_together(card: Card, scene: Scene) -> None:
    world, doctors = scene.world, scene.indicator("doctors", unit="人")
    scene.target("10", world.east, doctors, receiver=world.county)
    scene.target("30", world.east, doctors, receiver=world.other_county)
    scene.entry("8", "2019-03-01", indicator=doctors)
    scene.entry("12", "2019-03-01", indicator=doctors, receiver=world.other_county)
    card.line("doctors", "10", indicator=doctors)

    assert points(card.sheet(), "doctors")["东城区"] == 5


def test_a_mean_without_entries_does_not_apply(card: Card, scene: Scene) -> None:
    mean = scene.indicator("mean", over_time=Rollup.RATIO, over_units=Rollup.RATIO, better=Better.UP)
    card.line("mean", "10", Measure.VALUE, mean)
    card.line("done", "10", indicator=scene.purchases)

    assert set(points(card.sheet(), "mean").values()) == {None}


def test_a_sheet_takes_the_same_queries_however_many_units_and_lines(
    card: Card, scene: Scene, django_assert_num_queries: object
) -> None:
    card.line("done", "10", indicator=scene.purchases)
    with CaptureQueriesContext(connection) as few:
        sheet_of(card.version)
    for at in range(5):
        card.line(f"more-{at}", "1", Measure.VALUE, scene.purchases, "rank", {})
    with CaptureQueriesContext(connection) as many:
        sheet_of(card.version)

    assert len(many) == len(few)


def test_two_versions_are_reckoned_on_the_same_facts(card: Card, scene: Scene) -> None:
    card.line("done", "10", indicator=scene.purchases)
    facts = Facts(scene.world.programme, ON)
    score_sheet(plan_of(card.version), facts)
    with CaptureQueriesContext(connection) as again:
        score_sheet(plan_of(card.version), facts)

    assert len(again) == 4  # the version's headings, lines and grades, and its judgements


def test_returns_in_time_are_a_share_of_those_that_were_due(card: Card, scene: Scene) -> None:
    """The east filed one of its two returns, a day late; the west none."""
    returns.pair(scene.world)
    returns.schedule(scene.world, lines=[services.LineSpec(scene.purchases)])
    made = returns.produce(scene.world, since=date(2019, 6, 30))
    own = [one for one in made if one.unit == scene.world.east]
    Return.objects.filter(pk=own[0].pk).update(filed_on=own[0].due_on)
    Return.objects.filter(pk=own[1].pk).update(filed_on=own[1].due_on + timedelta(days=1))
    card.line("returns", "10", Measure.TIMELINESS)
    card.line("done", "10", indicator=scene.purchases)

    assert points(card.sheet(), "returns") == {"海州市": None, "东城区": 5, "西城区": 0}
    assert points(card.sheet(date(2019, 6, 1)), "returns")["东城区"] is None
