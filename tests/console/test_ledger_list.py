"""The ledger's list: who sees what, every filter, the sums, the order, the export."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.ledger import services
from jiedui.ledger.schemas import said_by
from jiedui.plans.enums import Nature, Rollup
from tests.conftest import World
from tests.console.ledger_desk import CODE, HTMX, ledger, listed, signed_in, url
from tests.ledger.acts import accepted, data, draft, indicator, submitted

ROLES = ("office", "lead", "giver", "other_giver", "receiver", "auditor")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("office", {"east", "west", "funds"}),
        ("auditor", {"east", "west", "funds"}),
        ("lead", {"east", "west"}),
        ("giver", {"east", "funds"}),
        ("other_giver", {"west"}),
        ("receiver", {"east"}),
    ],
)
def test_everyone_sees_the_rows_of_their_scope_only(world: World, role: str, seen: set[str]) -> None:
    there = {
        "east": draft(world),
        "west": services.record_entry(
            actor=world.other_giver,
            programme=world.programme,
            kind="purchase",
            data=data(world, giver=world.west.pk, receiver=world.other_county.pk),
        ),
        "funds": draft(world, "transfer", workstream="funds", receiver=world.other_county.pk),
    }

    found = listed(getattr(world, role))

    assert set(found) == {there[name].pk for name in seen}


def test_somebody_without_a_role_sees_no_ledger(world: World) -> None:
    draft(world)

    answer = ledger(world.nobody)

    assert answer.status_code == 403
    assert "食堂采购苹果" not in answer.content.decode()


def test_a_visitor_is_sent_to_the_sign_in(world: World, client: Client) -> None:
    answer: Any = client.get(url("ledger"))

    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next=/p/{CODE}/ledger/")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "purchase"}, ["draft", "july", "march"]),
        ({"kind": "transfer"}, ["transfer"]),
        ({"state": "accepted"}, ["july", "march"]),
        ({"state": "draft"}, ["draft", "transfer"]),
        ({"from": "2019.4.1"}, ["draft", "july", "transfer"]),
        ({"to": "2019年6月30日"}, ["march"]),
        ({"from": "２０１９．３．１", "to": "2019-03-31"}, ["march"]),
        ({"q": "大棚"}, ["transfer"]),
        ({"q": "云岭县"}, ["draft", "july", "transfer", "march"]),
        ({"workstream": "consumption"}, ["draft", "july", "transfer", "march"]),
        ({"workstream": "funds"}, []),
        ({"kind": "purchase", "channel": "union"}, ["march"]),
        ({"kind": "purchase", "channel": "canteen", "state": "accepted"}, ["july"]),
        ({"confirmation": "agreed"}, ["march"]),
        ({"confirmation": "none"}, ["july"]),
        ({"waiting": "drafts"}, ["draft", "transfer"]),
    ],
)
def test_each_filter_narrows_the_list(world: World, filters: dict[str, str], expected: list[str]) -> None:
    there = {
        "march": accepted(
            world, occurred_on=date(2019, 3, 5), detail={"channel": "union", "voucher_number": "1"}
        ),
        "transfer": draft(world, "transfer", occurred_on=date(2019, 7, 1)),
        "july": accepted(world, occurred_on=date(2019, 7, 2)),
        "draft": draft(world, occurred_on=date(2019, 7, 3), detail={"voucher_number": "3"}),
    }
    services.confirm_entry(actor=world.receiver, entry=there["march"], verdict="agreed")

    assert listed(world.giver, **filters) == [there[name].pk for name in expected]


def test_units_are_filtered_with_everything_under_them(world: World) -> None:
    east = draft(world)

    assert listed(world.office, giver=world.city.pk) == [east.pk]
    assert listed(world.office, giver=world.west.pk) == []
    assert listed(world.office, receiver=world.province.pk) == [east.pk]
    assert listed(world.office, receiver=world.other_county.pk) == []


def test_a_number_finds_its_entry(world: World) -> None:
    first, second = draft(world), draft(world)

    assert listed(world.giver, q=f"#{second.pk}") == [second.pk]
    assert first.pk not in listed(world.giver, q=f"#{second.pk}")


def test_a_filter_that_cannot_be_read_is_left_out_and_said(world: World) -> None:
    entry = draft(world)

    answer = ledger(world.giver, **{"from": "someday", "state": "draft"})

    assert [row.pk for row in answer.context["page"].object_list] == [entry.pk]
    assert answer.context["filter"].errors.keys() == {"from"}
    assert "This part of the filter is left out." in answer.content.decode()


def test_reversed_entries_cancel_in_the_sum(world: World) -> None:
    kept = accepted(world, amount=Decimal("100.50"))
    gone = accepted(world, amount=Decimal("999"), detail={"voucher_number": "2"})
    draft(world, amount=Decimal("7"), detail={"voucher_number": "3"})
    services.reverse_entry(actor=world.office, entry=gone, reason="recorded twice")

    found = ledger(world.office).context["totals"]

    assert (found.count, found.amount, found.accepted_amount) == (4, Decimal("107.50"), kept.amount)


def test_counts_say_how_many_of_how_many(world: World) -> None:
    draft(world)
    draft(world, "transfer")

    assert "1 of 2" in ledger(world.giver, kind="transfer").content.decode()
    assert "2 in all" in ledger(world.giver).content.decode()


def test_the_sum_behind_a_figure_equals_the_figure(world: World) -> None:
    money = indicator(world)
    accepted(world, amount=Decimal("100"))
    accepted(world, amount=Decimal("20"), detail={"voucher_number": "2"}, occurred_on=date(2019, 8, 1))
    draft(world, amount=Decimal("5"), detail={"voucher_number": "3"})

    whole = ledger(world.office, indicator=money.pk).context
    until_july = ledger(world.office, indicator=money.pk, to="2019-07-31").context

    assert (whole["behind"].value, whole["behind"].entries, whole["totals"].count) == (120, 2, 2)
    assert (until_july["behind"].value, until_july["totals"].count) == (100, 1)


def test_a_figure_says_what_corrections_made_of_it(world: World) -> None:
    money = indicator(world)
    sellers = indicator(world, measure="sellers", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT)
    wrong = accepted(world, amount=Decimal("100"))
    right = {**said_by(wrong), "amount": "70"}
    services.correct_entry(actor=world.office, entry=wrong, data=right, reason="误录")

    page = ledger(world.office, indicator=money.pk)
    behind = page.context["behind"]
    assert (behind.value, behind.entries, behind.taken_back, behind.instead, behind.change) == (
        70,
        3,
        1,
        1,
        -30,
    )
    assert "Corrections in it: taken back 1, put in their place 1<" in page.text
    assert ledger(world.office, indicator=sellers.pk).context["behind"].change is None


def test_a_stock_rests_on_all_that_came_before(world: World) -> None:
    stock = indicator(world, nature=Nature.STOCK)
    accepted(world, amount=Decimal("100"), occurred_on=date(2019, 2, 1))

    found = ledger(world.office, indicator=stock.pk, **{"from": "2019-07-01"}).context

    assert (found["behind"].value, found["totals"].count) == (100, 1)


def test_a_distinct_count_is_reckoned_as_everywhere_else(world: World) -> None:
    sellers = indicator(world, measure="sellers", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT)
    accepted(world)
    accepted(world, detail={"voucher_number": "2"})

    found = ledger(world.office, indicator=sellers.pk).context

    assert (found["behind"].value, found["totals"].count) == (1, 2)


def test_a_figure_of_which_one_sees_a_part_says_so(world: World) -> None:
    money = indicator(world)
    accepted(world)

    answer = ledger(world.other_giver, indicator=money.pk)

    assert (answer.context["behind"].entries, answer.context["totals"].count) == (1, 0)
    assert "0 of its 1 entries are listed" in answer.content.decode()


def test_a_headcount_kept_as_stated_has_no_figure(world: World) -> None:
    stated = indicator(world, as_stated=True)

    assert ledger(world.office, indicator=stated.pk).context["behind"] is None


def test_the_list_can_be_sorted_both_ways(world: World) -> None:
    small, large = draft(world, amount=Decimal("1")), draft(world, amount=Decimal("2"))
    none = draft(world, "agreement")

    assert listed(world.giver, sort="-amount") == [large.pk, small.pk, none.pk]
    assert listed(world.giver, sort="amount") == [small.pk, large.pk, none.pk]
    assert listed(world.giver, sort="password") == [none.pk, large.pk, small.pk]


@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, role: str) -> None:
    client = signed_in(getattr(world, role))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("ledger")).status_code == 200
        return len(captured)

    accepted(world)
    few = queries()
    for number in range(5):
        services.confirm_entry(
            actor=world.receiver,
            entry=accepted(world, detail={"voucher_number": str(number)}),
            verdict="agreed",
        )

    assert queries() == few


def test_a_partial_request_gets_the_results_and_a_clean_address(world: World) -> None:
    draft(world)

    answer = signed_in(world.giver).get(
        url("ledger"), {"kind": "purchase", "state": "", "q": "", "channel": ""}, headers=HTMX
    )

    assert "<html" not in answer.content.decode()
    assert answer["HX-Push-Url"] == f"{url('ledger')}?kind=purchase"
    assert 'id="own-filters"' in answer.content.decode()


def test_each_person_finds_what_waits_for_them(world: World) -> None:
    to_decide = submitted(world)
    to_confirm = accepted(world, detail={"voucher_number": "2"})
    returned = submitted(world, detail={"voucher_number": "3"})
    services.return_entry(actor=world.lead, entry=returned, reason="the sum is not right")

    assert listed(world.lead, waiting="decide") == [to_decide.pk]
    assert listed(world.receiver, waiting="confirm") == [to_confirm.pk]
    assert listed(world.giver, waiting="returned") == [returned.pk]
    assert listed(world.giver, waiting="decide") == []
    assert listed(world.auditor, waiting="confirm") == []


def test_an_empty_ledger_says_what_to_do(world: World) -> None:
    assert "Record the first act of help" in ledger(world.giver).content.decode()
    assert "Entries appear here as soon as" in ledger(world.receiver).content.decode()
    draft(world)
    assert "No entry fits these filters" in ledger(world.giver, q="nothing like it").content.decode()


def test_an_empty_queue_says_that_all_is_done(world: World) -> None:
    draft(world)

    assert "Nothing waits for you here" in ledger(world.lead, waiting="decide").content.decode()


def test_only_those_who_record_are_offered_a_new_entry(world: World) -> None:
    offered = {role: "New entry" in ledger(getattr(world, role)).content.decode() for role in ROLES}

    assert {role for role, there in offered.items() if there} == {"office", "lead", "giver", "other_giver"}


def exported(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_export_holds_the_filtered_rows_with_exact_values(world: World) -> None:
    entry = accepted(world, amount=Decimal("1234567.89"), title="=HYPERLINK(1)")
    draft(world, "transfer")

    rows = exported(signed_in(world.giver).get(url("ledger-csv"), {"kind": "purchase"}))

    assert len(rows) == 1
    assert rows[0]["Number"] == str(entry.pk)
    assert rows[0]["Amount (元)"] == "1234567.89"
    assert rows[0]["Title"] == "'=HYPERLINK(1)"
    assert (rows[0]["State"], rows[0]["Evidence"]) == ("accepted", "1")


def test_the_export_holds_visible_rows_only(world: World) -> None:
    draft(world)

    assert exported(signed_in(world.other_giver).get(url("ledger-csv"))) == []
    assert signed_in(world.nobody).get(url("ledger-csv")).status_code == 403


def test_pages_keep_the_filters(world: World) -> None:
    for number in range(51):
        draft(world, detail={"voucher_number": str(number)})

    answer = ledger(world.giver, kind="purchase", page="2")

    assert len(answer.context["page"].object_list) == 1
    assert "?kind=purchase&amp;page=1" in answer.content.decode()
