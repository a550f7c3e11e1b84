"""Second factors, passwords, sessions: with real codes, through the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache, caches
from django.test import Client

from jiedui.accounts import services
from jiedui.accounts.models import User
from jiedui.kernel.models import AuditRecord
from tests.conftest import World

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _forget_failures() -> None:
    cache.clear()


def sign_in(client: Client, name: str, password: str = "", **more: Any) -> Any:
    data = {"username": name, "password": password or name}
    return client.post("/sign-in/", data, headers=ENGLISH, **more)


def code_now(secret: str) -> str:
    """What an app shows that was given this key: computed here by RFC 6238, from the key alone."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def with_app(client: Client, name: str) -> str:
    """Sign in and set up an authenticator app on the page; the key."""
    sign_in(client, name)
    client.post("/account/confirm/", {"password": name})
    page = client.get("/account/second-factor/app/", headers=ENGLISH).content.decode()
    secret = re.search(r'class="secret-key">([A-Z2-7]+)<', page)
    assert secret
    answer = client.post("/account/second-factor/app/", {"code": code_now(secret[1])})
    assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/codes/")
    cache.clear()  # a code is good once; the next one comes half a minute later
    return secret[1]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_is_asked_for_after_the_password(world: World, client: Client) -> None:
    secret = with_app(client, "office")
    client.post("/sign-out/")

    answer = sign_in(client, "office")

    assert (answer["Location"], is_in(client)) == ("/account/second-factor/sign-in/", False)
    page = client.get(answer["Location"], headers=ENGLISH)
    assert "Your password is right" in page.content.decode()
    refused = client.post(answer["Location"], {"code": "000000"}, headers=ENGLISH)
    assert ("This code is not right" in refused.content.decode(), is_in(client)) == (True, False)
    done = client.post(answer["Location"], {"code": code_now(secret)})
    assert (done["Location"], is_in(client)) == ("/", True)
    assert AuditRecord.objects.filter(action="user.sign_in").first().detail["methods"] == [  # type: ignore[union-attr]
        "password",
        "mfa",
    ]


