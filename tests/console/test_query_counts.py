"""The number of queries of a screen does not grow with what is on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.ledger import outbox
from jiedui.ledger.models import ChainHead
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import Pairing
from jiedui.plans.models import Milestone, Task, TaskUnit, Workstream
from tests.conftest import plant
from tests.console.conftest import Stage
from tests.ledger import acts

SCREENS = ["", "plan/", "workstreams/consumption/", "units/{east}/", "units/{county}/", "pairings/"]


def _grow(stage: Stage) -> None:
    """Three more of everything that is listed."""
    world, add = stage.world, {"revision": stage.world.revision}
    for n in range(3):
        district = plant(f"新{n}区", UnitKind.COUNTY, world.city)
        county = plant(f"远{n}县", UnitKind.COUNTY, world.province)
        Pairing.objects.create(giver=district, receiver=county, valid_from=date(2019, 1, 1))
        Pairing.objects.create(giver=world.east, receiver=county, valid_from=date(2019, 1, 1))
        Pairing.objects.create(giver=district, receiver=world.county, valid_from=date(2019, 1, 1))
        indicator = stage.scene.indicator(f"more-{n}", headline=True)
        for unit in (world.city, district, world.east):
            stage.scene.target("1000", unit, indicator)
        stage.scene.entry("70", "2019-04-01", giver=district, receiver=world.county, indicator=indicator)
        stage.scene.entry("70", "2019-04-01", giver=world.east, receiver=county, indicator=indicator)
        Workstream.objects.create(
            programme=world.programme, key=f"ws-{n}", name=f"领域{n}", lead=world.commerce
        )
        task = Task.objects.create(
            workstream=world.consumption, number=10 + n, text="任务", due_on=date(2019, 10, 1), **add
        )
        TaskUnit.objects.create(task=task, unit=world.east, duty="lead")
        Milestone.objects.create(
            workstream=world.consumption, due_on=date(2019, 10, 3 + n), text="节点", **add
        )


@pytest.mark.parametrize("screen", SCREENS)
def test_more_rows_take_no_more_queries(stage: Stage, client: Client, screen: str) -> None:
    path = stage.root + screen.format(east=stage.world.east.pk, county=stage.world.county.pk)
    client.force_login(stage.world.office)
    client.get(path)  # content types are cached on the way
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(path)
    _grow(stage)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
    assert len(many) <= 40


@pytest.mark.parametrize("role", ["office", "lead", "giver", "receiver", "auditor"])
def test_the_cockpit_takes_few_queries_while_nothing_changes(stage: Stage, client: Client, role: str) -> None:
    outbox.note_begun()  # what is reckoned is kept once changes are noted
    client.force_login(getattr(stage.world, role))
    client.get(stage.root)
    with CaptureQueriesContext(connection) as queries:
        client.get(stage.root)
    assert len(queries) <= 12, [query["sql"] for query in queries]


@pytest.mark.parametrize("role", ["office", "lead", "giver", "receiver", "auditor"])
def test_the_first_look_after_an_acceptance_takes_few_queries(
    stage: Stage, client: Client, role: str
) -> None:
    ChainHead.objects.update_or_create(
        pk=1, defaults={"sequence": 1000}
    )  # the stage wrote entries without it
    outbox.note_begun()
    client.force_login(getattr(stage.world, role))
    client.get(stage.root)
    acts.accepted(stage.world, title="又一次采购", detail={"voucher_number": "NO.00018"})
    with CaptureQueriesContext(connection) as queries:
        client.get(stage.root)
    assert len(queries) <= 15, [query["sql"] for query in queries]
