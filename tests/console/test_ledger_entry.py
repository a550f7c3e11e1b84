"""The page of an entry: what it tells, and what each role may do with it in each state."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jiedui.ledger import services
from jiedui.ledger.models import Confirmation, Entry
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger.acts import accepted, attach, data, draft, indicator, proven, snapshot, submitted

SEEN_BY = {"office": 200, "lead": 200, "giver": 200, "receiver": 200, "auditor": 200}
HIDDEN_FROM = {"other_giver": 404, "nobody": 403}


def act(world: World, role: str, entry: Entry, name: str, **said: Any) -> Any:
    """Somebody does something on the entry's page."""
    return signed_in(getattr(world, role)).post(url("entry-act", entry.pk, name), said)


@pytest.mark.parametrize(("role", "status"), [*SEEN_BY.items(), *HIDDEN_FROM.items()])
def test_the_page_opens_for_those_concerned_only(world: World, role: str, status: int) -> None:
    entry = submitted(world)

    answer = signed_in(getattr(world, role)).get(url("entry", entry.pk))

    assert answer.status_code == status
    assert ("食堂采购苹果" in answer.content.decode()) == (status == 200)


def test_an_entry_of_another_programme_is_not_found(world: World) -> None:
    entry = draft(world)
    elsewhere = url("entry", entry.pk).replace(world.programme.code, "elsewhere")

    assert signed_in(world.office).get(elsewhere).status_code == 404


def test_all_facts_stand_on_the_page(world: World) -> None:
    entry = accepted(world, assists=[world.commerce.pk])

    facts = signed_in(world.giver).get(url("entry", entry.pk)).context["facts"]

    assert {fact.label: fact.value for fact in facts} == {
        "Day": "2019-07-03",
        "Giving unit": "Dongcheng",
        "County of origin": "Yunling",
        "Amount": "CNY 12,000.5",
        "Quantity": "800 kg",
        "Buyer": "东城区机关食堂",
        "Seller": "云岭果业合作社",
        "Product or service": "花牛苹果",
        "Channel": "canteen",
        "Kind of voucher": "invoice",
        "Voucher number": "NO.00017",
        "Assisted by (not counted again)": "Commerce Bureau",
        "Workstream": "Consumption",
    }


OFFERED = {
    "draft": {"giver": {"submit"}, "office": {"submit"}},
    "submitted": {"lead": {"accept", "return"}, "office": {"accept", "return"}},
    "accepted": {"receiver": {"confirm", "dispute"}, "office": {"reverse"}},
}
MAKE = {"draft": proven, "submitted": submitted, "accepted": accepted}
GIVEN = {
    "submit": {},
    "accept": {},
    "return": {"reason": "the sum is not right"},
    "confirm": {},
    "dispute": {"figure": "1"},
    "reverse": {"reason": "recorded twice"},
}


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("role", SEEN_BY)
def test_each_role_is_offered_what_it_may_do(world: World, role: str, state: str) -> None:
    entry = MAKE[state](world)

    page = signed_in(getattr(world, role)).get(url("entry", entry.pk)).content.decode()

    offered = {name for name in GIVEN if url("entry-act", entry.pk, name) in page}
    assert offered == OFFERED[state].get(role, set())


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("role", [*SEEN_BY, *HIDDEN_FROM])
def test_what_is_not_offered_is_refused_and_changes_nothing(world: World, role: str, state: str) -> None:
    entry = MAKE[state](world)
    before = snapshot(entry)

    for name, said in GIVEN.items():
        if name in OFFERED[state].get(role, set()):
            continue
        answer = act(world, role, entry, name, **said)
        assert answer.status_code in {403, 404, 409}, (name, answer.status_code)
        assert (snapshot(entry), Entry.objects.count(), Confirmation.objects.count()) == (before, 1, 0)


def test_from_draft_to_confirmation(world: World) -> None:
    entry = proven(world)

    act(world, "giver", entry, "submit")
    act(world, "lead", entry, "accept")
    answer = act(world, "receiver", entry, "confirm", note="all of it came")

    entry.refresh_from_db()
    assert answer.url == url("entry", entry.pk)
    assert (entry.state, entry.sequence) == ("accepted", 1)
    assert [(c.verdict, c.note) for c in entry.confirmations.all()] == [("agreed", "all of it came")]


def test_without_evidence_it_is_not_submitted_and_the_page_says_why(world: World) -> None:
    entry = draft(world)

    answer = act(world, "giver", entry, "submit")

    entry.refresh_from_db()
    assert (answer.status_code, entry.state) == (422, "draft")
    assert "Attach this first: Purchase voucher." in answer.content.decode()


def test_a_return_needs_its_reason_and_shows_it(world: World) -> None:
    entry = submitted(world)
    before = snapshot(entry)

    answer = act(world, "lead", entry, "return", reason=" ")
    assert (answer.status_code, snapshot(entry)) == (422, before)

    act(world, "lead", entry, "return", reason="the sum is not right")
    page = signed_in(world.giver).get(url("entry", entry.pk)).content.decode()
    assert "Returned by Lead:" in page
    assert "the sum is not right" in page


