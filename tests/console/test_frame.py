"""The navigation beside pages that belong to no programme."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from jiedui.plans.models import Programme
from tests.conftest import World

ENGLISH = {"accept-language": "en"}


def current(answer: object) -> list[tuple[str, str]]:
    """The place that is marked as current, and where the first place leads."""
    places = answer.context["frame"].places  # type: ignore[attr-defined]
    return [(str(place.name), places[0].url) for place in places if place.current]


@pytest.fixture
def newer(world: World) -> Programme:
    return Programme.objects.create(
        code="haizhou-2020", name="2020", giver=world.city, office=world.office_unit,
        starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/admin/people/", "/admin/people/new/", "/admin/audit/"])
def test_the_administration_has_the_navigation_of_the_programme_that_was_open_last(
    world: World, newer: Programme, client: Client, path: str
) -> None:
    client.force_login(world.office)
    assert current(client.get(path)) == [("administration", f"/p/{newer.code}/")]

    client.get("/p/haizhou-2019/plan/")

    assert current(client.get(path)) == [("administration", "/p/haizhou-2019/")]
    assert current(client.get("/p/haizhou-2019/approvals/")) == [("administration", "/p/haizhou-2019/")]


def test_a_programme_that_is_not_there_is_not_kept(world: World, client: Client) -> None:
    client.force_login(world.office)
    client.get("/p/none/")

    assert "programme" not in client.cookies


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [("office", ["/admin/people/"]), ("auditor", ["/admin/audit/"]), ("giver", []), ("receiver", [])],
)
def test_only_who_has_something_to_do_there_sees_the_administration(
    world: World, client: Client, who: str, leads_to: list[str]
) -> None:
    client.force_login(getattr(world, who))

    places = client.get("/p/haizhou-2019/").context["frame"].places

    assert [place.url for place in places if place.name == "administration"] == leads_to


def test_who_must_choose_a_password_first_gets_no_navigation(world: World, client: Client) -> None:
    world.office.must_change_password = True
    world.office.save(update_fields=["must_change_password"])
    client.force_login(world.office)

    answer = client.get("/account/password/")

    assert answer.context["frame"].places == []
