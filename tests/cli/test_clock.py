"""The clock hands the worker a round a day, and messages when they wait. In tests the worker works at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import DatabaseError

from jiedui.cli import clock
from jiedui.returns import services
from jiedui.returns.models import Delivery, Notice, Return
from jiedui.returns.services import recurring
from tests.conftest import World
from tests.returns import scene

MORNING = datetime(2019, 8, 5, 0, 30, tzinfo=UTC)  # 8:30 in Shanghai, the day on which July is due
NIGHT = datetime(2019, 8, 4, 21, 0, tzinfo=UTC)  # 5:00 of the same day


@pytest.fixture
def running(world: World) -> World:
    """July is asked for, and the programme's clock runs."""
    scene.july(world)
    Return.objects.all().delete()
    world.programme.reference_date = None
    world.programme.save()
    world.giver.email = "giver@example.org"
    world.giver.save()
    return world


def test_the_day_s_round_makes_what_is_owed_and_reminds_of_it(running: World) -> None:
    assert clock.tick(MORNING, None) == date(2019, 8, 5)

    assert Return.objects.filter(ends_on=scene.JULY).count() == 2
    assert set(Notice.objects.values_list("user__username", "kind")) >= {("giver", "due_today")}
    assert Delivery.objects.count() == 1


def test_a_round_is_made_once_a_day_and_a_second_one_adds_nothing(running: World) -> None:
    last = clock.tick(MORNING, None)
    before = (Return.objects.count(), Notice.objects.count(), Delivery.objects.count())

    assert clock.tick(MORNING, last) == last
    assert clock.tick(MORNING, None) == last, "after a new start"

    assert (Return.objects.count(), Notice.objects.count(), Delivery.objects.count()) == before


def test_nothing_is_made_before_the_morning(running: World) -> None:
    assert clock.tick(NIGHT, None) is None
    assert not Return.objects.exists()


def test_messages_are_sent_when_they_wait(running: World) -> None:
    clock.tick(MORNING, None)
    assert mail.outbox == []

    services.deliver()
    (sent,) = mail.outbox
    assert sent.to == ["giver@example.org"]
    assert not recurring.something_waits(MORNING)


def test_a_programme_whose_clock_stands_still_is_left_alone(running: World) -> None:
    running.programme.reference_date = date(2019, 8, 5)
    running.programme.save()
    clock.tick(MORNING, None)
    assert not Return.objects.exists()
    assert not Notice.objects.exists()


def test_a_database_that_does_not_answer_is_asked_again(
    running: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(now: datetime) -> bool:
        raise DatabaseError

    monkeypatch.setattr(recurring, "something_waits", refuse)
    assert clock.tick(NIGHT, None) is None
