"""Many rows through the API: checked, committed, refused."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, ImportBatch
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.intake.sheets import filled, purchase

QUERY = "?programme=haizhou-2019&kind=purchase&filename=purchases.xlsx"
BYTES = "application/octet-stream"


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(world: World, content: bytes, **headers: str) -> Any:
    return client_of(world.giver).post(f"/api/imports{QUERY}", content, content_type=BYTES, headers=headers)


def test_a_workbook_is_checked_and_committed(world: World) -> None:
    answer = sent(world, filled(world, "purchase", [purchase(1), purchase(2)]))

    told = answer.json()
    assert (answer.status_code, told["state"], told["counts"]["new"], told["errors"]) == (
        201,
        "checked",
        2,
        [],
    )
    assert Entry.objects.count() == 0

    done = client_of(world.giver).post(f"/api/imports/{told['id']}/commit").json()

    assert (done["state"], Entry.objects.filter(state=EntryState.DRAFT).count()) == ("committed", 2)


def test_a_wrong_cell_is_told_and_nothing_is_committed(world: World) -> None:
    told = sent(world, filled(world, "purchase", [purchase(1, amount=-5)])).json()

    (error,) = told["errors"]
    assert (error["address"], error["field"]) == ("消费帮扶采购!F4", "amount")
    answer = client_of(world.giver).post(f"/api/imports/{told['id']}/commit")
    assert (answer.status_code, answer.json()["code"]) == (409, "rows_refused")
    assert Entry.objects.count() == 0


def test_a_file_over_the_limit_is_told_the_limit(world: World) -> None:
    answer = sent(world, bytes(200 * 1000 * 1000))

    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_rows")
    assert answer.json()["errors"] == [
        {
            "address": "purchases.xlsx",
            "code": "unreadable_rows",
            "message": "文件超过 50 MiB 的上限，请分成几个文件。",
        }
    ]
    assert ImportBatch.objects.count() == 0


def test_the_same_key_gives_the_same_import(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])

    first, second = (sent(world, content, **{"Idempotency-Key": "july"}).json() for _ in range(2))
    other = sent(world, filled(world, "purchase", [purchase(2)]), **{"Idempotency-Key": "july"})

    assert first["id"] == second["id"]
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert ImportBatch.objects.count() == 1


def test_rows_of_another_system(world: World) -> None:
    rows = [{**acts.data(world), "giver": "东城区", "receiver": "云岭县", "key": "7"}]
    body = json.dumps({"programme": "haizhou-2019", "kind": "purchase", "rows": rows}, default=str)

    told = client_of(world.giver).post("/api/imports/rows", body, content_type="application/json").json()

    assert (told["counts"]["new"], told["errors"]) == (1, [])


def test_a_value_that_is_no_value_is_told(world: World) -> None:
    rows = [{**acts.data(world), "title": {"a": 1}}]
    body = json.dumps({"programme": "haizhou-2019", "kind": "purchase", "rows": rows}, default=str)

    answer = client_of(world.giver).post("/api/imports/rows", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_rows")
    (error,) = answer.json()["errors"]
    assert (error["address"], error["message"]) == ("rows.0.title", "此处不能使用这个值。")
