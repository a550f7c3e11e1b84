"""Who sees which entries, and the filters of the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.accounts.enums import Role
from jiedui.kernel.errors import NotFound
from jiedui.ledger import exports, queries, services, tables
from jiedui.ledger.models import Entry, Posting
from tests.conftest import World, person
from tests.ledger import acts


@pytest.fixture
def entries(world: World) -> dict[str, Entry]:
    """One entry for each way of lying within somebody's reach, as drafts."""

    def record(**changes: Any) -> Entry:
        return services.record_entry(
            actor=world.office, programme=world.programme, kind="purchase", data=acts.data(world, **changes)
        )

    return {
        "east-county": record(),
        "west-county": record(giver=world.west),
        "east-other": record(receiver=world.other_county),
        "west-other": record(giver=world.west, receiver=world.other_county),
        "west-other-funds": record(giver=world.west, receiver=world.other_county, workstream="funds"),
        "commerce-other-funds": record(giver=world.commerce, receiver=world.other_county, workstream="funds"),
    }


def seen(world: World, who: str, entries: dict[str, Entry]) -> set[str]:
    pks = set(queries.entries_for(getattr(world, who)).values_list("pk", flat=True))
    return {name for name, entry in entries.items() if entry.pk in pks}


ALL = {
    "east-county",
    "west-county",
    "east-other",
    "west-other",
    "west-other-funds",
    "commerce-other-funds",
}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("office", ALL),
        ("auditor", ALL),
        ("lead", ALL - {"west-other-funds"}),
        ("giver", {"east-county", "east-other"}),
        ("other_giver", {"west-county", "west-other", "west-other-funds"}),
        ("receiver", {"east-county", "west-county"}),
        ("nobody", set()),
    ],
)
def test_everybody_sees_what_is_theirs(
    world: World, entries: dict[str, Entry], who: str, names: set[str]
) -> None:
    assert seen(world, who, entries) == names


def test_a_giver_of_the_whole_city_sees_its_districts(world: World, entries: dict[str, Entry]) -> None:
    world.city_giver = person("city-giver", (Role.GIVER, world.city))  # type: ignore[attr-defined]

    assert seen(world, "city_giver", entries) == ALL


def test_an_entry_out_of_reach_is_not_found_like_one_that_is_not_there(
    world: World, entries: dict[str, Entry]
) -> None:
    hidden = entries["west-other"]

    assert queries.get_entry(world.office, world.programme, str(hidden.pk)) == hidden
    for user, pk in (
        (world.giver, hidden.pk),
        (world.office, 0),
        (world.office, "x"),
        (world.office, 10**30),
    ):
        with pytest.raises(NotFound):
            queries.get_entry(user, world.programme, pk)


@pytest.fixture
def filed(world: World) -> dict[str, Entry]:
    """Accepted and other entries that differ in what the list filters by."""
    agreed = acts.accepted(world, title="一批苹果", detail={"voucher_number": "1"})
    disputed = acts.accepted(world, occurred_on=date(2019, 8, 1), detail={"voucher_number": "2"})
    services.confirm_entry(actor=world.receiver, entry=agreed, verdict="disputed", note="x")
    services.confirm_entry(actor=world.receiver, entry=agreed, verdict="agreed")
    services.confirm_entry(actor=world.receiver, entry=disputed, verdict="disputed", figure=Decimal(1))
    return {
        "agreed": agreed,
        "disputed": disputed,
        "silent": acts.accepted(world, receiver=world.other_county, detail={"voucher_number": "3"}),
        "transfer": acts.draft(world, "transfer", workstream="funds"),
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, {"agreed", "disputed", "silent", "transfer"}),
        ({"kind": "transfer"}, {"transfer"}),
        ({"state": "accepted"}, {"agreed", "disputed", "silent"}),
        ({"start": date(2019, 8, 1)}, {"disputed"}),
        ({"end": date(2019, 7, 31), "kind": "purchase"}, {"agreed", "silent"}),
        ({"q": "一批"}, {"agreed"}),
        ({"q": " 石泉 "}, {"silent"}),
        ({"q": "shiquan"}, {"silent"}),
        ({"q": "nothing like it"}, set()),
        ({"confirmation": "agreed"}, {"agreed"}),
        ({"confirmation": "disputed"}, {"disputed"}),
        ({"confirmation": "none", "state": "accepted"}, {"silent"}),
        ({"confirmation": "agreed", "q": "石泉"}, set()),
    ],
)
def test_filters_of_the_list_work_together(
    world: World, filed: dict[str, Entry], filters: dict[str, Any], names: set[str]
) -> None:
    found = queries.entries_behind(world.office, programme=world.programme, **filters)

    assert {name for name, entry in filed.items() if entry in found} == names


def test_units_stand_for_their_subtrees(world: World, filed: dict[str, Entry]) -> None:
    def count(**filters: Any) -> int:
        return queries.entries_behind(world.office, programme=world.programme, **filters).count()

    assert count(giver=world.city) == count(receiver=world.province) == 4
    assert count(giver=world.west) == 0
    assert count(receiver=world.other_county) == 1
    assert count(workstream=world.funds) == 1


