"""Accepted returns are recomputed: seals, entries and figures; anything that was changed is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.ledger import services as ledger
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.services import rebuild_postings
from jiedui.ledger.verification import Difference
from jiedui.plans.enums import Rollup
from jiedui.returns import queries, services
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return, ReturnLine
from jiedui.returns.verification import verify_returns
from jiedui.safeguards.enums import HoldOn, RedFlag
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def differences(world: World) -> list[Difference]:
    return list(verify_returns(world.programme, lambda count: None))


def change(table: str, column: str, value: Any, pk: int) -> None:
    """Change a row as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def test_what_agrees_gives_no_difference_whatever_comes_later(world: World) -> None:
    scene.accepted(world)
    assert differences(world) == []

    acts.accepted(world, detail={"voucher_number": "NO.2"})
    ledger.reverse_entry(actor=world.office, entry=Entry.objects.order_by("pk")[0], reason="作废")

    assert differences(world) == []


def test_a_changed_figure_is_named(world: World) -> None:
    one = scene.accepted(world)
    change("returns_returnline", "value", "13000", one.lines.get().pk)

    found = differences(world)

    assert [(item.subject, item.field) for item in found] == [
        (f"Return #{one.pk}", ""), (f"Return #{one.pk}", "lines.1.value"),
        (f"Return #{one.pk}", "lines.1.value"),
    ]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), [("due_on", "2019-09-05"), ("reopen_reason", "无")])
def test_a_changed_fact_breaks_the_seal(world: World, column: str, value: str) -> None:
    one = scene.accepted(world)
    change("returns_return", column, value, one.pk)

    assert [item.subject for item in differences(world)] == [f"Return #{one.pk}"]


def test_a_changed_entry_shows_in_the_return_that_counted_it(world: World) -> None:
    scene.accepted(world)
    change("ledger_entry", "amount", "1.00", Entry.objects.get().pk)

    assert {item.field for item in differences(world)} == {"lines.1.value", "lines.1.cumulative"}


def test_a_changed_posting_shows(world: World) -> None:
    scene.accepted(world)
    change("ledger_posting", "value", "1", Posting.objects.get().pk)

    assert {item.field for item in differences(world)} == {"lines.1.value", "lines.1.cumulative"}


def test_an_indicator_that_counts_otherwise_by_now_is_told_and_no_failure(world: World) -> None:
    scene.accepted(world)
    indicator = scene.purchases()
    indicator.filter = {"channel": "online"}
    indicator.save()
    rebuild_postings(programme=world.programme)

    (found,) = differences(world)
    assert (found.noted, found.field) == (True, "lines.1")


def test_a_hold_of_another_day_leaves_what_was_frozen_as_it_was(world: World) -> None:
    scene.pair(world)
    jobs = acts.indicator(world, "workshop", "jobs_offered", code="jobs-offered")
    by_measure = services.LineSpec(kind="workshop", measure="jobs_offered", name="提供岗位")
    scene.schedule(world, lines=[services.LineSpec(jobs), by_measure])
    acts.accepted(world, "workshop")
    close = {"since": scene.JULY, "until": scene.JULY}
    services.close_returns(actor=world.office, programme=world.programme, **close)
    frozen = Return.objects.get(unit=world.east)
    assert [line.value for line in frozen.lines.all()] == [40, 40]

    hold = ledger.raise_hold(
        actor=world.office, programme=world.programme, on=HoldOn.WORKSHOP, name="云岭服装车间",
        flag=RedFlag.DECEPTION, reason="有人举报",
    )  # fmt: skip
    assert differences(world) == []
    assert [change.line.value for change in queries.since_then(frozen)] == [0, 0]

    held = services.reopen_return(actor=world.office, one=frozen, reason="核查")
    services.submit_return(actor=world.giver, one=held)
    for _level in range(2):
        services.approve_return(actor=world.office, one=held)
    assert [line.value for line in held.lines.all()] == [0, 0]
    assert differences(world) == []
    ledger.lift_hold(
        actor=world.office,
        hold=hold,
        reason="已核实",
        checked_on=timezone.localdate(),
        checked_by="独立核查机构",
    )
    assert differences(world) == []


AMOUNTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west"]), st.integers(1, 9), AMOUNTS, st.integers(1, 3), st.booleans()
    ),
    min_size=1,
    max_size=8,
)


@given(drawn=ACTS)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
def test_frozen_figures_postings_and_entries_agree_to_the_cent(world: World, drawn: list[Any]) -> None:
    """For every indicator, unit and month, with distinct counts, reversals and what is accepted afterwards."""
    with transaction.atomic():
        _year(world, drawn)
        transaction.set_rollback(True)


def _year(world: World, drawn: list[Any]) -> None:
    scene.pair(world)
    amount = acts.indicator(world, code="purchases")
    sellers = acts.indicator(
        world, measure="sellers", code="sellers", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT
    )
    by_measure = services.LineSpec(kind="purchase", measure="count", name="采购笔数")
    scene.schedule(world, lines=[services.LineSpec(amount), services.LineSpec(sellers), by_measure])
    entries = [_purchase(world, number, *row) for number, row in enumerate(drawn)]

    closed = services.close_returns(
        actor=world.office, programme=world.programme, since=date(2019, 1, 1), until=date(2019, 9, 30)
    )
    for entry in entries[::2]:
        ledger.reverse_entry(actor=world.office, entry=entry, reason="作废")

    assert (closed.produced, closed.accepted, closed.left) == (18, 18, [])
    assert differences(world) == []
    head = Return.objects.filter(state=ReturnState.ACCEPTED).values_list("sequence", flat=True)[0]
    for line in ReturnLine.objects.select_related("of__unit").filter(number__in=[1, 3]):
        one = line.of
        counted = Entry.objects.filter(
            giver=one.unit, occurred_on__range=(one.starts_on, one.ends_on), sequence__lte=head
        )
        sign = [(-1 if entry.reverses_id else 1, entry) for entry in counted]
        by_hand = sum(s * (entry.amount if line.number == 1 else 1) for s, entry in sign)  # type: ignore[operator]
        assert line.value == by_hand
        if line.number == 1:
            posted = Posting.objects.filter(
                indicator=amount,
                giver=one.unit,
                day__range=(one.starts_on, one.ends_on),
                entry__sequence__lte=head,
            )
            assert line.value == sum(posting.value for posting in posted)


def _purchase(
    world: World, number: int, who: str, month: int, amount: Decimal, seller: int, back: bool
) -> Entry:
    giver = world.giver if who == "east" else world.other_giver
    entry = ledger.record_entry(
        actor=giver,
        programme=world.programme,
        kind="purchase",
        data=acts.data(
            world,
            giver=getattr(world, who).pk,
            amount=amount,
            occurred_on=date(2019, month, 15),
            detail={"voucher_number": f"NO.{number}", "seller": f"合作社{seller}"},
        ),
    )
    ledger.attach_evidence(
        actor=giver, entry=entry, filename="v.txt", content=b"v%d" % number, purpose="voucher"
    )
    ledger.submit_entry(actor=giver, entry=entry)
    entry = ledger.accept_entry(actor=world.lead, entry=entry)
    if back:
        ledger.reverse_entry(actor=world.office, entry=entry, reason="重录")
        return _purchase(world, number + 1000, who, month, amount, seller, False)
    return entry
