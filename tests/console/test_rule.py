"""The page of a rule: whether it is kept, by whom, and what pulls it down."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.plans.models import Rule
from tests.console.pages import read_page
from tests.progress.conftest import Scene, scene

__all__ = ["scene"]

__all__ = ["scene"]


@pytest.fixture
def made(scene: Scene) -> Rule:
    """At least 80 % of the purchases of the year go below county level; nothing does."""
    rule = Rule.objects.create(
        programme=scene.world.programme, code="r1", text="八成到县", text_en="Four fifths to counties",
        revision=scene.world.revision, threshold=Decimal("0.8"), denominator=scene.purchases,
        numerator=scene.indicator("county-level"),
    )  # fmt: skip
    scene.entry("120000", "2019-03-01", title="食堂采购")
    scene.entry("30000", "2019-03-02", giver=scene.world.west, title="西城采购")
    return rule


def address(rule: Rule) -> str:
    return f"/p/{rule.programme.code}/plan/rules/{rule.pk}/"


def test_it_says_whether_it_is_kept_and_what_stands_against_it(
    client: Client, scene: Scene, made: Rule
) -> None:
    client.force_login(scene.world.office)
    page = read_page(client.get(address(made), headers={"accept-language": "en"}).content.decode())
    assert page.headings[0] == (1, "Four fifths to counties")
    assert "0.0%" in page.text and "Short by" in page.text
    assert {"食堂采购", "西城采购"} <= set(page.links)
    cockpit = read_page(client.get(f"/p/{made.programme.code}/").content.decode())
    assert cockpit.links["八成到县"] == address(made)


def test_a_district_sees_the_figures_and_its_own_entries(client: Client, scene: Scene, made: Rule) -> None:
    client.force_login(scene.world.giver)
    page = read_page(client.get(address(made)).content.decode())
    assert "食堂采购" in page.links and "西城采购" not in page.links


def test_another_programmes_rule_is_not_found(client: Client, scene: Scene, made: Rule) -> None:
    client.force_login(scene.world.office)
    assert client.get(address(made).replace(f"/{made.pk}/", "/99999/")).status_code == 404


def test_more_entries_take_no_more_queries(client: Client, scene: Scene, made: Rule) -> None:
    client.force_login(scene.world.office)
    client.get(address(made))
    with CaptureQueriesContext(connection) as few:
        client.get(address(made))
    for day in range(3, 9):
        scene.entry("5000", f"2019-03-0{day}", giver=scene.world.commerce)
    with CaptureQueriesContext(connection) as many:
        client.get(address(made))
    assert len(many) == len(few)
