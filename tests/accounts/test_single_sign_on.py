"""Single sign-on against a real provider on 127.0.0.1."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from jiedui.accounts.models import User
from jiedui.kernel.models import AuditRecord
from tests.accounts.oidc_provider import CLIENT, SECRET, Provider, running
from tests.conftest import World

ENGLISH = {"accept-language": "en"}


class Stay(HTTPRedirectHandler):
    """Follow nothing: where it leads to is what we want to know."""

    def redirect_request(self, *arguments: Any) -> None:
        """Do not follow."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that knows ``giver``, and the settings an operator would make for it."""
    with running({"sub": "a-17", "preferred_username": "giver", "email": "g@example.org"}) as found:
        app = {
            "provider_id": "sso",
            "name": "统一身份认证",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield found


def through(client: Client, next_page: str = "") -> Any:
    """Go the whole way: our page, the provider, back to us."""
    start = client.get("/account/sso/sign-in/", {"next": next_page} if next_page else {})
    assert start.status_code == 302, start.content
    try:
        build_opener(Stay).open(start["Location"])
    except Exception as answer:
        back = answer.headers["Location"]  # type: ignore[attr-defined]
    return client.get(back.removeprefix("http://testserver"), headers=ENGLISH)


def test_a_known_person_is_signed_in(world: World, client: Client, provider: Provider) -> None:
    answer = through(client, "/p/haizhou-2019/plan/")

    assert (answer.status_code, answer["Location"]) == (302, "/p/haizhou-2019/plan/")
    assert client.session["_auth_user_id"] == str(world.giver.pk)
    assert AuditRecord.objects.get(action="user.sign_in").detail["methods"] == ["socialaccount"]
    assert User.objects.count() == 7


def test_the_tie_outlives_a_change_of_name(world: World, client: Client, provider: Provider) -> None:
    through(client)
    provider.claims["preferred_username"] = "lead"

    other = Client()
    through(other)

    assert other.session["_auth_user_id"] == str(world.giver.pk)
    assert SocialAccount.objects.get().uid == "a-17"


def test_an_unknown_person_is_told_whom_to_ask(world: World, client: Client, provider: Provider) -> None:
    provider.claims["preferred_username"] = "stranger"

    answer = through(client)

    assert "You have no account here yet" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 7
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(world: World, client: Client, provider: Provider) -> None:
    through(client)
    User.objects.filter(pk=world.giver.pk).update(is_active=False)

    other = Client()
    through(other)

    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(("verified", "signed_in"), [(True, True), (False, False), (None, False)])
def test_an_address_counts_only_once_it_is_verified(
    world: World, client: Client, provider: Provider, settings: Any, verified: bool | None, signed_in: bool
) -> None:
    settings.SINGLE_SIGN_ON_CLAIM = "email"
    User.objects.filter(pk=world.lead.pk).update(email="G@example.org")
    if verified is not None:
        provider.claims["email_verified"] = verified

    through(client)

    assert (client.session.get("_auth_user_id") == str(world.lead.pk)) is signed_in


def test_an_example_account_is_never_tied(world: World, client: Client, provider: Provider) -> None:
    User.objects.filter(pk=world.giver.pk).update(is_example=True)

    through(client)

    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_down_is_said(world: World, client: Client, provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()

    answer = client.get("/account/sso/sign-in/", headers=ENGLISH)

    assert answer.status_code == 502
    assert "sign-on does not answer" in html.unescape(answer.content.decode())


def test_a_forged_state_signs_nobody_in(world: World, client: Client, provider: Provider) -> None:
    answer = client.get("/account/sso/back/?code=x&state=forged", headers=ENGLISH)

    assert "_auth_user_id" not in client.session
    assert "did not answer as it should" in answer.content.decode()


def test_the_page_offers_it_by_name(world: World, client: Client, provider: Provider) -> None:
    page = client.get("/sign-in/", headers=ENGLISH).content.decode()

    assert 'href="/account/sso/sign-in/"' in page
    assert "Sign in with 统一身份认证" in page
