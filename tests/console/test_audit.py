"""The audit log's page and export."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jiedui.accounts.services import create_token
from jiedui.console.audit_words import act, told, value
from jiedui.kernel import audit, origin
from jiedui.kernel.enums import Channel
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.organisations import services as organisations
from tests.conftest import World
from tests.ledger import acts

ENGLISH = {"accept-language": "en"}


def changed(world: World) -> Any:
    entry = acts.draft(world)
    with origin.opened(origin.Origin(Channel.API, "203.0.113.9", "nightly")):
        data = acts.data(world, amount=Decimal("9"), detail={"product": "=苹果"})
        return services.update_entry(actor=world.giver, entry=entry, data=data)


def page(client: Client, query: str = "") -> str:
    return client.get(f"/admin/audit/{query}", headers=ENGLISH).content.decode()


def test_a_change_is_told_with_before_and_after(world: World, client: Client) -> None:
    entry = changed(world)
    client.force_login(world.auditor)

    shown = page(client)

    assert "Entry: changed" in shown
    assert "<dt>Amount (yuan)</dt><dd><del>12000.5</del> → <ins>9</ins></dd>" in shown
    assert f'href="/p/{world.programme.code}/ledger/{entry.pk}/"' in shown
    assert "nightly" in shown and "203.0.113.9" in shown


def test_the_list_is_narrowed(world: World, client: Client) -> None:
    changed(world)
    organisations.rename_unit(actor=world.office, unit=world.east, name="东新区")
    client.force_login(world.auditor)

    def shown(query: str) -> list[str]:
        return [row.record.action for row in client.get(f"/admin/audit/?{query}").context["rows"]]

    assert shown("") == ["unit.rename", "unit.alias", "entry.update", "entry.record"]
    assert shown("who=giver") == ["entry.update", "entry.record"]
    assert shown("what=unit") == ["unit.rename", "unit.alias"]
    assert shown("channel=api") == ["entry.update"]
    assert shown(f"subject_type=organisations.orgunit&subject_id={world.east.pk}") == [
        "unit.rename",
        "unit.alias",
    ]
    assert shown("start=2999-01-01") == []
    assert shown("start=nonsense") == []


def test_the_export_is_whole_guarded_and_noted(world: World, client: Client) -> None:
    changed(world)
    client.force_login(world.auditor)

    answer = client.get("/admin/audit.csv?who=giver")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    rows = list(csv.DictReader(lines))
    assert [row["action"] for row in rows] == ["entry.update", "entry.record"]
    assert rows[0]["actor"] == "giver"
    assert '"detail.product": ["花牛苹果", "=苹果"]' in rows[0]["changes"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert AuditRecord.objects.get(action="audit.export").detail == {"filter": {"who": "giver"}}


def test_more_rows_take_no_more_queries(world: World, client: Client) -> None:
    changed(world)
    client.force_login(world.auditor)
    client.get("/admin/audit/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/audit/")
    for _ in range(5):
        changed(world)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/audit/")

    assert len(many) == len(few)


def test_what_has_no_words_stands_as_it_is(world: World) -> None:
    row = audit.record(
        actor=None, action="kettle.boil_over", subject=world.office, changes={"some_field": [1, None]}
    )
    row.subject_type = "kitchen.kettle"

    (shown,) = told([row])

    assert act("kettle.boil_over") == "kettle: boil over" or act("kettle.boil_over") == "kettle：boil over"
    assert (shown.subject, shown.href) == (f"#{world.office.pk}", "")
    assert [(change.field, change.before, change.after) for change in shown.changes] == [
        ("some field", "1", "–")
    ]
    assert value("x" * 200) == "x" * 120 + "…"


def test_ways_of_signing_in_have_words(world: World) -> None:
    ways = ["password", "mfa", "smoke"]
    record = audit.record(actor=world.office, action="user.sign_in", subject=world.office, methods=ways)

    with translation.override("zh-hans"):
        (said,) = [one.details for one in told([record])]

    assert [(one.field, one.after) for one in said] == [("登录方式", "密码, 二次验证, smoke")]


@pytest.mark.parametrize("role", ["lead", "giver", "receiver", "nobody"])
def test_others_do_not_read_it(world: World, client: Client, role: str) -> None:
    client.force_login(getattr(world, role))

    assert client.get("/admin/audit/").status_code == 403
    assert client.get("/admin/audit.csv").status_code == 403


def test_programs_read_it_with_a_token(world: World, client: Client) -> None:
    changed(world)
    _token, secret = create_token(
        actor=None, user=world.auditor, name="archive", scopes=["audit:read"], days=1
    )
    headers = {"authorization": f"Bearer {secret}"}

    first, *_rest = client.get("/api/audit?what=entry&page_size=1", headers=headers).json()
    earlier = client.get(f"/api/audit?what=entry&before={first['id']}", headers=headers).json()

    assert (first["actor"], first["token"], first["changes"]["amount"]) == (
        "giver",
        "nightly",
        ["12000.5", "9"],
    )
    assert [record["action"] for record in earlier] == ["entry.record"]
    assert client.get("/api/entries?programme=x", headers=headers).json()["code"] == "scope_missing"
