"""What is kept of an overview is what would be reckoned anew, whatever was changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.ledger import services as ledger
from jiedui.ledger.models import Entry
from jiedui.organisations.services import rename_unit
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Revision, Task
from jiedui.plans.services import add_task, revise_target, set_course, set_task_state
from jiedui.progress.overview import Overview, overview
from jiedui.progress.rules import check_rules
from jiedui.progress.standings import due, due_of, league, standings, workstream_pace
from tests.conftest import World
from tests.ledger import acts
from tests.progress.conftest import Scene
from tests.together import at_once, only_on_a_server

ON = date(2019, 9, 30)


@pytest.fixture
def accepted(scene: Scene) -> Entry:
    """A target, and a purchase that went the way of every entry."""
    scene.target("1000000", scene.world.east)
    scene.target("2000000")
    return acts.accepted(scene.world)


def figures(found: Overview) -> list[tuple[int, Decimal | None, Decimal | None]]:
    """Values and confirmed shares."""
    return [(row.target.pk, row.value, row.confirmed) for row in found.rows]


def test_it_is_what_the_parts_reckon(world: World, accepted: Entry) -> None:
    found = overview(world.programme, on=ON)

    assert found.rows == standings(world.programme, on=ON)
    assert found.league == league(world.programme, on=ON)
    assert found.workstreams == workstream_pace(world.programme, on=ON)
    assert found.rules == check_rules(world.programme, on=ON)
    assert due_of(found.agenda, found.rows, on=ON) == due(world.programme, on=ON)


def test_the_second_time_it_is_one_query(world: World, accepted: Entry) -> None:
    first = overview(world.programme, on=ON)
    with CaptureQueriesContext(connection) as queries:
        second = overview(world.programme, on=ON)

    assert second is first
    assert len(queries) == 1
    assert overview(world.programme, on=date(2019, 6, 30)) is not first


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_wait_for_one_who_reckons(world: World, accepted: Entry) -> None:
    only_on_a_server()
    found: list[Overview] = []

    assert at_once([lambda: found.append(overview(world.programme, on=ON))] * 6) == []
    assert len(found) == 6
    assert all(one is found[0] for one in found)


def revise(world: World) -> None:
    """A new version of the programme's target."""
    target = overview(world.programme, on=ON).rows[0].target
    revision = Revision.objects.create(programme=world.programme, number=2, title="调整")
    revise_target(actor=world.office, target=target, value=Decimal(3_000_000), revision=revision)


def finish(world: World) -> None:
    """A task that was open is done."""
    set_task_state(actor=world.office, task=Task.objects.get(), state="done")


