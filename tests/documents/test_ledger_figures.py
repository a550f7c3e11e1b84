"""Figures a report says were reached, held against the ledger: agree, differ, missing, and drafted once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.documents.enums import Match
from jiedui.documents.facts import FactKind
from jiedui.documents.proposals import Context, Draft, Statement, propose
from jiedui.documents.proposals.names import NameBook
from jiedui.documents.proposals.snapshot import Snapshot
from jiedui.plans.models import Indicator
from tests.conftest import World
from tests.ledger.acts import DETAIL, accepted, draft, indicator, submitted

pytestmark = pytest.mark.django_db
CITY, EAST, WEST = "海州市", "东城区", "西城区"
KNOWN = {**DETAIL["purchase"]}


def reached(value: int, giver: str = CITY, receiver: str | None = "云岭县", **fields: Any) -> dict[str, Any]:
    """A reported purchase in yuan, up to the end of August unless it says otherwise."""
    return {
        "workstream": "消费扶贫",
        "measure": "采购农产品",
        "value": value,
        "unit": "元",
        "normalized": value,
        "normalized_unit": "元",
        "comparator": "=",
        "giver": giver,
        "receiver": receiver,
        "period": "2019-01/2019-08",
        **fields,
    }


def drafts(world: World, *facts: dict[str, Any], **more: Any) -> list[Draft]:
    statements = [
        Statement(number, FactKind.ACTUAL, fields["workstream"], fields, line=number, **more)
        for number, fields in enumerate(facts, start=1)
    ]
    book = NameBook(world.programme)
    context = Context(
        world.programme, Snapshot(world.programme), book, 2019, date(2019, 8, 31), "《简报第8期》"
    )
    return propose(statements, context)


def codes(found: Draft) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.fixture
def purchases(world: World) -> Indicator:
    """What the programme counts: yuan of purchases."""
    return indicator(world)


def test_a_figure_the_ledger_has_agrees(world: World, purchases: Indicator) -> None:
    accepted(world, amount=Decimal(1000))

    [found] = drafts(world, reached(1000))

    assert (found.match, found.values["recorded"], found.values["difference"]) == (Match.AGREES, "1000", "0")
    assert "entry" not in found.values


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "normalized", "match"),
    [
        ("=", "1.2", "万元", 12_000, Match.AGREES),  # 12 300 is 1.2万 to the tenth
        ("=", "1.23", "万元", 12_300, Match.AGREES),
        ("=", "1.22", "万元", 12_200, Match.DIFFERS),
        ("=", "12200", "元", 12_200, Match.DIFFERS),
        ("~", "1.3", "万元", 13_000, Match.AGREES),
        (">=", "1", "万元", 10_000, Match.AGREES),
        (">=", "2", "万元", 20_000, Match.DIFFERS),
        ("<=", "2", "万元", 20_000, Match.AGREES),
    ],
)
def test_a_figure_agrees_as_finely_as_it_is_written(
    world: World, purchases: Indicator, comparator: str, value: str, unit: str, normalized: int, match: str
) -> None:
    accepted(world, amount=Decimal(12_300))
    written = {"comparator": comparator, "value": value, "unit": unit}

    assert drafts(world, {**reached(normalized), **written})[0].match == match


def test_the_figure_of_the_day_counts_not_todays(world: World, purchases: Indicator) -> None:
    accepted(world, amount=Decimal(1000), occurred_on=date(2019, 7, 3))
    accepted(world, amount=Decimal(500), occurred_on=date(2019, 9, 3), detail={"voucher_number": "2"})

    [in_august] = drafts(world, reached(1000))
    [in_july] = drafts(world, reached(1000, period="2019-08"))

    assert in_august.match == Match.AGREES
    assert (in_july.match, in_july.values["recorded"]) == (Match.MISSING, "0")


def test_what_the_ledger_lacks_is_planned_with_what_is_still_to_be_told(
    world: World, purchases: Indicator
) -> None:
    accepted(world, amount=Decimal(400))

    [found] = drafts(world, reached(1000, EAST))

    assert (found.match, found.values["lacking"]) == (Match.DIFFERS, "600")
    entry = found.values["entry"]
    assert (entry["giver"], entry["receiver"], entry["occurred_on"], entry["amount"]) == (
        world.east.pk,
        world.county.pk,
        "2019-08-31",
        "600",
    )
    assert entry["title"] == "采购农产品（《简报第8期》）"
    [problem] = [one for one in found.problems if one.blocking]
    assert (problem.code, problem.params["fields"]) == (
        "entry_incomplete",
        ["buyer", "seller", "product", "channel", "voucher_type", "voucher_number"],
    )


def test_told_in_full_it_can_be_accepted(world: World, purchases: Indicator) -> None:
    [found] = drafts(world, reached(1000, EAST, entry=KNOWN))

    assert not found.blocked
    assert found.values["entry"]["detail"] == KNOWN


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"entry": {**KNOWN, "channel": "carrier pigeon"}}, ["channel"]),
        ({"entry": {**KNOWN, "occurred_on": "2018-12-31"}}, ["occurred_on"]),
        ({"entry": KNOWN, "receiver": None}, ["receiver"]),
        ({"entry": KNOWN, "receiver": WEST}, ["receiver"]),
        ({"entry": KNOWN, "giver": "石泉县"}, ["giver"]),
    ],
)
def test_an_entry_the_ledger_would_refuse_is_not_accepted(
    world: World, purchases: Indicator, fields: dict[str, Any], named: list[str]
) -> None:
    [found] = drafts(world, reached(1000, **fields))

    assert [one.params["fields"] for one in found.problems if one.blocking] == [named]


def test_what_is_on_its_way_is_not_planned_again(world: World, purchases: Indicator) -> None:
    submitted(world, amount=Decimal(600))
    draft(world, amount=Decimal(400), detail={"voucher_number": "2"})

    [found] = drafts(world, reached(1000))

    assert (found.match, found.values["waiting"], codes(found)) == (
        Match.MISSING,
        "1000",
        ["taken_for", "on_its_way"],
    )
    assert "entry" not in found.values


def test_a_total_lacks_only_what_its_parts_do_not_say(world: World, purchases: Indicator) -> None:
    total, east, west = drafts(
        world,
        reached(1000, CITY, entry=KNOWN),
        reached(300, EAST, entry=KNOWN),
        reached(500, WEST, entry=KNOWN),
    )

    assert [one.values["lacking"] for one in (total, east, west)] == ["200", "300", "500"]
    assert [(p.code, p.params.get("other")) for p in total.problems] == [
        ("taken_for", None),
        ("parts_say", "800"),
    ]


def test_a_later_figure_lacks_only_what_the_earlier_does_not_say(world: World, purchases: Indicator) -> None:
    june, august = drafts(
        world,
        reached(300, EAST, period="2019-01/2019-06"),
        reached(800, EAST),
    )

    assert [june.values["lacking"], august.values["lacking"]] == ["300", "500"]


def test_help_recorded_for_the_city_is_not_recorded_again_for_its_district(
    world: World, purchases: Indicator
) -> None:
    accepted(world, amount=Decimal(1000), giver=world.east.pk)

    total, west = drafts(world, reached(1000, CITY), reached(400, WEST))

    assert (total.match, west.match) == (Match.AGREES, Match.MISSING)
    assert codes(west) == ["taken_for", "whole_is_full"]
    assert "entry" not in west.values


def test_figures_that_may_count_the_same_help_are_not_both_planned(
    world: World, purchases: Indicator
) -> None:
    by_giver, by_receiver = drafts(
        world, reached(700, EAST, None, entry=KNOWN), reached(900, CITY, "云岭县", entry=KNOWN)
    )

    assert "entry" not in by_giver.values or "entry" not in by_receiver.values
    assert "may_overlap" in codes(by_giver) + codes(by_receiver)


def test_more_in_the_ledger_than_in_the_report_is_said_and_nothing_planned(
    world: World, purchases: Indicator
) -> None:
    accepted(world, amount=Decimal(1000))

    [found] = drafts(world, reached(800))

    assert (found.match, found.values["difference"], found.blocked) == (Match.DIFFERS, "-200", False)
    assert "entry" not in found.values


def test_a_count_of_acts_is_compared_and_never_drafted(world: World) -> None:
    Indicator.objects.create(
        workstream=world.consumption, code="c", name="采购次数", unit="笔", kind="purchase", measure="count"
    )
    written = {"measure": "采购次数", "unit": "笔", "normalized_unit": "笔"}

    [found] = drafts(world, reached(3, **written))

    assert (found.match, codes(found), found.blocked) == (Match.MISSING, ["not_from_a_figure"], False)


def test_the_same_figure_said_twice_is_planned_once(world: World, purchases: Indicator) -> None:
    first, second, other = drafts(world, reached(10, EAST), reached(10, EAST), reached(12, EAST))

    assert (first.values["lacking"], second.match, second.repeats) == ("10", Match.REPEAT, 1)
    assert "lacking" not in second.values
    assert codes(other) == ["taken_for", "conflicting_value"]


def test_nothing_is_compared_that_no_indicator_counts(world: World) -> None:
    [found] = drafts(world, reached(1000))

    assert (found.match, codes(found), found.blocked) == (Match.UNCOUNTED, ["no_indicator"], False)


def test_a_reviewers_choice_names_the_indicator(world: World, purchases: Indicator) -> None:
    other = Indicator.objects.create(
        workstream=world.funds, code="o", name="别的", unit="元", kind="transfer", measure="amount"
    )

    [found] = drafts(world, reached(1000, indicator=str(other.pk)))

    assert (found.values["indicator"], found.section) == (other.pk, "资金支持")


def test_of_two_indicators_that_would_count_it_none_is_guessed(world: World) -> None:
    for code in ("采购甲", "采购乙"):
        indicator(world, code=code)

    assert codes(drafts(world, reached(1000))[0]) == ["no_indicator"]


@pytest.mark.parametrize(
    "fields",
    [
        {"baseline": True},
        {"unit": "%", "normalized_unit": "%"},
        {"measure": "贫困人口转移就业", "unit": "人", "normalized_unit": "人"},
    ],
)
def test_no_figure_is_made_of_a_state_a_share_or_people_put_to_work(
    world: World, fields: dict[str, Any]
) -> None:
    assert drafts(world, reached(1000, **fields)) == []


def test_a_figure_before_the_programme_is_not_compared(world: World, purchases: Indicator) -> None:
    [found] = drafts(world, reached(1000, period="2018"))

    assert codes(found) == ["outside_programme"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.lists(
        st.tuples(
            st.integers(1, 50),
            st.sampled_from([CITY, EAST, WEST]),
            st.sampled_from([None, "云岭县", "石泉县"]),
            st.sampled_from(["2019-01/2019-06", "2019-01/2019-08", "2019-07"]),
        ),
        min_size=1,
        max_size=7,
    ),
    there=st.integers(0, 60),
)
def test_planned_entries_never_make_a_figure_larger_than_reported(
    world: World, figures: list[tuple[int, str, str | None, str]], there: int
) -> None:
    from django.db import transaction

    with transaction.atomic():
        Indicator.objects.all().delete()
        indicator(world)
        if there:
            accepted(world, amount=Decimal(there))
        found = drafts(world, *(reached(value, who, to, period=when) for value, who, to, when in figures))
        transaction.set_rollback(True)

    planned = [one for one in found if "entry" in one.values]
    for one in found:
        if "recorded" not in one.values:  # said before, or contradicted: for the reviewer to decide first
            continue
        cut = one.raw["cut"]
        added = sum(
            Decimal(other.values["lacking"])
            for other in planned
            if other.raw["cut"].lies_in(cut) and cut.starts_on <= other.raw["cut"].ends_on <= cut.ends_on
        )
        before = Decimal(one.values["recorded"])
        assert before + added <= max(before, one.raw["stated"] + one.raw["step"] / 2)