def test_an_entry_is_found_by_its_number(world: World, filed: dict[str, Entry]) -> None:
    entry = filed["silent"]

    found = queries.entries_behind(world.office, programme=world.programme, q=f"#{entry.pk}")

    assert entry in found


def test_the_entries_behind_an_indicator_add_up_to_it(world: World) -> None:
    indicator = acts.indicator(world, filter={"channel": "canteen"})
    counted = acts.accepted(world)
    acts.accepted(world, detail={"channel": "online"})

    found = queries.entries_behind(world.office, programme=world.programme, indicator=indicator)

    assert list(found) == [counted]
    assert sum(entry.amount or 0 for entry in found) == Posting.objects.get(indicator=indicator).value


def test_trust_is_told_by_the_original_for_its_reversal(world: World) -> None:
    acts.indicator(world)
    entry = acts.accepted(world)
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed")
    reversal = services.reverse_entry(actor=world.office, entry=entry, reason="x")

    rows: list[Any] = list(queries.with_trust(Entry.objects.order_by("id")))
    told = [(row.evidenced, row.verdict, row.reversed_by_id) for row in rows]
    assert told == [(True, "agreed", reversal.pk), (True, "agreed", None)]
    posted: list[Any] = list(queries.postings_with_trust(Posting.objects.order_by("id")))
    assert [(row.evidenced, row.verdict) for row in posted] == [(True, "agreed")] * 2


def test_coverage_counts_standing_entries_in_one_query(
    world: World, filed: dict[str, Entry], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gone = acts.accepted(world, detail={"voucher_number": "9"})
    services.reverse_entry(actor=world.office, entry=gone, reason="x")

    with django_assert_num_queries(1):
        found = queries.coverage(Entry.objects.all())

    assert found == {"entries": 3, "evidenced": 3, "agreed": 1, "disputed": 1}


def test_what_waits_is_told_to_whom_it_waits_for(world: World) -> None:
    submitted = acts.submitted(world)
    accepted = acts.accepted(world, detail={"voucher_number": "2"})
    returned = services.return_entry(actor=world.lead, entry=acts.submitted(world), reason="x")
    gone = acts.accepted(world, detail={"voucher_number": "3"})
    services.reverse_entry(actor=world.office, entry=gone, reason="x")

    def waiting(who: str) -> list[list[Entry]]:
        found = queries.waiting_for(getattr(world, who), world.programme)
        return [list(found.to_decide), list(found.to_confirm), list(found.returned)]

    assert waiting("lead") == [[submitted], [], []]
    assert waiting("office") == [[submitted], [], [returned]]
    assert waiting("giver") == [[], [], [returned]]
    assert waiting("receiver") == [[], [accepted], []]
    assert waiting("other_giver") == waiting("auditor") == waiting("nobody") == [[], [], []]


def test_ones_own_entry_does_not_wait_for_oneself(world: World) -> None:
    both = person("both", (Role.LEAD, world.commerce), (Role.GIVER, world.east))
    entry = services.record_entry(
        actor=both, programme=world.programme, kind="purchase", data=acts.data(world)
    )
    acts.attach(world, entry)
    services.submit_entry(actor=both, entry=entry)

    assert not queries.waiting_for(both).to_decide.exists()
    assert queries.waiting_for(world.lead).to_decide.get() == entry


@pytest.mark.parametrize("count", [1, 4])
def test_a_list_costs_the_same_however_long(
    world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        acts.accepted(world, assists=[world.commerce], detail={"voucher_number": f"{number}"})

    with django_assert_num_queries(7):  # roles; entries; evidence, files; assists, units; confirmations
        for entry in queries.in_full(queries.entries_behind(world.office, programme=world.programme)):
            exports.row(entry, "purchase")
            [column.value(entry) for column in tables.columns("purchase")]


def test_columns_and_filters_follow_from_the_kind(world: World) -> None:
    entry = acts.draft(world, "secondment")

    assert [column.key for column in tables.columns("secondment")] == [
        "occurred_on",
        "title",
        "giver",
        "receiver",
        "persons",
        "form",
        "direction",
        "field",
        "months",
    ]
    cells = {column.key: column.value(entry) for column in tables.columns("secondment")}
    assert (cells["persons"], cells["months"], str(cells["giver"])) == (3, Decimal(18), "东城区")
    assert [column.key for column in tables.columns()][-1] == "figure"
    assert [item.key for item in tables.filters("secondment")] == ["form", "direction", "field"]
    everything = Entry.objects.all()
    assert list(tables.narrow(everything, "secondment", {"field": "health", "q": "x"})) == [entry]
    assert not tables.narrow(everything, "secondment", {"field": "education"}).exists()
    assert [value for _label, value in tables.described(entry)][-1] == Decimal(18)