def test_a_dispute_carries_the_receivers_own_figure(world: World) -> None:
    entry = accepted(world)

    refused = act(world, "receiver", entry, "dispute", figure="", note="")
    act(world, "receiver", entry, "dispute", figure="1.1万", note="one crate is missing")

    said = entry.confirmations.get()
    assert refused.status_code == 422
    assert (said.verdict, said.figure) == ("disputed", Decimal("11000"))
    page = signed_in(world.giver).get(url("entry", entry.pk)).content.decode()
    assert "Yunling disputes this." in page
    assert "Its own figure: CNY 11,000." in page


def test_what_is_confirmed_can_still_be_disputed_but_not_confirmed_again(world: World) -> None:
    entry = accepted(world)
    act(world, "receiver", entry, "confirm")

    page = signed_in(world.receiver).get(url("entry", entry.pk)).content.decode()

    offered = {name for name in GIVEN if url("entry-act", entry.pk, name) in page}
    assert offered == {"dispute"}


def test_a_reversal_takes_the_figures_back_and_both_pages_say_so(world: World) -> None:
    indicator(world)
    entry = accepted(world)

    act(world, "office", entry, "reverse", reason="recorded twice")

    reversal = Entry.objects.get(reverses=entry)
    there = signed_in(world.giver).get(url("entry", entry.pk)).content.decode()
    back = signed_in(world.giver).get(url("entry", reversal.pk))
    assert f"This entry was taken back by #{reversal.pk} and counts no more." in there
    assert f"This entry takes #{entry.pk} back." in back.content.decode()
    assert back.context["headline"] == "CNY −12,000.5"
    assert [item.value for item in back.context["counted"]] == [Decimal("-12000.5000")]


def test_the_lead_sees_what_it_would_count_for(world: World) -> None:
    money, other = indicator(world), indicator(world, filter={"channel": "union"})
    entry = submitted(world)

    found = signed_in(world.lead).get(url("entry", entry.pk)).context["counted"]

    assert [(item.indicator, item.value) for item in found] == [(money, Decimal("12000.5000"))]
    assert other.postings.count() == money.postings.count() == 0


def test_the_history_is_told_as_a_story(world: World) -> None:
    entry = draft(world)
    for amount in ("5", "6", "7"):
        services.update_entry(actor=world.giver, entry=entry, data=_data(world, amount=Decimal(amount)))
    attach(world, entry)
    services.submit_entry(actor=world.giver, entry=entry)
    services.accept_entry(actor=world.lead, entry=entry)
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", figure=Decimal("4"))
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="agreed", note="found it")

    told = signed_in(world.auditor).get(url("entry", entry.pk)).context["story"]

    assert [(chapter.who, chapter.what, chapter.said) for chapter in told] == [
        ("Giver", "recorded it as a draft", ""),
        ("Giver", "changed the draft", "Amount (yuan): 12000.5 → 7"),
        ("Giver", "attached: Purchase voucher", ""),
        ("Giver", "submitted it", ""),
        ("Lead", "accepted it", ""),
        ("Receiver", "disputed it for Yunling", "Own figure: CNY 4."),
        ("Receiver", "confirmed it for Yunling", "found it"),
    ]


def _data(world: World, **changes: Any) -> dict[str, Any]:
    from tests.ledger.acts import data

    return data(world, **changes)


def test_the_place_in_the_chain_is_shown(world: World) -> None:
    entry = accepted(world)

    page = signed_in(world.auditor).get(url("entry", entry.pk)).content.decode()

    assert "Link 1" in page
    assert f'data-full="{entry.hash}"' in page


def test_deciding_from_the_queue_goes_on_to_the_next(world: World) -> None:
    first = submitted(world)
    second = submitted(world, detail={"voucher_number": "2"})
    client = signed_in(world.lead)

    on = client.post(f"{url('entry-act', second.pk, 'accept')}?queue=decide")
    done = client.post(f"{url('entry-act', first.pk, 'accept')}?queue=decide")

    assert on.url == f"{url('entry', first.pk)}?queue=decide"
    assert done.url == f"{url('ledger')}?waiting=decide"


def test_an_unknown_act_is_not_found(world: World) -> None:
    assert act(world, "office", draft(world), "shred").status_code == 404


def test_nothing_is_done_by_following_a_link(world: World) -> None:
    entry = submitted(world)
    before = snapshot(entry)

    assert signed_in(world.lead).get(url("entry-act", entry.pk, "accept")).status_code == 405
    assert snapshot(entry) == before


def test_a_row_that_was_found_to_be_the_same_act_is_told(world: World) -> None:
    entry = accepted(world)
    row = {**data(world), "giver": "东城区", "receiver": "云岭县"}
    handed = services.check_records(
        actor=world.giver, programme=world.programme, kind="purchase", rows=[row], in_background=False
    )
    services.commit_import(actor=world.giver, batch=handed.batch, in_background=False)
    services.decide_duplicate(
        actor=world.giver, suspicion=entry.suspected_twins.get(), verdict="duplicate", reason="同一张发票"
    )

    last = signed_in(world.office).get(url("entry", entry.pk)).context["story"][-1]

    assert (last.action, last.who, last.said) == ("entry.withdraw", "Giver", "同一张发票")
    assert last.what.startswith("withdrew row ")
