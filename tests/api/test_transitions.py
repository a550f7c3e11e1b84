"""An entry's way through the API: proven, submitted, accepted, confirmed, taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from jiedui.ledger import services
from jiedui.ledger.models import Confirmation, Entry, EntryEvidence
from tests.api.test_entries import ROLES, ask, basic, is_problem, send
from tests.conftest import World
from tests.ledger import acts


def act(client: Client, world: World, who: str, entry: int, what: str, **body: Any) -> Any:
    return client.post(
        f"/api/entries/{entry}/{what}",
        json.dumps(body),
        content_type="application/json",
        headers=basic(getattr(world, who).username),
    )


def upload(client: Client, world: World, who: str, entry: int, content: bytes, filename: str) -> Any:
    return client.post(
        f"/api/entries/{entry}/evidence?purpose=voucher&filename={filename}",
        content,
        content_type="application/octet-stream",
        headers=basic(getattr(world, who).username),
    )


def test_an_entry_goes_its_whole_way(client: Client, world: World) -> None:
    entry = send(client, world, "giver", "purchase").json()["id"]

    attached = upload(client, world, "giver", entry, b"voucher", "v.txt")
    assert (attached.status_code, attached.json()["purpose"], attached.json()["size"]) == (201, "voucher", 7)
    assert act(client, world, "giver", entry, "submit").json()["state"] == "submitted"
    returned = act(client, world, "lead", entry, "return", reason="看不清").json()
    assert (returned["state"], returned["return_reason"]) == ("returned", "看不清")
    act(client, world, "giver", entry, "submit")
    accepted = act(client, world, "lead", entry, "accept").json()
    assert (accepted["state"], accepted["sequence"]) == ("accepted", 1)
    disputed = act(client, world, "receiver", entry, "confirm", verdict="disputed", figure="9000").json()
    assert disputed["confirmations"][0] | {"at": ""} == {
        "verdict": "disputed", "figure": "9000.00", "note": "", "at": "",
    }  # fmt: skip
    reversal = act(client, world, "office", entry, "reverse", reason="作废")
    assert (reversal.status_code, reversal.json()["reverses"]) == (201, entry)
    assert ask(client, world, "office", f"entries/{entry}").json()["reversed_by"] == reversal.json()["id"]


@pytest.mark.parametrize("who", ROLES)
def test_each_act_is_allowed_to_whom_the_policy_says(client: Client, world: World, who: str) -> None:
    def status(entry: Entry, what: str, **body: Any) -> int:
        return int(act(client, world, who, entry.pk, what, **body).status_code)

    unseen = {"other_giver", "nobody"}

    def expected(allowed: set[str], done: int = 200) -> int:
        return done if who in allowed else 404 if who in unseen else 403

    number = iter(range(9))

    def fresh(make: Any) -> Entry:
        entry: Entry = make(world, detail={"voucher_number": str(next(number))})
        return entry

    assert status(fresh(acts.proven), "submit") == expected({"giver", "office"})
    assert status(fresh(acts.submitted), "accept") == expected({"lead", "office"})
    assert status(fresh(acts.submitted), "return", reason="x") == expected({"lead", "office"})
    assert status(fresh(acts.accepted), "confirm", verdict="agreed") == expected({"receiver"})
    assert status(fresh(acts.accepted), "reverse", reason="x") == expected({"office"}, 201)
    sent = upload(client, world, who, fresh(acts.draft).pk, b"x", "a.txt")
    assert sent.status_code == expected({"giver", "office"}, 201)


def test_what_cannot_be_done_now_is_refused_and_changes_nothing(client: Client, world: World) -> None:
    entry = acts.draft(world)
    before = acts.snapshot(entry)

    missing = act(client, world, "giver", entry.pk, "submit")
    assert is_problem(missing, 422, "invalid")
    assert [error["code"] for error in missing.json()["errors"]] == ["evidence_missing"]
    assert is_problem(act(client, world, "lead", entry.pk, "accept"), 409, "wrong_state")
    assert is_problem(
        act(client, world, "receiver", entry.pk, "confirm", verdict="agreed"), 409, "wrong_state"
    )
    assert is_problem(act(client, world, "receiver", entry.pk, "confirm", verdict="perhaps"), 422, "invalid")
    assert is_problem(act(client, world, "office", entry.pk, "reverse", reason="x"), 409, "wrong_state")
    assert is_problem(act(client, world, "lead", entry.pk, "return"), 422, "invalid")
    assert is_problem(upload(client, world, "giver", entry.pk, b"MZ", "a.exe"), 422, "file_refused")

    assert acts.snapshot(entry) == before
    assert not EntryEvidence.objects.exists()
    assert not Confirmation.objects.exists()


def test_an_accepted_entry_takes_no_more_evidence(client: Client, world: World) -> None:
    entry = acts.accepted(world)

    assert is_problem(upload(client, world, "giver", entry.pk, b"x", "a.txt"), 409, "accepted_for_ever")
    assert is_problem(act(client, world, "lead", entry.pk, "accept"), 409, "accepted_for_ever")
    services.reverse_entry(actor=world.office, entry=entry, reason="x")
    assert is_problem(act(client, world, "office", entry.pk, "reverse", reason="x"), 409, "already_reversed")


def test_a_role_that_no_evidence_has_is_refused_with_those_there_are(client: Client, world: World) -> None:
    entry = send(client, world, "giver", "purchase").json()["id"]
    answer = client.post(
        f"/api/entries/{entry}/evidence?purpose=picture&filename=v.txt",
        b"voucher",
        content_type="application/octet-stream",
        headers=basic(world.giver.username) | {"Accept-Language": "en"},
    )
    assert is_problem(answer, 422, "invalid")
    assert "It takes: voucher" in answer.json()["detail"]


def test_what_is_too_large_is_refused_with_the_limit(client: Client, world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
    entry = send(client, world, "giver", "purchase").json()["id"]
    answer = upload(client, world, "giver", entry, bytes((1 << 20) + 1), "v.txt")
    assert is_problem(answer, 413, "too_large")
    assert "1 MiB" in answer.json()["detail"]
    assert not EntryEvidence.objects.exists()
