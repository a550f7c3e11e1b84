"""The HTTP API over entries."""

from __future__ import annotations

import base64
import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiedui.ledger import services
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.ledger import acts

ROLES = ("office", "lead", "giver", "other_giver", "receiver", "auditor", "nobody")
PROGRAMME = "haizhou-2019"


def basic(username: str, password: str | None = None) -> dict[str, str]:
    """Headers of somebody who sends a password along; in tests it is the user name."""
    pair = f"{username}:{password or username}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def ask(client: Client, world: World, who: str, path: str, **query: Any) -> Any:
    return client.get(f"/api/{path}", query, headers=basic(getattr(world, who).username))


def send(client: Client, world: World, who: str, kind: str, *, key: str = "", **changes: Any) -> Any:
    body = {"programme": PROGRAMME, **acts.data(world, kind, **changes)}
    headers = basic(getattr(world, who).username) | ({"Idempotency-Key": key} if key else {})
    return client.post(
        f"/api/entries/{kind}",
        json.dumps(body, default=str),
        content_type="application/json",
        headers=headers,
    )


def is_problem(response: Any, status: int, code: str) -> bool:
    body = response.json()
    return (
        response.status_code == body["status"] == status
        and body["code"] == code
        and response["Content-Type"] == "application/problem+json"
        and bool(body["detail"])
    )


def test_without_signing_in_nothing_is_answered(client: Client, world: World) -> None:
    for path in (
        "entries?programme=haizhou-2019",
        "entries/1",
        "entries/export.csv?programme=x",
        "kinds",
        "evidence/1",
        "kinds/purchase/schema",
    ):
        response = client.get(f"/api/{path}")
        assert is_problem(response, 401, "not_signed_in"), path
        assert response["WWW-Authenticate"].startswith("Basic")
    posted = client.post("/api/entries/purchase", "{}", content_type="application/json")
    assert is_problem(posted, 401, "not_signed_in")


def test_a_wrong_password_or_a_switched_off_user_is_not_signed_in(client: Client, world: World) -> None:
    assert client.get("/api/kinds", headers=basic("office", "wrong")).status_code == 401
    world.office.is_active = False
    world.office.save()
    assert client.get("/api/kinds", headers=basic("office")).status_code == 401


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 201),
        ("giver", 201),
        ("lead", 403),
        ("other_giver", 403),
        ("receiver", 403),
        ("auditor", 403),
        ("nobody", 403),
    ],
)
def test_recording_is_allowed_as_on_the_screens(client: Client, world: World, who: str, status: int) -> None:
    response = send(client, world, who, "purchase")

    assert response.status_code == status
    assert Entry.objects.count() == (status == 201)
    if status == 403:
        assert is_problem(response, 403, "not_allowed")


@pytest.mark.parametrize("kind", acts.KINDS)
def test_every_kind_is_recorded_and_read_back(client: Client, world: World, kind: str) -> None:
    made = send(client, world, "giver", kind, assists=[world.commerce.pk])

    assert made.status_code == 201
    body = made.json()
    assert made["Location"] == f"/api/entries/{body['id']}"
    assert ask(client, world, "giver", f"entries/{body['id']}").json() == body
    assert (body["state"], body["kind"], body["workstream"]) == ("draft", kind, "consumption")
    assert body["giver"] == {"id": world.east.pk, "name": "东城区"}
    assert body["assists"] == [{"id": world.commerce.pk, "name": "海州市商务局"}]
    assert acts.DETAIL[kind].items() <= body["detail"].items()


def test_content_that_cannot_be_taken_is_refused_with_each_address(client: Client, world: World) -> None:
    response = send(client, world, "giver", "purchase", amount="-1", detail={"channel": "x", "seller": ""})

    assert is_problem(response, 422, "invalid")
    found = {error["address"] for error in response.json()["errors"]}
    assert found == {"amount", "detail.channel", "detail.seller"}
    assert not Entry.objects.exists()


def test_a_number_no_database_keeps_is_refused(client: Client, world: World) -> None:
    response = send(client, world, "office", "purchase", giver=10**30, assists=[-1])

    assert is_problem(response, 422, "invalid")
    assert {error["address"] for error in response.json()["errors"]} == {"giver", "assists.0"}
    for path in (f"entries/{10**30}", f"evidence/{10**30}", f"entries?programme=haizhou-2019&giver={10**30}"):
        assert ask(client, world, "office", path).status_code == 404, path


def test_rules_beyond_the_schema_are_refused_alike(client: Client, world: World) -> None:
    response = send(client, world, "office", "purchase", giver=world.county.pk)

    assert is_problem(response, 422, "invalid")
    assert [error["address"] for error in response.json()["errors"]] == ["giver"]


def test_an_unknown_kind_programme_or_broken_json_is_refused(client: Client, world: World) -> None:
    headers = basic("giver")

    def post(path: str, body: str) -> Any:
        return client.post(path, body, content_type="application/json", headers=headers)

    assert is_problem(post("/api/entries/gift", "{}"), 404, "unknown_kind")
    assert is_problem(post("/api/entries/purchase", "{"), 400, "unreadable")
    body = json.dumps({**acts.data(world), "programme": "none"}, default=str)
    assert is_problem(post("/api/entries/purchase", body), 404, "not_found")


def test_the_same_key_records_once(client: Client, world: World) -> None:
    first = send(client, world, "giver", "purchase", key="k-1")
    again = send(client, world, "giver", "purchase", key="k-1")
    other = send(client, world, "giver", "purchase", key="k-1", amount="7")

    assert first.json() == again.json()
    assert is_problem(other, 409, "idempotency_key_reused")
    assert Entry.objects.count() == 1


