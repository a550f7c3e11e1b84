"""What needs a person, on the page of their notices."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

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