CHANGES: dict[str, Callable[[World, Entry], Any]] = {
    "accept": lambda world, _entry: acts.accepted(
        world, title="又一次采购", detail={"voucher_number": "NO.00018"}
    ),
    "confirm": lambda world, entry: ledger.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed"),
    "reverse": lambda world, entry: ledger.reverse_entry(actor=world.office, entry=entry, reason="重复"),
    "revise": lambda world, _entry: revise(world),
    "rename": lambda world, _entry: rename_unit(actor=world.office, unit=world.east, short_name="东区"),
    "follow": lambda world, _entry: set_course(
        actor=world.office, indicator=world.consumption.indicators.get(code="purchases"), course="last_year"
    ),
    "finish": lambda world, _entry: finish(world),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen_at_once(world: World, accepted: Entry, change: str) -> None:
    add_task(
        actor=world.office,
        workstream=world.consumption,
        text="组织采购周",
        revision=world.revision,
        due_on=date(2019, 9, 20),
    )
    before = overview(world.programme, on=ON)
    CHANGES[change](world, accepted)
    after = overview(world.programme, on=ON)

    assert after is not before
    assert after.rows == standings(world.programme, on=ON)
    units = [row.unit.label for row in after.rows]
    assert units == [row.unit.label for row in standings(world.programme, on=ON)]
    assert len(after.agenda.tasks) == (0 if change == "finish" else 1)
    if change in {"accept", "confirm", "reverse", "revise"}:
        assert figures(after) != figures(before)


def test_the_first_look_after_an_acceptance_reads_no_more_than_it_must(
    world: World, scene: Scene, accepted: Entry
) -> None:
    scene.target("500", world.west)
    before = overview(world.programme, on=ON)
    acts.accepted(world, title="又一次采购", detail={"voucher_number": "NO.00018"})
    with CaptureQueriesContext(connection) as queries:
        after = overview(world.programme, on=ON)

    assert len(queries) == 4  # the marks, what was noted, whose postings these are, and those
    kept = {row.target.pk: row for row in before.rows}
    assert [row is kept[row.target.pk] for row in after.rows] == [
        row.unit == world.west for row in after.rows
    ]
    assert after.rows == standings(world.programme, on=ON)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_one_after_the_other_it_is_what_would_be_reckoned_anew(
    scene: Scene, seed: int
) -> None:
    world, chance = scene.world, random.Random(seed)
    scene.target("1000000")
    for unit in (world.east, world.west):
        scene.target("400000", unit)
        scene.target("90000", unit, starts_on=date(2019, 7, 1), ends_on=date(2019, 7, 31))
    scene.target("5", indicator=scene.indicator("latest", over_time=Rollup.LATEST, nature=Nature.STOCK))
    entries = [acts.accepted(world)]
    for number in range(6):
        before = overview(world.programme, on=ON)
        _something(world, entries, chance, number)
        found = overview(world.programme, on=ON)
        assert found is not before
        assert found.rows == standings(world.programme, on=ON)
        assert found.league == league(world.programme, on=ON)
        assert found.workstreams == workstream_pace(world.programme, on=ON)


def _something(world: World, entries: list[Entry], chance: random.Random, number: int) -> None:
    """One thing that offices do all day."""
    act = chance.choice(["accept", "accept", "west", "confirm", "dispute", "reverse"])
    if act in {"accept", "west"} or not entries:
        change = {"giver": world.west.pk} if act == "west" else {}
        detail = {"voucher_number": f"NO.2{number:04}"}
        day = date(2019, chance.choice([7, 8, 9]), chance.randrange(1, 29))
        actor = world.other_giver if act == "west" else world.giver
        entry = ledger.record_entry(
            actor=actor,
            programme=world.programme,
            kind="purchase",
            data=acts.data(world, title=f"采购{number}", occurred_on=day, detail=detail, **change),
        )
        ledger.attach_evidence(
            actor=actor, entry=entry, filename="voucher.txt", content=b"voucher", purpose="voucher"
        )
        entry = ledger.submit_entry(actor=actor, entry=entry)
        entries.append(ledger.accept_entry(actor=world.lead, entry=entry))
        return
    entry = chance.choice(entries)
    if act == "reverse":
        entries.remove(entry)
        ledger.reverse_entry(actor=world.office, entry=entry, reason="重复")
        return
    said = {"verdict": "agreed"} if act == "confirm" else {"verdict": "disputed", "note": "只收到一半"}
    ledger.confirm_entry(actor=world.receiver, entry=entry, **said)


def test_postings_that_nobody_noted_are_seen_too(scene: Scene, accepted: Entry) -> None:
    before = overview(scene.world.programme, on=ON)
    scene._count = 100
    scene.entry("7000", "2019-07-05")
    after = overview(scene.world.programme, on=ON)

    assert figures(after) != figures(before)
    assert after.rows == standings(scene.world.programme, on=ON)


def test_what_changes_nothing_is_passed_over(world: World, accepted: Entry) -> None:
    before = overview(world.programme, on=ON)
    acts.draft(world, title="草稿", detail={"voucher_number": "NO.00019"})

    assert overview(world.programme, on=ON) is before


def test_nobody_is_answered_with_what_was_reckoned_for_another_day(world: World, accepted: Entry) -> None:
    before = overview(world.programme, on=date(2019, 7, 2))
    after = overview(world.programme, on=date(2019, 7, 3))

    assert {row.value for row in before.rows} == {Decimal(0)}
    assert all(row.value for row in after.rows)
    assert replace(before.rows[0], on=after.rows[0].on) != after.rows[0]


def test_where_nothing_was_noted_nothing_is_kept(world: World, scene: Scene) -> None:
    scene.target("1000")
    assert overview(world.programme, on=ON) is not overview(world.programme, on=ON)
