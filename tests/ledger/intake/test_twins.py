"""Rows that may be there twice: named, never dropped or merged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.ledger import services
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.report import Report, Twin
from jiedui.ledger.models import Entry, ImportBatch, SuspectedDuplicate
from jiedui.ledger.services.duplicates import decide_duplicate
from tests.conftest import World
from tests.ledger import acts


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    detail = {**acts.DETAIL["purchase"], "voucher_number": f"NO.{number:05d}"}
    own = {name: changes.pop(name) for name in list(changes) if name in detail}
    plain = {
        "title": f"采购{number}",
        "occurred_on": "2019-07-03",
        "giver": "东城区",
        "receiver": "云岭县",
        "amount": "12000.50",
    }
    return {**plain, **changes, "detail": {**detail, **own}}


def checked(
    world: World, *rows: dict[str, Any], actor: Any = None, **options: Any
) -> tuple[ImportBatch, tuple[Twin, ...]]:
    handed = services.check_records(
        actor=actor or world.giver, programme=world.programme, kind="purchase", rows=rows, **options
    )
    report = Report.from_record(handed.batch.report)
    assert report.errors == ()
    return handed.batch, report.twins


def named(twins: tuple[Twin, ...]) -> list[tuple[int, int | None, int | None, str]]:
    return [(twin.row, twin.other_entry, twin.other_row, twin.why) for twin in twins]


def test_other_vouchers_are_other_acts(world: World) -> None:
    assert checked(world, row(1), row(2), row(3))[1] == ()


def test_one_voucher_twice_in_a_file(world: World) -> None:
    _batch, twins = checked(world, row(1), row(2), row(1, title="又一次", occurred_on="2019-07-09"))

    assert named(twins) == [(3, None, 1, "voucher")]


def test_other_goods_of_one_giver_are_lines_of_a_voucher(world: World) -> None:
    assert checked(world, row(1), row(1, product="小米"))[1] == ()


def test_a_voucher_of_another_giver_may_be_counted_twice(world: World) -> None:
    _batch, twins = checked(world, row(1), row(1, product="小米", giver="海州市商务局"), actor=world.office)

    assert named(twins) == [(2, None, 1, "voucher")]


def test_spaces_and_letters_do_not_make_another_voucher(world: World) -> None:
    _batch, twins = checked(world, row(1), row(2, voucher_number="no. 00001"))

    assert named(twins) == [(2, None, 1, "voucher")]


def test_an_entry_of_the_ledger_is_named(world: World) -> None:
    entry = acts.draft(world, detail={"voucher_number": "NO.00001"})
    other = acts.draft(world, detail={"voucher_number": "NO.00009"})

    _batch, twins = checked(world, row(1))

    assert named(twins) == [(1, entry.pk, None, "voucher")]
    assert other.pk != entry.pk
    assert twins[0].says == "2019-07-03 采购1 12000.5"


def test_an_entry_that_was_taken_back_is_no_twin(world: World) -> None:
    entry = acts.accepted(world, detail={"voucher_number": "NO.00001"})
    services.reverse_entry(actor=world.office, entry=entry, reason="错录")

    assert checked(world, row(1))[1] == ()


def trainings(world: World, *changes: dict[str, Any]) -> list[tuple[int, int | None, int | None, str]]:
    plain = {
        "title": "培训班",
        "occurred_on": "2019-07-03",
        "giver": "东城区",
        "receiver": "云岭县",
        "persons": 40,
        "detail": acts.DETAIL["training"],
        "workstream": "consumption",
    }
    rows = [{**plain, **change} for change in changes]
    handed = services.check_records(actor=world.giver, programme=world.programme, kind="training", rows=rows)
    return named(Report.from_record(handed.batch.report).twins)


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({}, True),
        ({"title": "培 训班"}, True),
        ({"title": "另一班"}, False),
        ({"persons": 41}, False),
        ({"occurred_on": "2019-07-04"}, False),
    ],
)
def test_without_a_paper_sides_day_figure_and_title_tell(
    change: dict[str, Any], alike: bool, world: World
) -> None:
    assert trainings(world, {}, change) == ([(2, None, 1, "parties")] if alike else [])


def test_of_many_alike_three_are_named(world: World) -> None:
    found = trainings(world, *[{}] * 6)

    assert [item for item in found if item[0] == 6] == [(6, None, other, "parties") for other in (1, 2, 3)]


def reads(queries: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_two_hundred_alike_are_compared_in_a_fixed_number_of_queries(world: World) -> None:
    rows = [row(1) for _number in range(5)]
    with CaptureQueriesContext(connection) as few:
        checked(world, *rows)
    with CaptureQueriesContext(connection) as many:
        _batch, twins = checked(world, *(rows * 40))

    assert reads(many) <= reads(few)
    assert len(twins) == 3 * 200 - 6


def test_a_suspected_row_stays_a_draft_until_somebody_has_decided(world: World) -> None:
    voucher = ("voucher", services.store_evidence(filename="v.txt", content=b"voucher"))
    checked(world, row(1), row(2), row(2, title="又一次"), submit=True, voucher=voucher, commit=True)

    assert list(Entry.objects.order_by("pk").values_list("state", flat=True)) == [
        EntryState.SUBMITTED,
        EntryState.SUBMITTED,
        EntryState.DRAFT,
    ]
    suspicion = SuspectedDuplicate.objects.get()
    assert (suspicion.entry, suspicion.number, suspicion.other_number) == (Entry.objects.latest("pk"), 3, 2)


def test_what_was_found_no_duplicate_is_not_asked_again(world: World) -> None:
    batch, _twins = checked(world, row(1), row(1, title="又一次"))
    suspicion = SuspectedDuplicate.objects.get(batch=batch)
    decide_duplicate(actor=world.giver, suspicion=suspicion, verdict="different", reason="两笔同额")

    _batch, twins = checked(world, row(1), row(1, title="又一次"))

    assert twins == ()


def test_a_duplicate_is_left_out(world: World) -> None:
    batch, _twins = checked(world, row(1), row(1, title="又一次"))
    decide_duplicate(actor=world.giver, suspicion=SuspectedDuplicate.objects.get(), verdict="duplicate")

    services.check_again(actor=world.giver, batch=batch)
    services.commit_import(actor=world.giver, batch=batch)

    assert (batch.counts["new"], batch.counts["withdrawn"]) == (1, 1)
    assert [entry.amount for entry in Entry.objects.all()] == [Decimal("12000.50")]
