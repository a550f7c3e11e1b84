"""Projects through the API."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.projects.models import Project
from tests.conftest import World
from tests.ledger import acts
from tests.projects import works


def call(client: Client, who: str, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
    token = base64.b64encode(f"{who}:{who}".encode()).decode()
    more = {"data": data, "content_type": "application/json"} if method != "get" else {"data": data}
    return getattr(client, method)(
        f"/api/projects{path}", headers={"Authorization": f"Basic {token}"}, **more
    )


def body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "programme": world.programme.code,
        "number": "2019-007",
        "name": "安全饮水工程",
        "workstream": "consumption",
        "givers": [world.east.pk],
        "receiver": world.county.pk,
        "type": "infrastructure",
        "budget": [{"source": "district", "amount": "1200000"}],
        **changes,
    }


def test_a_project_goes_its_way(client: Client, world: World) -> None:
    made = call(client, "giver", "post", "", body(world))
    path = f"/{made.json()['id']}"
    call(client, "giver", "post", f"{path}/stage", {"stage": "started", "day": "2019-04-01"})
    acts.accepted(world, "transfer", project=Project.objects.get(), amount=Decimal(300_000))
    said = call(
        client, "receiver", "post", f"{path}/progress", {"day": "2019-06-01", "progress": 25, "text": "开挖"}
    )

    answer = call(client, "giver", "get", path).json()

    assert (made.status_code, said.status_code) == (201, 200)
    assert answer["stage"] == "started"
    assert answer["progress"] == 25
    assert answer["money"] == {
        "planned": "1200000.00",
        "allocated": "0",
        "arrived": "300000.00",
        "spent": "0",
        "arrival_rate": "0.25",
        "payment_rate": None,
    }
    assert answer["steps"] == [
        {"stage": "started", "day": "2019-04-01", "document": "", "reason": "", "takes_back": ""}
    ]
    assert [note["text"] for note in answer["notes"]] == ["开挖"]


def test_a_change_replaces_what_is_written(client: Client, world: World) -> None:
    made = works.created(world)
    changed = body(world, number="2019-001", name="新名称")
    del changed["programme"]

    answer = call(client, "giver", "put", f"/{made.pk}", changed)

    assert answer.status_code == 200, answer.json()
    made.refresh_from_db()
    assert (made.name, made.households) == ("新名称", None)


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"givers": [999]}, "givers"),
        ({"receiver": 999}, "receiver"),
        ({"workstream": "space"}, "workstream"),
        ({"type": "castle"}, "type"),
        ({"budget": [{"source": "district", "amount": "-1"}]}, "budget.0.amount"),
        ({"name": "看守所"}, "name"),
    ],
)
def test_what_is_wrong_is_addressed(
    client: Client, world: World, changes: dict[str, Any], address: str
) -> None:
    answer = call(client, "giver", "post", "", body(world, **changes))

    assert answer.status_code == 422
    assert [error["address"] for error in answer.json()["errors"]] == [address]
    assert not Project.objects.exists()


def test_a_step_that_cannot_follow_is_refused_with_its_code(client: Client, world: World) -> None:
    made = works.created(world)

    answer = call(client, "giver", "post", f"/{made.pk}/stage", {"stage": "handed_over", "day": "2019-04-01"})

    assert (answer.status_code, answer.json()["code"]) == (409, "no_such_step")


def test_the_list_is_filtered_and_paged(client: Client, world: World) -> None:
    works.started(world)
    works.created(world, number="2019-002")
    works.project(world, "2019-003", world.west, receiver=world.other_county)
    query = {"programme": world.programme.code}

    everything = call(client, "office", "get", "", query).json()
    begun = call(client, "office", "get", "", {**query, "stage": "started"}).json()
    second = call(client, "office", "get", "", {**query, "page": 2, "page_size": 2}).json()
    own = call(client, "other-giver", "get", "", query).json()

    assert (everything["count"], [row["number"] for row in begun["items"]]) == (3, ["2019-001"])
    assert len(second["items"]) == 1
    assert [row["number"] for row in own["items"]] == ["2019-003"]


def test_a_longer_list_takes_no_more_queries(client: Client, world: World) -> None:
    query = {"programme": world.programme.code}
    made = works.started(world)
    works.note(world, made, 30, date(2019, 6, 1))
    call(client, "office", "get", "", query)

    with CaptureQueriesContext(connection) as few:
        call(client, "office", "get", "", query)
    for n in range(3):
        works.note(world, works.started(world, number=f"2019-1{n}"), 40)
    with CaptureQueriesContext(connection) as many:
        call(client, "office", "get", "", query)

    assert len(many) == len(few)
