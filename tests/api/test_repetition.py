"""A program that asks for the same act again, because it got no answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jiedui.kernel.models import AuditRecord, KeptAnswer
from jiedui.ledger.models import Entry, EntryEvidence
from jiedui.projects.models import Project
from tests.api.test_entries import basic, is_problem
from tests.api.test_projects import body as project_body
from tests.conftest import World
from tests.ledger import acts
from tests.together import at_once, only_on_a_server


def post(client: Client, who: str, path: str, key: str, body: Any = None, *, raw: bytes | None = None) -> Any:
    content = raw if raw is not None else json.dumps(body or {}, default=str)
    kind = "application/json" if raw is None else "application/octet-stream"
    headers = {**basic(who), "Idempotency-Key": key}
    return client.post(f"/api/{path}", content, content_type=kind, headers=headers)


def test_every_writing_operation_takes_a_key(client: Client, db: None) -> None:
    document = client.get("/api/openapi.json").json()

    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            keys = [one for one in operation.get("parameters", []) if one["name"] == "Idempotency-Key"]
            assert len(keys) == (method != "get"), f"{method} {path}"
            assert all(not one["required"] and "thirty days" in one["description"] for one in keys)


Asked = Callable[[Client, World], Any]


def submitting(client: Client, world: World) -> Any:
    entry = Entry.objects.first() or acts.proven(world)
    return post(client, "giver", f"entries/{entry.pk}/submit", "k")


def accepting(client: Client, world: World) -> Any:
    entry = Entry.objects.first() or acts.submitted(world)
    return post(client, "lead", f"entries/{entry.pk}/accept", "k")


def accepting_many(client: Client, world: World) -> Any:
    entry = Entry.objects.first() or acts.submitted(world)
    return post(client, "lead", "entries/many/accept", "k", {"entries": [entry.pk]})


def taking_back(client: Client, world: World) -> Any:
    entry = Entry.objects.order_by("pk").first() or acts.accepted(world)
    return post(client, "office", f"entries/{entry.pk}/reverse", "k", {"reason": "作废"})


def confirming(client: Client, world: World) -> Any:
    entry = Entry.objects.first() or acts.accepted(world)
    return post(client, "receiver", f"entries/{entry.pk}/confirm", "k", {"verdict": "agreed"})


def proving(client: Client, world: World) -> Any:
    entry = Entry.objects.first() or acts.draft(world)
    path = f"entries/{entry.pk}/evidence?purpose=voucher&filename=v.txt"
    return post(client, "giver", path, "k", raw=b"voucher")


def founding(client: Client, world: World) -> Any:
    return post(client, "giver", "projects", "k", project_body(world))


def storing(client: Client, world: World) -> Any:
    rows = [json.loads(json.dumps(acts.data(world, "purchase"), default=str))]
    body = {"programme": world.programme.code, "kind": "purchase", "rows": rows}
    checked = post(client, "giver", "imports/rows", "rows", body).json()
    return post(client, "giver", f"imports/{checked['id']}/commit", "k")


@pytest.mark.parametrize(
    "asked", [submitting, accepting, accepting_many, taking_back, confirming, proving, founding, storing]
)
def test_what_is_asked_twice_is_done_once_and_answered_alike(
    client: Client, world: World, asked: Asked
) -> None:
    first = asked(client, world)
    done = (AuditRecord.objects.count(), Entry.objects.count(), EntryEvidence.objects.count())

    again = asked(client, world)

    assert first.status_code in {200, 201}, first.json()
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("Location") == first.headers.get("Location")
    assert (AuditRecord.objects.count(), Entry.objects.count(), EntryEvidence.objects.count()) == done


def test_an_answer_is_the_same_with_and_without_a_key(client: Client, world: World) -> None:
    with_key = post(client, "giver", f"entries/{acts.proven(world).pk}/submit", "k")
    without = post(client, "giver", f"entries/{acts.proven(world, title='另').pk}/submit", "")

    assert with_key.headers["Content-Type"] == without.headers["Content-Type"]
    assert with_key.json().keys() == without.json().keys()
    assert [type(value) for value in with_key.json().values()] == [
        type(value) for value in without.json().values()
    ]


def test_a_new_project_says_where_it_is_each_time(client: Client, world: World) -> None:
    assert founding(client, world)["Location"] == founding(client, world)["Location"] != ""
    assert Project.objects.count() == 1


def test_the_answer_is_that_of_then(client: Client, world: World) -> None:
    submitted = submitting(client, world)
    accepting(client, world)

    again = submitting(client, world)

    assert again.json() == submitted.json()
    assert again.json()["state"] == "submitted"
    assert Entry.objects.get().state == "accepted"


def test_a_key_is_not_taken_for_something_else(client: Client, world: World) -> None:
    one, other = acts.proven(world), acts.proven(world, title="另")
    post(client, "giver", f"entries/{one.pk}/submit", "k")

    elsewhere = post(client, "giver", f"entries/{other.pk}/submit", "k")
    longer = post(client, "giver", f"entries/{one.pk}/submit", "k", {"more": 1})

    assert is_problem(elsewhere, 409, "idempotency_key_reused")
    assert is_problem(longer, 409, "idempotency_key_reused")
    other.refresh_from_db()
    assert other.state == "draft"


def test_a_refusal_is_not_kept(client: Client, world: World) -> None:
    entry = acts.draft(world)
    refused = post(client, "giver", f"entries/{entry.pk}/submit", "k")
    acts.attach(world, entry)

    mended = post(client, "giver", f"entries/{entry.pk}/submit", "k")

    assert (refused.status_code, mended.status_code) == (422, 200)
    assert mended.json()["state"] == "submitted"


def test_keys_of_two_people_never_meet(client: Client, world: World) -> None:
    submitting(client, world)

    accepted = accepting(client, world)

    assert accepted.json()["state"] == "accepted"
    assert KeptAnswer.objects.count() == 2


def test_nobody_is_told_anothers_answer(client: Client, world: World) -> None:
    submitting(client, world)
    entry = Entry.objects.get()

    told = post(client, "nobody", f"entries/{entry.pk}/submit", "k")

    assert is_problem(told, 404, "not_found")
    assert KeptAnswer.objects.count() == 1


def test_after_thirty_days_a_key_is_as_good_as_new(client: Client, world: World) -> None:
    submitting(client, world)
    KeptAnswer.objects.update(at=timezone.now() - timedelta(days=31))

    assert is_problem(submitting(client, world), 409, "wrong_state")
    other = acts.proven(world, title="另")
    assert post(client, "giver", f"entries/{other.pk}/submit", "k").status_code == 200
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("path", ["projects", "entries/purchase", "entries/many/submit", "imports/rows"])
def test_a_key_has_at_most_sixty_characters(client: Client, world: World, path: str) -> None:
    refused = post(client, "giver", path, "k" * 61, {"entries": [1]})

    assert refused.status_code == 422
    assert "Idempotency-Key" in {error["address"] for error in refused.json()["errors"]}


@pytest.mark.django_db(transaction=True)
def test_two_that_ask_at_one_moment_are_answered_alike(world: World) -> None:
    only_on_a_server()
    answers: list[bytes] = []

    assert at_once([lambda: answers.append(founding(Client(), world).content)] * 4) == []

    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert Project.objects.count() == 1
