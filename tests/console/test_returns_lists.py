"""Lists of returns take as many queries as they ever took; a line leads to the entries it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.organisations.enums import PairingType, UnitKind
from jiedui.organisations.models import Pairing
from jiedui.returns import services
from jiedui.returns.enums import Reporters
from jiedui.returns.models import Delivery, Notice, Return, Webhook
from tests.conftest import plant
from tests.console.returns_desk import Desk
from tests.ledger import acts
from tests.returns import scene


@pytest.mark.parametrize("path", ["", "all/", "schedules/"])
def test_more_returns_take_no_more_queries(desk: Desk, july: Return, path: str) -> None:
    desk.as_(desk.world.office)
    desk.get(path)
    with CaptureQueriesContext(connection) as few:
        desk.get(path)
    for number in range(3):
        scene.schedule(desk.world, code=f"more-{number}", name=f"月报{number}")
    scene.produce(desk.world)
    with CaptureQueriesContext(connection) as many:
        desk.get(path)

    assert len(many) == len(few)


def test_the_lines_of_a_receiving_county_lead_to_what_it_received(desk: Desk) -> None:
    world = desk.world
    scene.pair(world)
    acts.indicator(world, code="purchases")
    acts.accepted(world)
    scene.schedule(world, reporters=Reporters.RECEIVERS)
    (one,) = scene.produce(world)

    page = desk.as_(world.receiver).client.get(f"{desk.root}{one.pk}/").content.decode()

    link = next(part for part in page.split('"') if "/ledger/?" in part and "from=2019-07-01" in part)
    assert f"receiver={world.county.pk}" in link
    assert "giver=" not in link
    listed = desk.client.get(link.replace("&amp;", "&")).content.decode()
    assert "食堂采购苹果" in listed


@pytest.mark.parametrize("path", ["timeliness/", "timeliness.csv", "load/"])
def test_more_units_take_no_more_queries(desk: Desk, july: Return, path: str) -> None:
    desk.as_(desk.world.office)
    address = desk.root + path
    desk.client.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.client.get(address)
    for number in range(3):
        district = plant(f"新{number}区", UnitKind.COUNTY, desk.world.city)
        Pairing.objects.create(
            giver=district, receiver=desk.world.county, type=PairingType.TERRITORIAL, valid_from="2019-01-01"
        )
    assert len(scene.produce(desk.world)) == 3
    with CaptureQueriesContext(connection) as many:
        answer = desk.client.get(address)

    assert "新2区" in answer.content.decode()
    assert len(many) == len(few)


def test_more_notices_take_no_more_queries(desk: Desk) -> None:
    scene.submitted(desk.world)
    address = f"/p/{desk.world.programme.code}/notices/"
    desk.as_(desk.world.lead).client.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.client.get(address)
    made = Notice.objects.filter(user=desk.world.lead).count()
    for number in range(3):
        schedule = scene.schedule(desk.world, code=f"more-{number}", name=f"月报{number}")
        for one in scene.produce(desk.world):
            services.submit_return(actor=desk.world.office, one=one)
        assert schedule.returns.count() == 2
    with CaptureQueriesContext(connection) as many:
        desk.client.get(address)

    assert Notice.objects.filter(user=desk.world.lead).count() == made + 6
    assert len(many) == len(few)


def test_more_lines_take_no_more_queries_on_a_return(desk: Desk) -> None:
    one = scene.submitted(desk.world, sections=[services.SectionSpec("工作进展")])
    desk.as_(desk.world.lead)
    desk.get(f"{one.pk}/")
    with CaptureQueriesContext(connection) as few:
        desk.get(f"{one.pk}/")
    line = one.lines.get()
    for number in range(2, 6):
        line.pk, line.number = None, number
        line.save()
        services.remark_on(actor=desk.world.lead, one=one, spec=services.RemarkSpec("请核对", line=line))
    with CaptureQueriesContext(connection) as many:
        desk.get(f"{one.pk}/")

    assert len(many) <= len(few) + 1  # the remark's audit row may bring one more actor


def test_a_return_without_figures_shows_no_empty_table(desk: Desk) -> None:
    scene.pair(desk.world)
    scene.schedule(desk.world, lines=[], sections=[services.SectionSpec("本月信息")])
    one = next(one for one in scene.produce(desk.world) if one.unit == desk.world.east)

    page = desk.as_(desk.world.giver).client.get(f"{desk.root}{one.pk}/").content.decode()

    assert 'id="narrative"' in page
    assert 'id="lines"' not in page


def test_each_message_to_a_webhook_stands_with_its_state(desk: Desk, july: Return) -> None:
    world = desk.world
    hook = Webhook.objects.create(programme=world.programme, url="https://example.org/hook", salt="x")
    assert "No message has been put on its way yet." in desk.as_(world.office).get("webhooks/").text
    add = {"channel": "webhook", "programme": world.programme, "webhook": hook, "content": {}}
    at = {"on": date(2019, 8, 5), "next_try_at": datetime(2019, 8, 5, 1, 0, tzinfo=UTC)}
    Delivery.objects.create(**add, **at, attempts=2, last_error="HTTP 503")
    Delivery.objects.create(**add, **at, event="alerts", state="sent", attempts=1, sent_at=at["next_try_at"])
    Delivery.objects.create(**add, **at, event="alerts", state="failed", attempts=6, last_error="HTTP 410")

    page = desk.get("webhooks/").text

    assert page.count("https://example.org/hook") == 4
    for words in ("HTTP 503", "HTTP 410", "waiting", "given up", "Alerts", "2019-08-05 09:00"):
        assert words in page
    assert page.count("Send again") == 1
    with CaptureQueriesContext(connection) as few:
        desk.get("webhooks/")
    for _number in range(3):
        Delivery.objects.create(**add, **at, event="alerts")
    with CaptureQueriesContext(connection) as many:
        desk.get("webhooks/")
    assert len(many) == len(few)
