"""Both sides' figures beside one another: every accepted entry in exactly one part."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jiedui.cli.reconcile import reconcile as command
from jiedui.kernel.errors import Invalid
from jiedui.ledger import services
from jiedui.ledger.models import Entry
from jiedui.ledger.reconciliation import Line, Reconciliation, lines, reconcile
from jiedui.ledger.reconciliation_files import as_csv, as_workbook
from tests.cli.test_verify import run
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger import acts


def reconciled(world: World, **changes: Any) -> Reconciliation:
    """East district and county, the whole year, with the office's eyes."""
    span = {"start": date(2019, 1, 1), "end": date(2019, 12, 31)}
    sides = {"giver": world.east, "receiver": world.county}
    who = changes.pop("user", world.office)
    return reconcile(who, programme=world.programme, **{**sides, **span, **changes})


def line(found: Reconciliation, kind: str = "purchase", measure: str = "amount") -> Line:
    """One line."""
    return next(one for one in lines(found.groups) if (one.kind.key, one.measure.key) == (kind, measure))


def bought(world: World, number: int, amount: int, **changes: Any) -> Entry:
    """An accepted purchase."""
    return acts.accepted(world, amount=Decimal(amount), detail={"voucher_number": f"NO.{number}"}, **changes)


@pytest.fixture
def four(world: World) -> list[Entry]:
    """Confirmed 100, disputed 200 (they say 150), disputed without a figure 400, silent 800."""
    entries = [bought(world, n, amount) for n, amount in enumerate((100, 200, 400, 800))]
    services.confirm_entry(actor=world.receiver, entry=entries[0], verdict="agreed")
    services.confirm_entry(actor=world.receiver, entry=entries[1], verdict="disputed", figure=Decimal(150))
    services.confirm_entry(actor=world.receiver, entry=entries[2], verdict="disputed", note="未收到")
    return entries


def test_each_part_has_its_figure(world: World, four: list[Entry]) -> None:
    found = reconciled(world)

    money = line(found)
    assert (money.claimed, money.confirmed, money.disputed, money.silent) == (1500, 100, 600, 800)
    assert (money.theirs, money.gap) == (Decimal(150), Decimal(450))
    (group,) = found.groups
    assert (group.entries, group.confirmed, group.disputed, group.silent, group.unanswered) == (4, 1, 2, 1, 1)
    assert [one.entry for one in found.differences] == four[1:3]
    assert found.silent == [four[3]]
    assert not found.settled


def test_what_was_taken_back_is_in_no_part(world: World, four: list[Entry]) -> None:
    services.reverse_entry(actor=world.office, entry=four[1], reason="重复")
    services.reverse_entry(actor=world.office, entry=four[3], reason="重复")

    money = line(reconciled(world))
    assert (money.claimed, money.confirmed, money.disputed, money.silent) == (500, 100, 400, 0)
    assert money.theirs is None


def test_a_corrected_entry_waits_for_the_receivers_word_again(world: World, four: list[Entry]) -> None:
    services.correct_entry(
        actor=world.office,
        entry=four[1],
        data={**acts.data(world, amount=Decimal(150)), "quantity": None},
        reason="误录",
    )

    money = line(reconciled(world))
    assert (money.claimed, money.disputed, money.silent) == (1450, 400, 950)


def test_units_stand_for_their_subtrees_and_days_limit_it(world: World, four: list[Entry]) -> None:
    assert line(reconciled(world, giver=world.city, receiver=world.province)).claimed == 1500
    assert reconciled(world, giver=world.west).groups == []
    assert reconciled(world, start=date(2019, 8, 1)).groups == []
    assert line(reconciled(world, end=date(2019, 7, 3))).claimed == 1500


def test_nobody_sees_more_than_their_entries(world: World, four: list[Entry]) -> None:
    assert reconciled(world, user=world.other_giver).groups == []
    assert line(reconciled(world, user=world.receiver)).claimed == 1500


VERDICTS = st.lists(
    st.tuples(st.integers(1, 10**6), st.sampled_from(["", "agreed", "disputed"]), st.booleans()), max_size=5
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=VERDICTS)
def test_the_parts_always_add_up_to_the_whole(world: World, plan: list[tuple[int, str, bool]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        for number, (amount, verdict, back) in enumerate(plan):
            entry = bought(world, number, amount)
            if verdict:
                services.confirm_entry(actor=world.receiver, entry=entry, verdict=verdict, note="核对")
            if back:
                services.reverse_entry(actor=world.office, entry=entry, reason="重复")
        for one in lines(reconciled(world).groups):
            assert one.claimed == one.confirmed + one.disputed + one.silent
        total = sum(line.claimed for line in lines(reconciled(world).groups) if line.measure.key == "amount")
        assert total == sum(amount for amount, _verdict, back in plan if not back)
        transaction.set_rollback(True)


def test_it_costs_the_same_for_more_entries(
    world: World, four: list[Entry], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4, 9):
        bought(world, number, 10)

    with django_assert_max_num_queries(8):
        reconciled(world)


def test_the_files_say_the_same(world: World, four: list[Entry]) -> None:
    found = reconciled(world)

    assert "1500,100,600,150,450,800" in as_csv(found).decode()
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(found)))
    assert [sheet.max_row for sheet in book.worksheets] == [3 + len(list(lines(found.groups))), 5, 4]
    money = [cell.value for cell in book.worksheets[0][4]][3:]
    assert money == [1500, 100, 600, 150, 450, 800]


def test_the_page_links_each_figure_to_its_entries(world: World, four: list[Entry]) -> None:
    client = signed_in(world.giver)
    query = {"giver": world.east.pk, "receiver": world.county.pk}

    page = client.get(url("reconciliation"), query)

    assert page.status_code == 200
    link = page.context["groups"][0]["links"]["silent"]
    listed = client.get(url("ledger") + link)
    assert [entry.pk for entry in listed.context["page"].object_list] == [four[3].pk]
    disputed = client.get(url("ledger") + page.context["groups"][0]["links"]["disputed"])
    assert disputed.context["totals"].amount == Decimal(600)
    assert client.get(url("reconciliation-file", "xlsx"), query).content[:2] == b"PK"
    assert client.get(url("reconciliation-file", "xlsx")).status_code == 422


def test_without_a_choice_the_pairings_are_offered(world: World) -> None:
    acts.accepted(world, "agreement")

    page = signed_in(world.receiver).get(url("reconciliation"))

    assert f"?giver={world.east.pk}&amp;receiver={world.county.pk}" in page.text


def test_the_command_prints_or_writes_it(world: World, four: list[Entry], tmp_path: Path) -> None:
    sides = ["--programme", "haizhou-2019", "--giver", "东城区", "--receiver", "云岭县", "--as", "auditor"]

    shown = run(command, *sides)
    assert shown.exit_code == 1
    assert "2 in dispute, 1 not yet confirmed." in shown.output
    run(command, *sides, "-o", str(tmp_path / "r.xlsx"))
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert isinstance(run(command, *sides[:2], "--giver", "无", *sides[4:]).exception, Invalid)