def test_a_form_of_another_site_cannot_use_a_remembered_password(client: Client, world: World) -> None:
    response = client.post("/api/entries/purchase", "{}", content_type="text/plain", headers=basic("giver"))

    assert is_problem(response, 415, "not_json")


def test_the_browsers_session_reads_and_needs_the_token_to_write(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.giver)
    body = json.dumps({"programme": PROGRAMME, **acts.data(world)}, default=str)

    assert browser.get("/api/kinds").status_code == 200
    refused = browser.post("/api/entries/purchase", body, content_type="application/json")
    assert is_problem(refused, 403, "csrf")
    assert not Entry.objects.exists()

    token = "a" * 32
    browser.cookies["csrftoken"] = token
    taken = browser.post(
        "/api/entries/purchase", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert taken.status_code == 201


@pytest.mark.parametrize(
    ("who", "count"),
    [("office", 2), ("auditor", 2), ("lead", 2), ("giver", 1), ("other_giver", 1), ("receiver", 1)],
)
def test_everybody_lists_what_they_may_see(client: Client, world: World, who: str, count: int) -> None:
    acts.draft(world)
    services.record_entry(
        actor=world.office,
        programme=world.programme,
        kind="purchase",
        data=acts.data(world, giver=world.west, receiver=world.other_county),
    )

    body = ask(client, world, who, "entries", programme=PROGRAMME).json()

    assert (body["count"], len(body["items"])) == (count, count)


def test_without_a_role_nothing_is_listed_or_read(client: Client, world: World) -> None:
    entry = acts.draft(world)

    for path in (
        f"entries?programme={PROGRAMME}",
        f"entries/{entry.pk}",
        f"entries/export.csv?programme={PROGRAMME}",
        "kinds",
        "kinds/purchase/schema",
    ):
        assert is_problem(ask(client, world, "nobody", path), 403, "not_allowed"), path


@pytest.mark.parametrize("who", ROLES)
def test_an_entry_out_of_reach_is_not_found(client: Client, world: World, who: str) -> None:
    entry = acts.proven(world, workstream="funds")
    (evidence,) = entry.evidence.all()
    sees = who in {"office", "giver", "receiver", "auditor"}

    read = ask(client, world, who, f"entries/{entry.pk}")
    opened = ask(client, world, who, f"evidence/{evidence.pk}")

    assert read.status_code == (200 if sees else 403 if who == "nobody" else 404)
    assert opened.status_code == (200 if sees else 404)
    if sees:
        assert opened.content == b"voucher no. 17"
        assert opened["Content-Disposition"] == 'attachment; filename="voucher.txt"'
        assert opened["X-Content-Type-Options"] == "nosniff"


def test_filters_and_pages(client: Client, world: World) -> None:
    for number in range(3):
        acts.draft(world, title=f"第{number}批", occurred_on=f"2019-07-0{number + 1}")
    acts.draft(world, "transfer")

    def ids(**query: object) -> list[str]:
        body = ask(client, world, "office", "entries", programme=PROGRAMME, **query).json()
        return [item["title"] for item in body["items"]]

    assert ids(kind="purchase", **{"from": "2019-07-02"}) == ["第2批", "第1批"]
    assert ids(kind="purchase", page=2, page_size=2) == ["第0批"]
    assert ids(kind="transfer", giver=world.city.pk, state="draft", q="大棚") == [acts.TITLE["transfer"]]
    assert ids(confirmation="agreed") == []
    for bad in ({"page_size": 500}, {"state": "gone"}, {"from": "soon"}, {"page": 0}):
        assert is_problem(
            ask(client, world, "office", "entries", programme=PROGRAMME, **bad), 422, "invalid"
        ), bad
    missing = ask(client, world, "office", "entries")
    assert [error["address"] for error in missing.json()["errors"]] == ["programme"]
    nul = ask(client, world, "office", "entries", programme="\0", q="\0", workstream="\0")
    assert {error["address"] for error in nul.json()["errors"]} == {"programme", "q", "workstream"}
    for absent in ({"programme": "none"}, {"giver": 99999}, {"kind": "gift"}, {"indicator": 99999}):
        query = {"programme": PROGRAMME, **absent}
        assert ask(client, world, "office", "entries", **query).status_code == 404, absent


def test_the_export_is_csv_with_the_kinds_own_columns(client: Client, world: World) -> None:
    entry = acts.draft(world, title="=1+1 苹果")

    response = ask(client, world, "auditor", "entries/export.csv", programme=PROGRAMME, kind="purchase")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert response["Content-Disposition"] == 'attachment; filename="haizhou-2019-purchase.csv"'
    assert (row["id"], row["title"], row["amount"]) == (str(entry.pk), "'=1+1 苹果", "12000.5")
    assert row["voucher_number"] == "NO.00017"


@pytest.mark.parametrize("count", [1, 5])
def test_a_page_costs_the_same_however_full(
    client: Client, world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        acts.accepted(world, assists=[world.commerce], detail={"voucher_number": str(number)})
    client.force_login(world.office)

    with django_assert_num_queries(11):
        client.get(f"/api/entries?programme={PROGRAMME}")


def test_a_fault_of_ours_is_a_problem_without_particulars(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = acts.draft(world)
    Entry.objects.filter(pk=entry.pk).update(detail=[])

    response = ask(client, world, "office", f"entries/{entry.pk}")

    assert is_problem(response, 500, "failure")
    assert "detail" not in response.json()["detail"]
