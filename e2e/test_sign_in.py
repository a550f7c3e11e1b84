"""Passkeys in a real browser, with the authenticator that Chromium makes up for tests; and an app's code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from e2e.conftest import Shot
from e2e.pages import overflow
from e2e.server import Server

NAME, PASSWORD = "li-office", "apples-on-twelve-carts"


@pytest.fixture(scope="module")
def _office(server: Server) -> None:
    """Somebody of the office, without a second factor yet."""
    server.run(
        "-c",
        "import django; django.setup()\n"
        "from jiedui.accounts.services import create_user, grant_membership\n"
        "from jiedui.organisations.services import create_unit\n"
        "unit = create_unit(actor=None, name='海州市', kind='province')\n"
        f"user = create_user(actor=None, username='{NAME}', password='{PASSWORD}', display_name='李')\n"
        "grant_membership(actor=None, user=user, unit=unit, role='office')\n",
    )


@pytest.fixture
def local(server: Server, context: BrowserContext) -> Iterator[Page]:
    """A page at localhost, since browsers take no passkey for a bare address, with an authenticator at hand."""
    page = context.new_page()
    page.goto(server.url.replace("127.0.0.1", "localhost") + "/sign-in/")
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page


def sign_in(page: Page) -> None:
    page.fill("[name=username]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_passkey_is_made_signs_in_and_is_the_second_factor(_office: None, local: Page, shot: Shot) -> None:
    sign_in(local)
    local.goto("http://localhost:" + local.url.split(":")[2].split("/")[0] + "/account/")
    shot(local, "account")
    local.click("a[href='/account/passkeys/new/']")
    local.fill("[name=password]", PASSWORD)
    local.press("[name=password]", "Enter")
    local.click("form[data-passkey=create] button")
    local.wait_for_url("**/account/second-factor/codes/")
    shot(local, "recovery-codes")

    # Without the password.
    local.goto(local.url.split("/account/")[0] + "/account/")
    local.evaluate("document.querySelector('form[action=\"/sign-out/\"]').submit()")
    local.wait_for_url("**/sign-in/")
    shot(local, "sign-in")
    local.click("form[data-passkey=login] button")
    local.wait_for_url(lambda url: "/sign-in/" not in url)

    # After the password, as the second factor.
    local.evaluate("document.querySelector('form[action=\"/sign-out/\"]').submit()")
    local.wait_for_url("**/sign-in/")
    sign_in(local)
    local.wait_for_url("**/account/second-factor/sign-in/")
    shot(local, "second-factor")
    assert overflow(local) == 0
    local.click("form[data-passkey=get] button")
    local.wait_for_url(lambda url: "/second-factor/" not in url)
