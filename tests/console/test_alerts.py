"""What needs a person, on the page of their notices."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.ledger import services as ledger
from jiedui.plans.models import Target, Task
from jiedui.progress.models import Alert
from jiedui.progress.services import raise_alerts
from tests.conftest import World
from tests.ledger import acts

PAGE = "/p/haizhou-2019/notices/"
ON = date(2019, 9, 30)


@pytest.fixture
def alerted(world: World) -> World:
    """A target behind and a disputed entry of the east district, and an overdue task of the lead."""
    Target.objects.create(
        indicator=acts.indicator(world), unit=world.east, value=1000, revision=world.revision,
        starts_on=world.programme.starts_on, ends_on=world.programme.ends_on,
    )  # fmt: skip
    entry = acts.accepted(world, "purchase")
    ledger.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", figure=1, note="只收到一箱")
    Task.objects.create(
        workstream=world.consumption,
        number=1,
        text="设爱心专柜",
        due_on=date(2019, 9, 1),
        revision=world.revision,
    )
    raise_alerts(world.programme, on=ON)
    return world


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("office", {"overdue", "dispute"}),
        ("auditor", {"overdue", "dispute"}),
        ("giver", {"dispute"}),
        ("receiver", {"dispute"}),
        ("other_giver", set()),
    ],
)
def test_each_sees_what_they_can_act_on(alerted: World, client: Client, who: str, kinds: set[str]) -> None:
    client.force_login(getattr(alerted, who))

    alerts = client.get(PAGE).context["alerts"]

    assert {one.kind.key for one, _href in alerts} - {"out_of_reach", "behind"} == kinds


def test_each_leads_to_where_one_acts(alerted: World, client: Client) -> None:
    client.force_login(alerted.office)

    page = client.get(PAGE)

    for _one, href in page.context["alerts"]:
        assert client.get(href.partition("#")[0]).status_code == 200
    hrefs = {one.kind.key: href for one, href in page.context["alerts"]}
    assert hrefs["overdue"] == "/p/haizhou-2019/plan/#tasks"
    assert hrefs["dispute"].startswith("/p/haizhou-2019/ledger/")


def test_what_is_gone_since_the_last_round_is_not_told(alerted: World, client: Client) -> None:
    Task.objects.all().delete()
    client.force_login(alerted.office)

    assert "overdue" not in {one.kind.key for one, _href in client.get(PAGE).context["alerts"]}
    assert Alert.objects.filter(kind="overdue", closed_on__isnull=True).exists()


def test_one_reason_can_be_chosen(alerted: World, client: Client) -> None:
    client.force_login(alerted.office)

    whole, chosen = client.get(PAGE).context, client.get(f"{PAGE}?why=dispute").context

    assert {one.kind.key for one, _href in chosen["alerts"]} == {"dispute"}
    assert whole["alert_count"] == chosen["alert_count"] == len(whole["alerts"])
    assert {kind.key: count for kind, count in whole["alert_kinds"]}["dispute"] == 2


def test_the_page_costs_the_same_however_many(alerted: World, client: Client) -> None:
    client.force_login(alerted.office)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(2, 40):
        Task.objects.create(
            workstream=alerted.consumption,
            number=number,
            text="任务",
            due_on=date(2019, 9, 1),
            revision=alerted.revision,
        )
    raise_alerts(alerted.programme, on=ON)

    with CaptureQueriesContext(connection) as many:
        assert len(client.get(PAGE).context["alerts"]) == 30

    assert len(many) <= len(few)  # one a kind that is on the page
