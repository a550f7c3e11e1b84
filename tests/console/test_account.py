"""Signing in and out, the language, the start page, and refusals as pages."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from jiedui.accounts.models import User
from jiedui.plans.models import Programme
from tests.conftest import World
from tests.console.pages import read_page


@pytest.fixture(autouse=True)
def _forget_failures() -> None:
    cache.clear()


def _sign_in(client: Client, name: str, password: str, **more: str):  # type: ignore[no-untyped-def]
    data = {"username": name, "password": password, **more}
    return client.post("/sign-in/", data, headers={"accept-language": "en"})


def test_signing_in_leads_to_the_newest_programme(world: World, client: Client) -> None:
    answer = _sign_in(client, "giver", "giver")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/p/haizhou-2019/")


def test_signing_in_leads_back_to_the_page_asked_for_but_never_outside(world: World, client: Client) -> None:
    assert (
        _sign_in(client, "giver", "giver", next="/p/haizhou-2019/plan/")["Location"]
        == "/p/haizhou-2019/plan/"
    )
    client.logout()
    assert _sign_in(client, "giver", "giver", next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(world: World, client: Client) -> None:
    answers = [_sign_in(client, "giver", "wrong"), _sign_in(client, "nobody-at-all", "wrong")]
    texts = {read_page(a.content.decode()).text.split("There is a problem")[1][:150].strip() for a in answers}
    assert len(texts) == 1
    assert "do not belong together" in texts.pop()
    assert "_auth_user_id" not in client.session


def test_after_many_failures_even_the_right_password_must_wait(world: World, client: Client) -> None:
    for _ in range(8):
        _sign_in(client, "giver", "wrong")
    page = read_page(_sign_in(client, "giver", "giver").content.decode())
    assert "Too many attempts" in page.text
    assert "_auth_user_id" not in client.session
    assert _sign_in(client, "lead", "lead").status_code == 302


def test_the_session_ends_with_the_browser_unless_it_is_to_be_remembered(
    world: World, client: Client
) -> None:
    _sign_in(client, "giver", "giver")
    assert client.session.get_expire_at_browser_close() is True
    client.logout()
    _sign_in(client, "giver", "giver", remember="on")
    assert client.session.get_expire_at_browser_close() is False


def test_signing_out_needs_a_post_and_ends_the_session(world: World, client: Client) -> None:
    client.force_login(world.giver)
    assert client.get("/sign-out/").status_code == 405
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session


def test_the_language_is_kept_for_the_browser_and_the_person(world: World, client: Client) -> None:
    client.force_login(world.giver)
    answer = client.post("/language/", {"language": "en", "next": "/p/haizhou-2019/"})
    assert answer["Location"] == "/p/haizhou-2019/"
    assert User.objects.get(pk=world.giver.pk).language == "en"
    assert read_page(client.get("/p/haizhou-2019/").content.decode()).language == "en"
    client.post("/language/", {"language": "xx", "next": "/"})
    assert User.objects.get(pk=world.giver.pk).language == "en"


def test_the_language_can_be_switched_before_signing_in(db: None, client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert read_page(client.get("/sign-in/").content.decode()).headings[0] == (1, "Sign in")
    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert read_page(client.get("/sign-in/").content.decode()).headings[0] == (1, "登录")


def test_a_persons_own_language_comes_with_signing_in(world: World, client: Client) -> None:
    User.objects.filter(pk=world.giver.pk).update(language="en")
    client.post(
        "/sign-in/", {"username": "giver", "password": "giver"}, headers={"accept-language": "zh-hans"}
    )
    page = read_page(client.get("/p/haizhou-2019/", headers={"accept-language": "zh-hans"}).content.decode())
    assert page.language == "en"


def test_without_a_programme_the_office_is_told_how_to_start_and_others_to_wait(
    world: World, client: Client
) -> None:
    Programme.objects.all().delete()
    for person, words in ((world.office, "Hand in a plan"), (world.giver, "has not opened a programme yet")):
        client.force_login(person)
        page = read_page(client.get("/", headers={"accept-language": "en"}).content.decode())
        assert page.headings[0] == (1, "There is no programme yet")
        assert words in page.text


def test_only_the_office_may_begin_a_programme(world: World, client: Client) -> None:
    for person, offered in ((world.office, True), (world.lead, False), (world.auditor, False)):
        client.force_login(person)
        page = read_page(client.get("/p/haizhou-2019/", headers={"accept-language": "en"}).content.decode())
        assert (page.links.get("Begin another programme") == "/first-document/") is offered


def test_an_unknown_address_gets_the_page_for_it(world: World, client: Client) -> None:
    client.force_login(world.giver)
    answer = client.get("/nothing/here/", headers={"accept-language": "en"})
    page = read_page(answer.content.decode())
    assert (answer.status_code, page.headings) == (404, [(1, "There is nothing here")])


def test_a_fault_of_ours_is_answered_in_both_languages_without_the_database() -> None:
    from django.template.loader import get_template

    page = read_page(get_template("500.html").render())
    assert page.headings == [(1, "系统出错了"), (2, "Something broke on our side")]
    assert page.forbidden == []
