"""Alerts go to webhooks by the messages that returns go by: signed, once, tried again, given up in the end."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.utils import timezone

from jiedui.progress.models import Alert
from jiedui.progress.services import raise_alerts, tell_of_alerts
from jiedui.progress.tasks import alert_everywhere
from jiedui.returns import services
from jiedui.returns.enums import DeliveryState
from jiedui.returns.models import Delivery, Webhook
from jiedui.returns.services.delivering import BACKOFF
from tests.progress.conftest import Scene
from tests.returns.receiver import Receiver, is_signed, url

__all__ = ["url"]

ON = date(2019, 9, 30)


@pytest.fixture
def hook(scene: Scene, url: str) -> Webhook:
    """An address that is told, and one alert about the east district."""
    scene.target("1000", scene.world.east)
    raise_alerts(scene.world.programme, on=ON)
    return services.add_webhook(actor=scene.world.office, programme=scene.world.programme, url=url)


def test_an_alert_is_posted_signed_and_once(scene: Scene, hook: Webhook) -> None:
    tell_of_alerts(scene.world.programme, on=ON)
    tell_of_alerts(scene.world.programme, on=ON)
    assert Receiver.heard == [], "nothing outside keeps the round waiting"
    assert services.deliver().sent == 1
    assert services.deliver().sent == 0

    ((headers, body),) = Receiver.heard
    assert is_signed(hook, headers, body)
    assert headers["X-Jiedui-Delivery"] == str(Delivery.objects.get().pk)
    told = json.loads(body)
    (alert,) = Alert.objects.all()
    assert told == {
        "event": "alerts",
        "programme": "haizhou-2019",
        "on": "2019-09-30",
        "alerts": [
            {
                "kind": alert.kind,
                "unit": scene.world.east.pk,
                "subject": alert.subject,
                "facts": alert.facts,
                "since": "2019-09-30",
            }
        ],
    }
    assert alert.posted_at is not None


def test_what_is_not_taken_is_tried_again_under_the_same_number_and_given_up(
    scene: Scene, hook: Webhook
) -> None:
    tell_of_alerts(scene.world.programme, on=ON)
    Receiver.status, now = 503, timezone.now()
    assert services.deliver(now=now).failed == 1
    row = Delivery.objects.get()
    assert (row.event, row.state, row.attempts, row.last_error) == (
        "alerts", DeliveryState.WAITING, 1, "HTTP 503",
    )  # fmt: skip
    for wait in BACKOFF[:-1]:
        now += wait
        services.deliver(now=now)
    Receiver.status = 200
    assert services.deliver(now=now + BACKOFF[-1]).sent == 1
    row.refresh_from_db()
    assert (row.state, row.last_error, row.attempts) == (DeliveryState.SENT, "", 1 + len(BACKOFF))
    assert len({headers["X-Jiedui-Delivery"] for headers, _body in Receiver.heard}) == 1


def test_a_second_alert_of_the_day_is_a_message_of_its_own(scene: Scene, hook: Webhook) -> None:
    tell_of_alerts(scene.world.programme, on=ON)
    scene.target("1000", scene.world.west)
    raise_alerts(scene.world.programme, on=ON)
    tell_of_alerts(scene.world.programme, on=ON)
    assert services.deliver().sent == 2
    units = [[one["unit"] for one in json.loads(body)["alerts"]] for _headers, body in Receiver.heard]
    assert units == [[scene.world.east.pk], [scene.world.west.pk]]


def test_returns_and_alerts_of_a_day_do_not_stand_in_each_others_way(scene: Scene, hook: Webhook) -> None:
    tell_of_alerts(scene.world.programme, on=ON)
    services.remind(actor=None, programme=scene.world.programme, on=ON)
    services.remind(actor=None, programme=scene.world.programme, on=ON)
    assert services.deliver().sent == 2
    assert [json.loads(body)["event"] for _headers, body in Receiver.heard] == ["alerts", "returns.owed"]


def test_one_address_that_is_down_keeps_no_other_from_hearing(scene: Scene, hook: Webhook) -> None:
    Webhook.objects.create(programme=scene.world.programme, url="http://127.0.0.1:9/", salt="x")
    tell_of_alerts(scene.world.programme, on=ON)
    assert services.deliver() == services.Delivered(sent=1, failed=1)


def test_an_address_that_is_added_later_hears_of_what_is_new_only(scene: Scene, url: str) -> None:
    world = scene.world
    scene.target("1000", world.east)
    raise_alerts(world.programme, on=ON)
    tell_of_alerts(world.programme, on=ON)
    services.add_webhook(actor=world.office, programme=world.programme, url=url)
    tell_of_alerts(world.programme, on=ON)
    assert not Delivery.objects.exists()


def test_the_daily_round_puts_the_message_on_its_way(scene: Scene, hook: Webhook) -> None:
    alert_everywhere.enqueue("2026-01-01")
    assert [(row.event, row.on) for row in Delivery.objects.all()] == [("alerts", ON)]
