"""Corrections, differences, acts on many and pending approvals through the API."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiedui.ledger import services
from jiedui.ledger.models import ChainHead, Confirmation, CorrectionRequest, Entry, EntryEvidence
from jiedui.ledger.schemas import said_by
from jiedui.plans.models import ApprovalBand
from tests.api.test_entries import PROGRAMME, ask, basic, is_problem
from tests.conftest import World
from tests.ledger import acts


def post(client: Client, world: World, who: str, path: str, **body: Any) -> Any:
    return client.post(
        f"/api/{path}",
        json.dumps(body, default=str),
        content_type="application/json",
        headers=basic(getattr(world, who).username),
    )


@pytest.fixture
def entry(world: World) -> Entry:
    """An accepted purchase of 12,000.50 yuan."""
    acts.indicator(world)
    return acts.accepted(world)


ORDER = {"filename": "函.txt", "content": base64.b64encode(b"order").decode()}


def test_the_office_corrects_in_one_act(client: Client, world: World, entry: Entry) -> None:
    content = {**said_by(entry), "amount": "11000"}

    made = post(
        client,
        world,
        "office",
        f"entries/{entry.pk}/correct",
        data=content,
        reason="误录",
        document=ORDER,
    )

    assert (made.status_code, made.json()["amount"], made.json()["corrects"]) == (201, "11000.00", entry.pk)
    assert [item["filename"] for item in made.json()["evidence"]] == ["voucher.txt", "函.txt"]
    old = ask(client, world, "giver", f"entries/{entry.pk}").json()
    assert old["corrected_by"] == made.json()["id"]
    assert Entry.objects.get(reverses=entry).pk == old["reversed_by"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"data": {"amount": "-1"}, "reason": "误录"}, 422, "invalid"),
        ({"data": {}, "reason": "误录"}, 422, "nothing_changed"),
        ({"data": {"amount": "1"}, "reason": " "}, 422, "invalid"),
        ({"reason": "误录"}, 422, "invalid"),
        ({"data": {}, "reason": "误录", "document": {"filename": "a.txt", "content": "§"}}, 422, "invalid"),
        ({"data": {"amount": "1"}, "reason": "误录", "document": {**ORDER, "filename": "a.exe"}}, 422, "file_refused"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_refused_and_changes_nothing(
    client: Client, world: World, entry: Entry, body: dict[str, Any], status: int, code: str
) -> None:
    if "data" in body:
        body = {**body, "data": {**said_by(entry), **body["data"]}}
    before = acts.snapshot(entry)

    assert is_problem(post(client, world, "office", f"entries/{entry.pk}/correct", **body), status, code)

    assert (acts.snapshot(entry), Entry.objects.count(), ChainHead.objects.get().sequence) == (before, 1, 1)
    assert EntryEvidence.objects.count() == 1


def test_a_large_correction_is_asked_for_approved_in_turn_and_carried_out(
    client: Client, world: World, entry: Entry
) -> None:
    ApprovalBand.objects.create(
        programme=world.programme, kind="", at_least=Decimal(10000), approvers=["lead", "office"]
    )
    content = {**said_by(entry), "amount": "11000"}
    at_once = post(client, world, "office", f"entries/{entry.pk}/correct", data=content, reason="误录")
    assert is_problem(at_once, 409, "needs_approvals")

    asked = post(client, world, "giver", f"entries/{entry.pk}/corrections", data=content, reason="误录")
    assert (asked.status_code, asked.json()["state"], asked.json()["made"]) == (201, "asked", None)
    assert [one["role"] for one in asked.json()["approvals"]["roles"]] == ["lead", "office"]
    one = f"corrections/{asked.json()['id']}"
    assert is_problem(post(client, world, "office", f"{one}/carry-out"), 403, "awaits_another")
    first = post(client, world, "lead", f"{one}/carry-out").json()
    assert [bool(role["at"]) for role in first["approvals"]["roles"]] == [True, False]
    done = post(client, world, "office", f"{one}/carry-out").json()

    assert (done["state"], done["made"]) == ("done", Entry.objects.get(corrects=entry).pk)
    assert ask(client, world, "giver", one).json() == done
    assert is_problem(post(client, world, "office", f"{one}/carry-out"), 409, "wrong_state")


def test_a_request_is_listed_and_declined(client: Client, world: World, entry: Entry) -> None:
    asked = post(client, world, "giver", f"entries/{entry.pk}/corrections", reason="重复").json()
    again = post(client, world, "giver", f"entries/{entry.pk}/corrections", reason="重复")
    assert is_problem(again, 409, "correction_pending")

    listed = ask(client, world, "office", "corrections", programme=PROGRAMME, state="asked").json()
    assert (listed["count"], listed["items"]) == (1, [asked])
    assert ask(client, world, "other_giver", "corrections", programme=PROGRAMME).json()["items"] == []
    assert is_problem(
        post(client, world, "giver", f"corrections/{asked['id']}/decline", answer="x"), 403, "not_allowed"
    )
    declined = post(client, world, "office", f"corrections/{asked['id']}/decline", answer="并未重复").json()

    assert (declined["state"], declined["answer"]) == ("declined", "并未重复")
    assert CorrectionRequest.objects.get().decided_by == world.office


def test_both_sides_end_a_difference(client: Client, world: World, entry: Entry) -> None:
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", figure=Decimal(9000))
    (found,) = ask(client, world, "giver", "differences", programme=PROGRAMME, state="unsettled").json()[
        "items"
    ]
    assert (found["entry"], found["your_side"]) == (entry.pk, "giver")
    one = f"differences/{found['id']}"

    post(client, world, "receiver", f"{one}/reply", text="请核对")
    assert is_problem(post(client, world, "giver", f"{one}/agree"), 409, "nothing_proposed")
    proposed = post(client, world, "giver", f"{one}/propose", outcome="corrected", reason="少一车").json()
    assert (proposed["figure"], proposed["proposed_side"]) == ("9000.0000", "giver")
    assert is_problem(post(client, world, "giver", f"{one}/agree"), 403, "own_proposal")
    agreed = post(client, world, "receiver", f"{one}/agree", note="同意").json()

    assert agreed["state"] == "agreed"
    assert [word["act"] for word in agreed["words"]] == ["disputed", "said", "corrected", "agreed"]
    assert CorrectionRequest.objects.get().content["amount"] == "9000"
    assert ask(client, world, "auditor", one).json()["your_side"] is None
    assert is_problem(ask(client, world, "other_giver", one), 404, "not_found")


def test_many_go_on_together_or_not_at_all(client: Client, world: World) -> None:
    acts.indicator(world)
    drafts = [acts.proven(world, detail={"voucher_number": str(number)}) for number in range(3)]
    bare = acts.draft(world)
    pks = [entry.pk for entry in drafts]

    refused = post(client, world, "giver", "entries/many/submit", entries=[*pks, bare.pk])
    assert is_problem(refused, 409, "some_refused")
    (one,) = refused.json()["refused"]
    assert (one["entry"], one["code"]) == (bare.pk, "invalid")
    assert [error["code"] for error in one["errors"]] == ["evidence_missing"]
    assert set(Entry.objects.values_list("state", flat=True)) == {"draft"}

    some = post(
        client, world, "giver", "entries/many/submit", entries=[*pks, bare.pk], sound_only=True
    ).json()
    assert (some["done"], [one["entry"] for one in some["refused"]]) == (pks, [bare.pk])
    back = post(client, world, "lead", "entries/many/return", entries=pks[:1], reason="模糊").json()
    assert back["done"] == pks[:1]
    accepted = post(client, world, "lead", "entries/many/accept", entries=pks[:0:-1]).json()
    assert (accepted["done"], ChainHead.objects.get().sequence) == (pks[:0:-1], 2)
    confirmed = post(client, world, "receiver", "entries/many/confirm", entries=pks[1:], note="属实").json()
    assert (confirmed["done"], Confirmation.objects.count()) == (pks[1:], 2)


def test_what_one_may_not_see_is_refused_as_if_it_did_not_exist(client: Client, world: World) -> None:
    entry = acts.submitted(world)

    whole = post(client, world, "other_giver", "entries/many/submit", entries=[entry.pk])
    assert is_problem(whole, 409, "some_refused")
    some = post(
        client, world, "other_giver", "entries/many/submit", entries=[entry.pk, 10**9], sound_only=True
    )

    assert [(one["entry"], one["code"]) for one in some.json()["refused"]] == [
        (entry.pk, "not_found"),
        (10**9, "not_found"),
    ]
    assert is_problem(post(client, world, "office", "entries/many/accept", entries=[]), 422, "invalid")


def test_what_waits_for_ones_approval_is_listed(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ApprovalBand.objects.create(
        programme=world.programme, kind="", at_least=Decimal(10000), approvers=["lead", "office"]
    )
    large = acts.submitted(world)
    small = acts.submitted(world, amount=Decimal(10), occurred_on="2019-07-02")

    with django_assert_max_num_queries(20):
        lead = ask(client, world, "lead", "entries/waiting", programme=PROGRAMME).json()
    assert [(one["entry"]["id"], one["approves"]) for one in lead["items"]] == [
        (large.pk, "lead"),
        (small.pk, None),
    ]
    post(client, world, "lead", f"entries/{large.pk}/accept")
    office = ask(client, world, "office", "entries/waiting", programme=PROGRAMME).json()
    assert [(one["entry"]["id"], one["approves"]) for one in office["items"]] == [
        (large.pk, "office"),
        (small.pk, None),
    ]
    approvals = ask(client, world, "giver", f"entries/{large.pk}/approvals").json()
    assert [(one["role"], bool(one["at"])) for one in approvals["roles"]] == [
        ("lead", True),
        ("office", False),
    ]
    assert ask(client, world, "giver", "entries/waiting", programme=PROGRAMME).json()["items"] == []


def test_the_lists_cost_the_same_for_many(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        made = acts.accepted(world, detail={"voucher_number": str(number)})
        services.confirm_entry(actor=world.receiver, entry=made, verdict="disputed", note="少一车")
        services.ask_correction(actor=world.giver, entry=made, data=None, reason="重复")

    for path in ("corrections", "differences"):
        with django_assert_max_num_queries(14):
            assert ask(client, world, "office", path, programme=PROGRAMME).json()["count"] == 5
