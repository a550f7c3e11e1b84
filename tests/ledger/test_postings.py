"""What entries add to indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.ledger import postings, services
from jiedui.ledger.models import Entry, Posting
from tests.conftest import World
from tests.ledger import acts


def posted() -> list[tuple[str, Decimal]]:
    rows = Posting.objects.order_by("entry_id", "indicator__code").values_list("indicator__code", "value")
    return list(rows)


def test_an_accepted_entry_is_posted_on_its_day_between_its_units(world: World) -> None:
    indicator = acts.indicator(world)
    entry = acts.accepted(world)

    posting = Posting.objects.get()
    assert (posting.entry, posting.indicator) == (entry, indicator)
    assert (posting.giver, posting.receiver, posting.day) == (world.east, world.county, entry.occurred_on)
    assert (posting.value, posting.subject) == (Decimal("12000.5"), "")


def test_nothing_is_posted_before_acceptance(world: World) -> None:
    acts.indicator(world)
    acts.submitted(world)

    assert posted() == []


def test_only_indicators_of_the_kind_and_workstream_count(world: World) -> None:
    acts.indicator(world, code="mine")
    acts.indicator(world, "transfer", code="another-kind")
    acts.indicator(world, code="another-workstream", workstream=world.funds)
    acts.indicator(world, code="as-stated", as_stated=True)
    acts.indicator(world, measure="weight", code="no-such-measure")
    acts.accepted(world)

    assert posted() == [("mine", Decimal("12000.5"))]


@pytest.mark.parametrize(
    ("conditions", "counts"),
    [
        ({}, True),
        ({"field": "health"}, True),
        ({"field": "education"}, False),
        ({"field": ["education", "health"]}, True),
        ({"field__not": "education"}, True),
        ({"field__not": ["health"]}, False),
        ({"months": 18}, True),
        ({"months__gte": 12}, True),
        ({"months__gte": "18.0"}, True),
        ({"months__gt": 18}, False),
        ({"months__lt": 12}, False),
        ({"months__lte": "18"}, True),
        ({"persons": 3}, True),
        ({"occurred_on__gte": "2019-07-01"}, True),
        ({"occurred_on__gt": "2019-12-01"}, False),
        ({"synthetic": False}, True),
        ({"field": "health", "direction": "inbound"}, False),
        ({"colour": "red"}, False),
        ({"months__near": 18}, False),
    ],
)
def test_a_filter_speaks_of_detail_and_entry_fields(
    world: World, conditions: dict[str, Any], counts: bool
) -> None:
    acts.indicator(world, "secondment", "persons", filter=conditions)
    acts.accepted(world, "secondment")

    assert [value for _code, value in posted()] == ([Decimal(3)] if counts else [])


@pytest.mark.parametrize(
    ("wanted", "counts"), [("*", True), ("consumption", True), (["funds"], False), ("funds", False)]
)
def test_a_filter_may_reach_into_other_workstreams(world: World, wanted: object, counts: bool) -> None:
    acts.indicator(world, workstream=world.funds, filter={"workstream": wanted})
    acts.accepted(world)

    assert Posting.objects.exists() is counts


def test_a_flag_in_a_filter_is_a_flag(world: World) -> None:
    acts.indicator(world, "transfer", code="livelihood", filter={"livelihood": True})
    acts.accepted(world, "transfer")
    acts.accepted(world, "transfer", detail={"livelihood": True})

    assert posted() == [("livelihood", Decimal(350000))]


def test_a_distinct_count_keeps_its_subject(world: World) -> None:
    acts.indicator(world, measure="sellers", over_time="distinct", over_units="distinct")
    acts.accepted(world)

    assert Posting.objects.get().subject == "云岭果业合作社"


def test_a_measure_of_nothing_posts_nothing(world: World) -> None:
    acts.indicator(world, "secondment", "persons_long_term")
    acts.accepted(world, "secondment", detail={"months": "6"})

    assert posted() == []


def test_rebuilding_gives_the_same_postings_and_those_of_new_indicators(world: World) -> None:
    acts.indicator(world, code="a")
    first = acts.accepted(world)
    services.reverse_entry(actor=world.office, entry=first, reason="x")
    before = posted()

    assert services.rebuild_postings(programme=world.programme) == (2, 2)
    assert posted() == before

    acts.indicator(world, measure="count", code="b")
    assert services.rebuild_postings(programme=world.programme) == (2, 4)
    assert posted() == [
        ("a", Decimal("12000.5")),
        ("b", Decimal(1)),
        ("a", Decimal("-12000.5")),
        ("b", Decimal(-1)),
    ]


def test_postings_add_up_whatever_is_accepted_and_taken_back(world: World) -> None:
    indicator = acts.indicator(world)
    quiet = settings(
        max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )

    @quiet
    @given(
        amounts=st.lists(st.tuples(st.decimals(1, 10**6, places=2), st.booleans()), min_size=1, max_size=4)
    )
    def add_up(amounts: list[tuple[Decimal, bool]]) -> None:
        Posting.objects.all().delete()
        for value, back in amounts:
            entry = acts.accepted(world, amount=value)
            if back:
                services.reverse_entry(actor=world.office, entry=entry, reason="x")

        stored = sum((row.value for row in Posting.objects.filter(indicator=indicator)), Decimal(0))
        assert stored == sum((value for value, back in amounts if not back), Decimal(0))

    add_up()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"kind": "gift", "measure": "x"}, ["kind gift"]),
        ({"measure": "weight"}, ["measure weight"]),
        (
            {"filter": {"colour": 1, "channel": "canteen", "amount__near": 2}},
            ["filter colour", "filter amount__near"],
        ),
        ({"kind": "", "measure": ""}, []),
        ({}, []),
    ],
)
def test_an_indicator_that_cannot_count_says_why(
    world: World, fields: dict[str, Any], problem: list[str]
) -> None:
    assert postings.problems(acts.indicator(world, **fields)) == problem


def test_an_entry_that_is_not_accepted_has_no_postings(world: World) -> None:
    indicator = acts.indicator(world)

    assert postings.postings_of(Entry(state="submitted"), [indicator]) == []
