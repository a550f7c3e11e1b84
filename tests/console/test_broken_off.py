"""A session that ends, or a cookie that is missing, while a page is open."""

from __future__ import annotations

import pytest
from django.test import Client

from jiedui.ledger.models import Entry
from tests.conftest import World

PART = {"HX-Request": "true", "accept-language": "en"}
FORM = "/p/haizhou-2019/ledger/new/purchase/"


def test_a_part_of_a_page_says_that_the_session_has_ended(world: World, client: Client) -> None:
    answer = client.post(FORM, {"title": "x"}, headers=PART)

    assert (answer.status_code, Entry.objects.count()) == (401, 0)
    assert [answer[name] for name in ("HX-Retarget", "HX-Reswap", "HX-Reselect")] == [
        "#messages", "innerHTML", "unset",
    ]  # fmt: skip
    text = answer.content.decode()
    assert "You are signed out. What you typed is still here" in text
    assert '<a href="/sign-in/" target="_blank" rel="noopener">Sign in</a>' in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        (f"http://testserver{FORM}?copy=7", "/p/haizhou-2019/ledger/new/purchase/%3Fcopy%3D7"),
        ("http://testserver/p/haizhou-2019/ledger/3/", "/p/haizhou-2019/ledger/3/"),
        ("https://elsewhere.example/p/haizhou-2019/", "/"),
        ("", "/"),
    ],
)
def test_a_whole_form_comes_back_to_the_page_it_stood_on(
    world: World, client: Client, came_from: str, back_to: str
) -> None:
    answer = client.post("/p/haizhou-2019/ledger/3/accept/", headers={"referer": came_from})

    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={back_to}")


def test_a_page_that_is_asked_for_is_where_signing_in_leads(world: World, client: Client) -> None:
    answer = client.get("/p/haizhou-2019/plan/", headers={"referer": "http://testserver/p/haizhou-2019/"})

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/p/haizhou-2019/plan/")


def test_signing_out_is_no_session_that_ended(world: World, client: Client) -> None:
    client.force_login(world.giver)

    answer = client.post("/sign-out/", headers={"referer": "http://testserver/p/haizhou-2019/"})

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


@pytest.mark.parametrize("part", [True, False])
def test_a_missing_cookie_is_told_in_words_that_help(world: World, part: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.giver)

    answer = client.post(FORM, {"title": "x"}, headers=PART if part else {"accept-language": "en"})

    assert (answer.status_code, Entry.objects.count()) == (403, 0)
    text = answer.content.decode()
    assert "Your browser did not send the cookie that belongs to this page." in text
    assert (answer.headers.get("HX-Retarget"), "<html" in text) == ("#messages" if part else None, not part)
