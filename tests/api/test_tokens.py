"""Service tokens: what they open, until when, and under whose name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from ninja.operation import Operation
from typer.testing import CliRunner

from jiedui.accounts.enums import Role, TokenScope
from jiedui.accounts.models import ApiToken, User
from jiedui.accounts.services import close_account, create_token, revoke_token
from jiedui.api.auth import Token
from jiedui.api.urls import api
from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Entry
from tests.conftest import World, person
from tests.ledger import acts

READ, WRITE = TokenScope.READ, TokenScope.WRITE


def made(user: User, *scopes: str, days: int = 30) -> str:
    return create_token(actor=user, user=user, name="夜间导入", scopes=scopes or (READ,), days=days)[1]


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def operations() -> list[tuple[str, Operation]]:
    return [
        (f"{method} {router.prefix}{path}", operation)
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


@pytest.mark.parametrize(("name", "operation"), operations(), ids=lambda value: str(value)[:40])
def test_every_operation_names_the_scope_it_asks_for(name: str, operation: Operation) -> None:
    scopes = [auth.scope for auth in operation.auth_callbacks if isinstance(auth, Token)]

    assert len(scopes) == 1, name
    assert scopes[0] in set(TokenScope), f"{name} names no scope: use scoped(TokenScope…)"
    if not name.startswith("GET"):
        assert not scopes[0].endswith(":read"), f"{name} changes something, so reading is not enough"


def test_a_token_acts_for_its_person(world: World, client: Client) -> None:
    entry = acts.submitted(world)

    answer = client.get(f"/api/entries/{entry.pk}", headers=bearer(made(world.giver)))

    assert answer.json()["id"] == entry.pk
    assert client.get(f"/api/entries/{entry.pk}", headers=bearer(made(world.other_giver))).status_code == 404


def test_what_a_token_does_is_noted_under_its_name(world: World, client: Client) -> None:
    content = acts.data(world) | {"programme": world.programme.code, "occurred_on": "2019-07-03"}
    content |= {"amount": "12000.50", "quantity": "800"}

    answer = client.post(
        "/api/entries/purchase",
        content,
        content_type="application/json",
        headers=bearer(made(world.giver, WRITE)),
    )

    assert answer.status_code == 201
    row = AuditRecord.objects.get(action="entry.record")
    assert (row.actor, row.channel, row.token, row.ip) == (world.giver, "api", "夜间导入", "127.0.0.1")


def test_a_token_without_the_scope_changes_nothing(world: World, client: Client) -> None:
    entry = acts.draft(world)

    answer = client.post(f"/api/entries/{entry.pk}/submit", headers=bearer(made(world.giver, READ)))

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert Entry.objects.get().state == "draft"
    assert client.get("/api/kinds", headers=bearer(made(world.giver, WRITE))).status_code == 403


@pytest.mark.parametrize("how", ["revoked", "expired", "closed", "unknown"])
def test_a_token_that_is_no_longer_good_opens_nothing(world: World, client: Client, how: str) -> None:
    secret = made(world.giver)
    token = ApiToken.objects.get()
    if how == "revoked":
        revoke_token(actor=world.giver, token=token)
    elif how == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "closed":
        close_account(actor=world.office, user=world.giver)
    else:
        secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")

    answer = client.get("/api/kinds", headers=bearer(secret))

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_only_the_hash_of_the_secret_is_kept(world: World) -> None:
    secret = made(world.giver)

    token = ApiToken.objects.get()

    assert secret not in str({field.name: getattr(token, field.name) for field in token._meta.fields})
    assert len(token.digest) == 64
    assert secret.startswith(token.hint)
    assert secret not in str(list(AuditRecord.objects.values("detail", "changes")))


def test_its_last_use_is_noted(world: World, client: Client) -> None:
    client.get("/api/kinds", headers=bearer(made(world.giver)), REMOTE_ADDR="203.0.113.9")

    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    assert token.last_used_ip == "203.0.113.9"


def test_guessing_is_slowed_down(world: World, client: Client) -> None:
    from django.core.cache import cache

    cache.clear()
    answers = [client.get("/api/kinds", headers=bearer(f"jdt_{n}")).status_code for n in range(61)]

    assert answers == [401] * 60 + [429]
    cache.clear()


def test_somebody_with_a_second_factor_needs_a_token(world: World, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["giver"]
    basic = {"authorization": "Basic Z2l2ZXI6Z2l2ZXI="}  # giver:giver

    answer = client.get("/api/kinds", headers=basic)

    assert (answer.status_code, answer.json()["code"]) == (403, "password_is_not_enough")
    assert client.get("/api/kinds", headers=bearer(made(world.giver))).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
    ],
)
def test_a_token_that_says_too_little_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    given = {"name": "n", "scopes": [READ], "days": 1, **changes}

    with pytest.raises(Invalid) as refused:
        create_token(actor=world.giver, user=world.giver, **given)

    assert refused.value.address == field
    assert not ApiToken.objects.exists()


def test_only_the_office_makes_and_revokes_tokens_of_others(world: World) -> None:
    with pytest.raises(NotAllowed):
        create_token(actor=world.lead, user=world.giver, name="n", scopes=[READ], days=1)
    with pytest.raises(NotAllowed):
        create_token(actor=world.nobody, user=world.nobody, name="n", scopes=[READ], days=1)
    assert not ApiToken.objects.exists()

    token, _secret = create_token(actor=world.office, user=world.giver, name="n", scopes=[READ], days=1)
    with pytest.raises(NotAllowed):
        revoke_token(actor=world.lead, token=token)
    assert revoke_token(actor=world.office, token=token).revoked_at


def test_a_token_is_made_on_the_page_and_shown_once(world: World, client: Client) -> None:
    client.force_login(world.giver)
    data = {"name": "财务系统", "scopes": [READ, WRITE], "days": "30"}

    answer = client.post("/account/tokens/new/", data)
    secret = answer.context["secret"]

    assert secret in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    page = client.get("/account/").content.decode()
    assert "财务系统" in page and secret not in page
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert Client().get("/api/kinds", headers=bearer(secret)).status_code == 401


def test_the_command_line_makes_lists_and_revokes(world: World) -> None:
    from jiedui.cli.token import app

    run = CliRunner()
    result = run.invoke(app, ["create", "giver", "cron", "--scope", "entries:read", "--days", "7"])
    secret = result.stdout.strip().splitlines()[-1]
    assert Client().get("/api/kinds", headers=bearer(secret)).status_code == 200
    number = str(ApiToken.objects.get().pk)
    assert "cron" in run.invoke(app, ["list"]).stdout
    run.invoke(app, ["revoke", number])

    assert Client().get("/api/kinds", headers=bearer(secret)).status_code == 401


def test_taking_the_roles_away_takes_away_what_the_token_opens(world: World, client: Client) -> None:
    user = person("temp", (Role.GIVER, world.east))
    secret = made(user)
    user.memberships.all().delete()

    assert client.get("/api/kinds", headers=bearer(secret)).status_code == 403