def test_the_key_of_the_app_lies_encrypted(world: World, client: Client) -> None:
    secret = with_app(client, "office")

    stored = Authenticator.objects.get(user=world.office, type="totp").data["secret"]

    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_a_recovery_code_signs_in_once(world: World, client: Client) -> None:
    with_app(client, "office")
    page = client.get("/account/second-factor/codes/").content.decode()
    codes = re.findall(r"<li><code>(\w+)</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        client.post("/sign-out/")
        answer = sign_in(client, "office")
        client.post(answer["Location"], {"code": codes[0]})
        assert is_in(client) is expected
        cache.clear()


def test_the_office_takes_a_lost_second_factor_off(world: World, client: Client) -> None:
    with_app(client, "lead")

    assert services.reset_second_factor(actor=world.office, user=world.lead) == 2

    assert not is_in(Client()) and not Authenticator.objects.exists()
    assert client.get("/account/").status_code == 302  # signed out, too
    assert sign_in(client, "lead")["Location"] == "/"


def test_a_role_may_ask_for_a_second_factor(world: World, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["office", "auditor"]
    sign_in(client, "office")
    address = "/p/haizhou-2019/"

    assert client.get(address)["Location"] == "/account/"
    assert client.get("/api/kinds").json()["code"] == "password_is_not_enough"
    page = client.get("/account/", headers=ENGLISH)
    assert "Your role asks for a second factor" in page.content.decode()

    with_app(client, "office")
    assert client.get(address).status_code == 200
    assert client.get("/api/kinds").status_code == 200
    giver = Client()
    sign_in(giver, "giver")
    assert giver.get(address).status_code == 200


def test_a_password_given_by_the_office_is_good_for_one_sign_in(world: World, client: Client) -> None:
    other = Client()
    sign_in(other, "giver")
    given = services.reset_password(actor=world.office, user=world.giver)
    assert other.get("/account/").status_code == 302  # whoever was in is out

    sign_in(client, "giver", given)
    assert client.get("/p/haizhou-2019/")["Location"] == "/account/password/"
    fields = {"oldpassword": given, "password1": "苹果装满十二辆车", "password2": "苹果装满十二辆车"}
    short = client.post("/account/password/", {**fields, "password1": "苹果", "password2": "苹果"})
    assert (short.status_code, User.objects.get(pk=world.giver.pk).must_change_password) == (200, True)
    fields = {**fields, "password1": "apples on twelve carts", "password2": "apples on twelve carts"}
    client.post("/account/password/", fields)

    assert client.get("/p/haizhou-2019/").status_code == 200
    assert not User.objects.get(pk=world.giver.pk).must_change_password
    actions = AuditRecord.objects.filter(subject_id=str(world.giver.pk), subject_type="accounts.user")
    assert list(actions.order_by("id").values_list("action", "actor__username")) == [
        ("user.sign_in", "giver"),
        ("user.password_reset", "office"),
        ("user.sign_in", "giver"),
        ("user.password", "giver"),
    ]


@pytest.mark.parametrize("password", ["short", "password123", "1234567890123", "other-giver9"])
def test_a_weak_password_is_refused(world: World, client: Client, password: str) -> None:
    sign_in(client, "other-giver")
    before = User.objects.get(pk=world.other_giver.pk).password

    fields = {"oldpassword": "other-giver", "password1": password, "password2": password}
    assert client.post("/account/password/", fields).status_code == 200

    assert User.objects.get(pk=world.other_giver.pk).password == before


def test_failures_are_counted_by_all_server_processes(world: World, client: Client, settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"},
    }
    for _ in range(8):
        sign_in(client, "giver", "wrong")
    caches["process"].clear()

    page = sign_in(Client(), "giver").content.decode()

    assert "Too many attempts. Wait ten minutes and try again" in page
    assert sign_in(Client(), "lead").status_code == 302


def test_a_link_by_mail_sets_a_new_password(world: World, client: Client, settings: Any) -> None:
    settings.MAIL_CONFIGURED = True
    User.objects.filter(pk=world.giver.pk).update(email="east@example.org")
    client.post("/account/password/forgotten/", {"email": "nobody-here@example.org"})
    assert mail.outbox == []
    client.post("/account/password/forgotten/", {"email": "east@example.org"}, headers=ENGLISH)
    link = re.search(r"http://testserver(/account/password/new/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "apples on twelve carts", "password2": "apples on twelve carts"}

    client.post(address, new)

    assert sign_in(client, "giver", "apples on twelve carts").status_code == 302
    again = Client().get(link[1], headers=ENGLISH).content.decode()
    assert "This link is no longer good" in again


def test_somebody_may_sign_in_with_the_mail_address(world: World, client: Client) -> None:
    User.objects.filter(pk=world.giver.pk).update(email="east@example.org")

    assert sign_in(client, "East@example.org", "giver").status_code == 302


def test_ones_browsers_are_listed_and_signed_out(world: World, client: Client) -> None:
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604"})
    sign_in(phone, "giver", REMOTE_ADDR="203.0.113.9")
    sign_in(client, "giver")
    page = client.get("/account/", headers=ENGLISH).content.decode()
    assert "Safari · iPhone" in page and "203.0.113.9" in page and "this browser" in page
    session = UserSession.objects.get(ip="203.0.113.9")

    client.post(f"/account/sessions/{session.pk}/end/")

    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    sign_in(phone, "giver")
    client.post("/account/sessions/end/")
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_somebody_elses_browser_is_not_there(world: World, client: Client) -> None:
    sign_in(client, "lead")
    session = UserSession.objects.get()
    stranger = Client()
    sign_in(stranger, "giver")

    assert stranger.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert client.get("/account/").status_code == 200


def test_a_closed_account_is_out_at_once(world: World, client: Client) -> None:
    sign_in(client, "giver")

    services.close_account(actor=world.office, user=world.giver)

    assert client.get("/account/").status_code == 302
    assert sign_in(client, "giver")["Location"] == "/account/closed/"
    assert "This account is closed" in client.get("/account/closed/", headers=ENGLISH).content.decode()


def test_nobody_registers(world: World, client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404
    page = client.get("/account/sso/unknown/", follow=True)
    assert page.status_code == 200
    assert User.objects.count() == 7


def test_when_a_browser_was_last_seen_is_noted_now_and_then(world: World, client: Client) -> None:
    sign_in(client, "giver")
    UserSession.objects.update(ip="192.0.2.1")
    client.get("/account/", REMOTE_ADDR="203.0.113.9")
    assert UserSession.objects.get().ip == "192.0.2.1"
    session = client.session
    session["seen"] -= 301
    session.save()

    client.get("/account/", REMOTE_ADDR="203.0.113.9")

    assert UserSession.objects.get().ip == "203.0.113.9"
