"""The page that asks whether anyone is harmed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiedui.ledger import services
from jiedui.ledger.models import Posting
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.safeguards.models import LabourHold
from tests.conftest import World
from tests.ledger import acts

PAGE = "/p/haizhou-2019/safeguards/"
NEW = {"on": "workshop", "name": "云岭服装车间", "flag": "debt_bondage", "reason": "工人称预支路费须做工抵偿"}


def signed_in(client: Client, who: object) -> Client:
    client.force_login(who)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize(
    ("language", "denial"),
    [("en", "It calls the allegations groundless"), ("zh-hans", "认为上述指称毫无根据")],
)
def test_it_shows_the_regional_hold_with_sources_and_denial(
    client: Client, world: World, language: str, denial: str
) -> None:
    headers = {"accept-language": language}
    text = signed_in(client, world.auditor).get(PAGE, headers=headers).content.decode()

    assert "新疆劳动力转移" in text
    assert text.count("https://www.ohchr.org/") == 1
    assert denial in text


def test_a_person_raises_a_hold_and_the_figure_goes(client: Client, world: World) -> None:
    acts.indicator(world, "workshop", "jobs_offered")
    entry = acts.accepted(world, "workshop")

    answer = signed_in(client, world.receiver).post(f"{PAGE}holds/new/", NEW)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert LabourHold.objects.get().raised_by == world.receiver
    assert not Posting.objects.exists()
    text = client.get(PAGE).content.decode()
    assert "债务束缚" in text
    assert f"#{entry.pk} 服装车间开工" in text
    page = client.get(f"/p/haizhou-2019/ledger/{entry.pk}/").content.decode()
    assert "不计入任何数字" in page
    assert "债务束缚" in page


@pytest.mark.parametrize("missing", sorted(NEW))
def test_what_is_missing_is_said_beside_its_field(missing: str, client: Client, world: World) -> None:
    answer = signed_in(client, world.giver).post(f"{PAGE}holds/new/", {**NEW, missing: ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert not LabourHold.objects.exists()


def test_the_office_lifts_it_after_a_check(client: Client, world: World) -> None:
    hold = services.raise_hold(
        actor=world.giver,
        programme=world.programme,
        on=HoldOn.WORKSHOP,
        name="云岭服装车间",
        flag=RedFlag.DEBT,
        reason="x",
    )
    lift = {"reason": "已退还", "checked_on": timezone.localdate().isoformat(), "checked_by": "云岭服装车间"}

    refused = signed_in(client, world.office).post(f"{PAGE}holds/{hold.pk}/lift/", lift)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["checked_by"])

    done = client.post(f"{PAGE}holds/{hold.pk}/lift/", {**lift, "checked_by": "海州大学"})
    assert done.status_code == 302
    hold.refresh_from_db()
    assert (hold.lifted_by, hold.checked_by) == (world.office, "海州大学")
    assert "已退还" in client.get(PAGE).content.decode()


def test_the_page_costs_the_same_however_much_is_kept_out(client: Client, world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE).status_code == 200
        return len(found)

    signed_in(client, world.office)
    acts.accepted(world, "placement", detail={"papers": None})
    few = queries()
    for _number in range(4):
        acts.accepted(world, "placement", detail={"papers": None})

    assert queries() == few
