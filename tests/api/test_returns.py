"""A return's way through the API: read, adjusted, handed in, sent back, answered, accepted, opened again."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.returns import services
from tests.api.test_entries import ask, basic, is_problem
from tests.conftest import World
from tests.returns import scene


def act(client: Client, world: World, who: str, one: int, what: str, **body: Any) -> Any:
    return client.post(
        f"/api/returns/{one}/{what}",
        json.dumps(body),
        content_type="application/json",
        headers=basic(getattr(world, who).username),
    )


def test_a_return_goes_its_whole_way(client: Client, world: World) -> None:
    pk = scene.july(world, sections=[services.SectionSpec("进展", required=True)]).pk

    read = ask(client, world, "giver", f"returns/{pk}").json()
    assert (read["state"], read["lines"][0]["value"], read["lines"][0]["entries"]) == (
        "open",
        "12000.5000",
        1,
    )
    refused = act(client, world, "giver", pk, "submit")
    assert is_problem(refused, 422, "invalid")
    assert [error["address"] for error in refused.json()["errors"]] == ["sections.1"]
    act(client, world, "giver", pk, "texts/1", text="推进顺利")
    act(client, world, "giver", pk, "lines/1", value="13000", reason="发票在途")
    sent = act(client, world, "giver", pk, "submit").json()
    assert (sent["state"], sent["filed_on"], sent["sequence"]) == ("submitted", "2019-09-30", 1)
    stale = act(client, world, "lead", pk, "approve", stamp=0)
    assert is_problem(stale, 409, "return_changed")
    back = act(client, world, "lead", pk, "send-back", remarks=[{"line": 1, "text": "与发票不符"}]).json()
    assert (back["state"], back["remarks"][0]["line"]) == ("sent_back", 1)
    remark = back["remarks"][0]["id"]
    act(client, world, "giver", pk, f"remarks/{remark}/answer", answer="已更正")
    act(client, world, "giver", pk, "lines/1", value=None)
    again = act(client, world, "giver", pk, "submit").json()
    assert again["remarks"][0]["answer"] == "已更正"
    act(client, world, "lead", pk, "approve", stamp=again["stamp"])
    frozen = act(client, world, "office", pk, "approve").json()
    assert (frozen["state"], len(frozen["hash"]), frozen["lines"][0]["final"]) == (
        "accepted",
        64,
        "12000.5000",
    )
    new = act(client, world, "office", pk, "reopen", reason="漏报").json()
    assert (new["version"], new["state"]) == (2, "open")


def test_the_list_is_filtered_scoped_and_costs_the_same_for_many(client: Client, world: World) -> None:
    scene.july(world)
    path = f"returns?programme={world.programme.code}"
    with CaptureQueriesContext(connection) as few:
        assert ask(client, world, "office", path).json()["count"] == 2
    services.close_returns(
        actor=world.office,
        programme=world.programme,
        since=scene.JULY.replace(month=1, day=1),
        until=scene.JULY,
    )

    with CaptureQueriesContext(connection) as many:
        assert ask(client, world, "office", path).json()["count"] == 14
    assert len(many) == len(few)
    assert ask(client, world, "giver", f"{path}&from=2019-07-01").json()["count"] == 1
    assert ask(client, world, "office", f"{path}&state=overdue").json()["count"] == 0
    assert (
        ask(client, world, "office", f"{path}&unit={world.west.pk}&workstream=consumption").json()["count"]
        == 7
    )
