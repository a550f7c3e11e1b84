"""The background worker follows the ledger: soon, once for all who come together, and in the end with everything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jiedui.warehouse import following, tasks
from jiedui.warehouse.layout import POSTING
from jiedui.warehouse.warehouse import Warehouse, own_warehouse
from tests.conftest import World
from tests.ledger import acts


@pytest.fixture(autouse=True)
def queue(settings: Any, tmp_path: Any) -> None:
    """Tasks wait in the database, as in an installation."""
    settings.WAREHOUSE_FOLDER = tmp_path / "warehouse"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def due() -> None:
    """A second has passed."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def begun() -> None:
    """As the worker does it with the next of them."""
    one = DBTaskResult.objects.ready().order_by("enqueued_at")[0]
    DBTaskResult.objects.filter(pk=one.pk).update(status=TaskResultStatus.RUNNING)
    tasks.catch_up.call()


def rows(warehouse: Warehouse) -> int:
    """How far the copy goes."""
    return warehouse[POSTING.name].mark("sequence") or 0


def test_many_acceptances_send_for_one_task_in_a_second(world: World) -> None:
    for _number in range(3):
        following.follow()

    [one] = DBTaskResult.objects.all()
    assert timedelta() < one.run_after - timezone.now() <= timedelta(seconds=1)
    assert not DBTaskResult.objects.ready().exists()


def test_of_tasks_sent_for_at_one_moment_the_last_does_it(world: World) -> None:
    acts.indicator(world)
    acts.accepted(world)
    for _number in range(2):
        tasks.catch_up.enqueue()
    due()
    begun()
    assert rows(own_warehouse()) == 0
    begun()
    assert rows(own_warehouse()) == 1


def test_one_that_is_not_due_yet_holds_nobody_up(world: World) -> None:
    acts.indicator(world)
    acts.accepted(world)
    following.follow()
    due()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    following.follow()
    tasks.catch_up.call()
    assert rows(own_warehouse()) == 1
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1
